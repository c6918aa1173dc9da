"""The page of data: what was fixed at the start and by which rule, and how to reach the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.spoken import spoken_in
from beneficiaries.rules.age import completed_years, is_by_hand, propose_group
from beneficiaries.rules.pesel import masked
from beneficiaries.tables.contact import safety_facts, ways_of_contact
from beneficiaries.tables.names import name_facts
from beneficiaries.tables.record import HIDDEN
from beneficiaries.tables.spoken import interpreter_words, spoken_words
from beneficiaries.tables.words import in_words
from portal.clock import today
from portal.records import Words, may
from portal.ui.formatting import DASH
from portal.ui.parts import Fact, Link

LABELS: dict[str, Words] = {
    "start_on": gettext_lazy("Start of participation"),
    "end_on": gettext_lazy("End of participation"),
    "written_start": gettext_lazy("Start written in the list"),
    "written_end": gettext_lazy("End written in the list"),
    "path_completed": gettext_lazy("Left as planned"),
    "exit_situation": gettext_lazy("Situation after leaving"),
    "age_at_start": gettext_lazy("Age at the start"),
    "sex": gettext_lazy("Sex"),
    "birth_date": gettext_lazy("Date of birth"),
    "target_group": gettext_lazy("Target group"),
    "target_group_reason": gettext_lazy("Reason for the group"),
    "citizenships": gettext_lazy("Citizenship"),
    "citizenship_class": gettext_lazy("Class of citizenship"),
    "in_target_population": gettext_lazy("In the target population"),
    "education": gettext_lazy("Highest completed education"),
    "education_end": gettext_lazy("Planned end of education"),
    "labour_status": gettext_lazy("Work situation"),
    "labour_detail": gettext_lazy("Work situation in detail"),
    "labour_detail_text": gettext_lazy("Work situation as written"),
    "disability": gettext_lazy("Disability"),
    "homelessness": gettext_lazy("No home or no secure home"),
    "minority": gettext_lazy("National or ethnic minority"),
    "third_country": gettext_lazy("Citizen of a non-EU country"),
    "foreign_background": gettext_lazy("Foreign background"),
    "place": gettext_lazy("Place where the person lives"),
    "postcode": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country"),
    "voivodeship": gettext_lazy("Voivodeship"),
    "county": gettext_lazy("County"),
    "commune": gettext_lazy("Commune"),
    "degurba": gettext_lazy("Degree of urbanisation"),
    "notice_on": gettext_lazy("Information about data received"),
    "eligibility": gettext_lazy("Legal stay and residence"),
    "eligibility_source": gettext_lazy("Evidence"),
    "missing": gettext_lazy("Missing data"),
}
"""Every field of a participation that people see, and its name."""
RULES: dict[str, Words] = {
    "start_on": gettext_lazy("The day of the first support; nobody types it."),
    "age_at_start": gettext_lazy("Completed years on the day of the first support; it does not change later."),
    "target_group": gettext_lazy("Proposed from age, sex and pension unless a person wrote another one."),
    "citizenship_class": gettext_lazy("Polish citizenship decides first, then that of another EU country."),
    "third_country": gettext_lazy("Without Polish or other EU citizenship; stateless people too."),
    "foreign_background": gettext_lazy("Every person without Polish citizenship."),
    "education": gettext_lazy("The highest level completed at the start."),
    "labour_status": gettext_lazy("One situation, as on the day of the start."),
    "education_end": gettext_lazy("Required for pupils only."),
    "disability": gettext_lazy("“Prefers not to say” is an answer; a blank leaves the SM EFS row incomplete."),
    "country": gettext_lazy("From the project’s settings unless the source says otherwise."),
    "eligibility": gettext_lazy("A person from a list rests on the word of its organisation."),
}
AT_START = (
    "start_on", "age_at_start", "target_group", "sex", "citizenships", "citizenship_class", "third_country",
    "foreign_background", "education", "education_end", "labour_status", "labour_detail", "disability",
    "homelessness", "minority", "place", "postcode", "commune", "county", "voivodeship", "country", "degurba",
)  # fmt: skip
ALWAYS_SHOWN_OF_PUPILS = "education_end"


@dataclass(frozen=True)
class Characteristic:
    """One thing fixed at the start: its name, value and rule in words; ``missing`` when it is required and absent."""

    label: Words
    value: str
    rule: Words
    missing: bool


def data_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the characteristics at the start, the participation, and what identifies the person."""
    version: ParticipationVersion | None = participation.in_force  # type: ignore[attr-defined]
    if version is not None:
        version.grant_project = participation.grant_project
    return {
        "characteristics": _characteristics(version) if version else [],
        "participation_facts": _participation_facts(version) if version else [],
        "person_facts": _person_facts(participation),
        "edit_links": _links(participation),
        "frozen": version is not None and version.start_on is not None,
    }


def _characteristics(version: ParticipationVersion) -> Sequence[Characteristic]:
    missing = {"citizenships" if name == "citizenship" else name for name in version.missing.split()}
    shown = [name for name in AT_START if name != ALWAYS_SHOWN_OF_PUPILS or name in missing or version.education_end]
    return [Characteristic(LABELS[name], _value(version, name), RULES.get(name, ""), name in missing) for name in shown]


def _value(version: ParticipationVersion, name: str) -> str:
    if name == "labour_detail" and version.labour_detail_text:
        return version.labour_detail_text
    if name == "target_group" and version.target_group:
        if not version.target_group_written:
            return _("%(group)s (proposed)") % {"group": version.target_group.name}
        words = {"group": version.target_group.name, "other": _proposed_otherwise(version)}
        if words["other"]:
            return _("%(group)s (written by a person; the rule proposes “%(other)s”)") % words
        return _("%(group)s (written by a person)") % words
    return in_words(name, getattr(version, name))


def _proposed_otherwise(version: ParticipationVersion) -> str:
    """Return which group the rule would have proposed, where a person decided otherwise (R2); one query at most."""
    if is_by_hand(version.target_group):  # type: ignore[arg-type]
        return ""
    groups = {each.code: each for each in version.grant_project.target_groups.all()}
    age = version.age_at_start if version.age_at_start is not None else completed_years(version.birth_date, today())
    code = propose_group(groups.values(), age=age, sex=version.sex, labour_detail=version.labour_detail)
    if code == version.target_group.code or code not in groups:  # type: ignore[union-attr]
        return ""
    return str(groups[code].name)


def _participation_facts(version: ParticipationVersion) -> list[Fact]:
    names = (
        "written_start", "end_on", "path_completed", "exit_situation", "target_group_reason", "notice_on",
        "eligibility", "eligibility_source",
    )  # fmt: skip
    return [Fact(str(LABELS[name]), in_words(name, getattr(version, name))) for name in names]


def _person_facts(participation: Participation) -> list[Fact]:
    person, open_ = participation.person, may(participation, "view_person_contact")
    spoken = person.contact_language
    return [
        *name_facts(person),
        Fact(_("Date of birth"), in_words("birth_date", person.birth_date)),
        Fact(_("PESEL number"), (masked(person.pesel) or DASH) if open_ else HIDDEN),
        *([Fact(_("PESEL accepted because"), person.pesel_mismatch_reason)] if person.pesel_mismatch_reason else []),
        Fact(_("Language for contact"), LANGUAGES.get(spoken, ""), lang=spoken if spoken in LANGUAGES else ""),
        *([Fact(_("Spoken languages"), spoken_words(speaks))] if (speaks := spoken_in(participation)) else []),
        *([Fact(_("Interpreter"), interpreter)] if (interpreter := interpreter_words(participation)) else []),
        *_contact_facts(participation, is_open=open_),
    ]


def _links(participation: Participation) -> list[Link]:
    """Return the ways to the names and the addresses, for those who may change them."""
    if not may(participation, "edit_person"):
        return []
    number, contact = participation.number, may(participation, "view_person_contact")
    addresses = [Link(_("Addresses"), reverse("person_addresses", args=[number]))] if contact else []
    return [Link(_("Names and other spellings"), reverse("person_names", args=[number])), *addresses]


def _contact_facts(participation: Participation, *, is_open: bool) -> list[Fact]:
    """Return how the person is reached; with care: first what is safe, on a page of its own (S24)."""
    person = participation.person
    if not is_open:
        return [Fact(label, HIDDEN) for label in (_("Phone"), _("E-mail"), _("Address"))]
    if person.is_cautious:
        url = reverse("person_contact", args=[participation.number])
        return [*safety_facts(person)[:-1], Fact(_("Contact"), _("read first what is safe"), url=url)]
    return [*safety_facts(person)[:-1], *(Fact(way.label, way.value) for way in ways_of_contact(person))]
