"""Rows of a list that wait, and comparisons with people, as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.tables.listed import field_in_words
from portal.imports.enums import DecisionKind, HoldReason
from portal.imports.models import ImportedRow
from portal.records import Words
from portal.ui.formatting import moment, number, short_date
from portal.ui.parts import Link


@dataclass(frozen=True)
class RowLine:
    """One row in the list of those that wait; ``key`` names a changed row and what it was compared with."""

    url: str
    name: str
    original: str
    where: str
    reason: str
    tone: str
    notes: list[str]
    number: str = ""
    key: str = ""


@dataclass(frozen=True)
class CompareLine:
    """One field of two sources; ``field`` is set where they differ and one of the two is to be chosen."""

    label: Words
    ours: str
    theirs: str
    field: str = ""
    take: bool = False


@dataclass(frozen=True)
class Consequence:
    """What a decision does, told before it is made: a few large words and a sentence."""

    title: str
    text: str


ALWAYS_COMPARED = frozenset(
    {"surname", "given_names", "original_name", "sex", "birth_date", "pesel", "phone", "email", "start", "end"}
)
"""Fields that are shown also where both sides say the same: by these people recognise a person."""


def compare_lines(
    names: Iterable[str], known: Mapping[str, Any], written: Mapping[str, Any], chosen: Mapping[str, bool]
) -> list[CompareLine]:
    """Return the fields that differ and those by which one knows a person.

    ``chosen`` says of differing fields whether the value of the list is marked.
    """
    lines = []
    for name in names:
        label, ours = field_in_words(name, known[name])
        theirs = field_in_words(name, written[name])[1]
        if name in chosen:
            lines.append(CompareLine(label, ours, theirs, name, chosen[name]))
        elif name in ALWAYS_COMPARED and (known[name] or written[name]):
            lines.append(CompareLine(label, ours, theirs))
    return lines


def confirmed_in_words(reason: HoldReason, numbers: Sequence[str]) -> str:
    """Say what whoever accepts a row confirms; ``numbers`` are of the people who may be the same person."""
    if reason == HoldReason.POSSIBLE_DUPLICATE and numbers:
        return _("It is another person than %(numbers)s") % {"numbers": ", ".join(numbers)}
    return {
        HoldReason.PESEL_MISMATCH: _("The PESEL is right, though it disagrees with the sex or the date of birth"),
        HoldReason.START_OUTSIDE_PROJECT: _("The start is right, though it is outside the project"),
        HoldReason.POSSIBLE_DUPLICATE: _("It is another person than those in the portal"),
        HoldReason.LP: _("The row stands for itself, though its number (Lp.) is missing or repeated"),
    }.get(reason, str(reason.label))


def where(row: ImportedRow) -> str:
    """Return where a row stands in the list it came from."""
    place = {"row": number(row.row_number), "day": short_date(row.batch.imported_at)}
    return _("Row %(row)s of the list of %(day)s") % place


def changes_in_words(changes: Iterable[tuple[str, Any, Any]]) -> list[str]:
    """Return what a changed row changes, one sentence for each field."""
    found = []
    for name, known, written in changes:
        label, before = field_in_words(name, known)
        words = {"field": label, "before": before, "after": field_in_words(name, written)[1]}
        found.append(_("%(field)s: %(before)s → %(after)s") % words)
    return found


def proposed_in_words(proposed: Mapping[str, str]) -> list[str]:
    """Return what the PESEL says of fields that are blank or impossible."""
    found = []
    for name, value in proposed.items():
        label, words = field_in_words(name, value)
        found.append(_("The PESEL says: %(field)s – %(value)s.") % {"field": label, "value": words})
    return found


def views_of(path: str, here: str, project: str, counts: Mapping[str, int]) -> list[Link]:
    """Return the views of the list of waiting rows."""
    labels = {"": _("All rows"), "held": _("Doubtful"), "changed": _("Changed")}
    return [
        Link(label, f"{path}?{urlencode({'projekt': project, **({'widok': code} if code else {})})}", code == here,
             counts[code])
        for code, label in labels.items()
    ]  # fmt: skip


def outcome_in_words(kind: str, person: str, taken: int, refused: int) -> str:
    """Say what a decision did, for the one who made it."""
    if kind == DecisionKind.REFUSE:
        words = [_("The row is refused.")]
    elif kind == DecisionKind.KEEP:
        words = [_("The values of the portal stay.")]
    elif kind == DecisionKind.TAKE_OVER:
        words = [_("The values of the list are taken over.")]
    else:
        words = [_("The row is recorded: %(number)s.") % {"number": person} if person else _("The row is recorded.")]
    if taken:
        sentence = ngettext("%(rows)s row of another sheet too.", "%(rows)s rows of other sheets too.", taken)
        words.append(sentence % {"rows": number(taken)})
    if refused:
        sentence = ngettext("%(rows)s row was left out.", "%(rows)s rows were left out.", refused)
        words.append(sentence % {"rows": number(refused)})
    return " ".join(words)


def taken_over_in_words(done: int, left: int) -> str:
    """Say how many changed rows were taken over at once, and how many were not."""
    words = ngettext("%(rows)s row is taken over.", "%(rows)s rows are taken over.", done) % {"rows": number(done)}
    if left:
        sentence = ngettext(
            "%(rows)s row waits on: look at it by itself.", "%(rows)s rows wait on: look at them one by one.", left
        )
        words += " " + sentence % {"rows": number(left)}
    return words


def decision_in_words(row: ImportedRow) -> str:
    """Say who decided a row, when and how."""
    if not row.decision:
        return _("A newer row of the same person took its place; nothing was changed.")
    words = {
        "who": row.decided_by.name if row.decided_by else "–",
        "when": moment(row.decided_at),
        "what": row.get_decision_display(),
    }
    return _("%(what)s – %(who)s, %(when)s.") % words
