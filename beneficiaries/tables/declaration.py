"""What stands on the declaration that a participant signs (R87): data, declarations, refusals, consents, signature.

Each function reads its words in the language that is active.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Answer
from beneficiaries.models import Participation
from beneficiaries.queries.addresses import safe_address
from beneficiaries.queries.consents import current_consents, current_notices
from beneficiaries.rules.families import is_child
from beneficiaries.tables.characteristics import LABELS
from beneficiaries.tables.words import in_words
from portal.clock import today
from portal.records import Words, may
from portal.ui.formatting import DASH, current_language, long_date
from portal.ui.parts import Fact

FROM_PARTICIPATION = ("sex", "citizenships", "education", "labour_status")
MAY_REFUSE: dict[str, Words] = {
    "disability": gettext_lazy("I have a disability"),
    "minority": gettext_lazy(
        "I belong to a national or ethnic minority of Polish law, or to a marginalised community such as the Roma "
        "(being a migrant is not enough)"
    ),
}
ASKED: dict[str, Words] = {"homelessness": gettext_lazy("I have no home, or no secure home")}
"""Questions to which SM EFS takes yes or no alone (D8)."""


@dataclass(frozen=True)
class Choice:
    """A question with its boxes: the words of each, and whether it is ticked already."""

    label: Words
    boxes: Sequence[tuple[Words, bool]]
    note: str = ""


def declaration_sheet(participation: Participation, *, is_original: bool) -> tuple[str, dict[str, Any]]:
    """Return the template and the words of the declaration; only the original has a place to sign."""
    project = participation.grant_project
    return "beneficiaries/declaration.html", {
        "is_original": is_original,
        "project": project,
        "number": participation.number,
        "facts": _facts(participation),
        "questions": _questions(participation),
        "statements": _statements(project.result_window_days // 7),
        "refusals": _refusals(participation),
        "consents": _consents(participation),
        "notices": current_notices(project, current_language()),
        "is_child": is_child(participation.person, today()),
    }


def clauses_sheet(participation: Participation) -> tuple[str, dict[str, Any]]:
    """Return the template and the words of the information about data, in full."""
    notices = current_notices(participation.grant_project, current_language())
    return "beneficiaries/declaration_clauses.html", {"notices": notices}


def _facts(participation: Participation) -> list[Fact]:
    """Return what is known; what is not, and an address that may not be printed, is a line to fill in by hand (S25)."""
    person, version = participation.person, participation.in_force  # type: ignore[attr-defined]
    shown = may(participation, "view_person_contact")
    written = {name: in_words(name, getattr(version, name)) for name in FROM_PARTICIPATION} if version else {}
    values: list[tuple[Words, Any]] = [
        (_("Name and surname"), person.full_name or person.original_name),
        (_("PESEL"), person.pesel if shown else ""),
        (_("Date of birth"), long_date(person.birth_date)),
        *((LABELS[name], written.get(name, "")) for name in FROM_PARTICIPATION),
        (_("Address"), safe_address(person) if shown else ""),
        (_("Phone"), person.phone if shown else ""),
        (_("E-mail"), person.email if shown else ""),
    ]
    return [Fact(str(label), "" if value in (None, DASH) else str(value)) for label, value in values]


def _statements(weeks: int) -> list[str]:
    return [
        _("My data are true. I will tell the project when they change."),
        _("I meet the conditions of the project: I come from another country and have the right to stay in Poland."),
        _("I live in the area of the project."),
        _("I do not receive the same kind of help now in another project of the European Social Fund Plus."),
        _("Within %(weeks)s weeks after I stop taking part I will say what my situation is.") % {"weeks": weeks},
        _("I have received the information about my data listed below, in a language that I understand."),
    ]


def _questions(participation: Participation) -> list[Choice]:
    return [Choice(label, _boxes(_known(participation, name))) for name, label in ASKED.items()]


def _refusals(participation: Participation) -> list[Choice]:
    refused = _("I refuse to say")
    known = {name: _known(participation, name) for name in MAY_REFUSE}
    return [
        Choice(label, [*_boxes(known[name]), (refused, known[name] == Answer.REFUSED)])
        for name, label in MAY_REFUSE.items()
    ]


def _boxes(known: str) -> list[tuple[Words, bool]]:
    return [(words, known == answer) for words, answer in ((_("yes"), Answer.YES), (_("no"), Answer.NO))]


def _known(participation: Participation, name: str) -> str:
    version = participation.in_force  # type: ignore[attr-defined]
    return getattr(version, name) if version else ""


def _consents(participation: Participation) -> list[Choice]:
    """Return each question with its two boxes: never ticked beforehand, whatever was answered before."""
    version = _("version %(number)s")
    return [
        Choice(text.title, [(_("I agree"), False), (_("I do not agree"), False)], version % {"number": text.number})
        for text in current_consents(participation.grant_project, current_language())
    ]
