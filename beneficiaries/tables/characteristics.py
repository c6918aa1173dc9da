"""The page of data: what was fixed at the start and by which rule, and how to reach the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.rules.pesel import masked
from beneficiaries.tables.record import HIDDEN
from beneficiaries.tables.words import in_words
from portal.records import Words, may
from portal.ui.formatting import DASH
from portal.ui.parts import Fact

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
    return {
        "characteristics": _characteristics(version) if version else [],
        "participation_facts": _participation_facts(version) if version else [],
        "person_facts": _person_facts(participation),
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
        how = _("written by a person") if version.target_group_written else _("proposed")
        return f"{version.target_group.name} ({how})"
    return in_words(name, getattr(version, name))


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
        Fact(_("Given name or names"), person.given_names),
        Fact(_("Surname"), person.surname),
        Fact(_("Name in the own alphabet"), person.original_name),
        Fact(_("Preferred name"), person.preferred_name),
        Fact(_("Date of birth"), in_words("birth_date", person.birth_date)),
        Fact(_("PESEL number"), (masked(person.pesel) or DASH) if open_ else HIDDEN),
        *([Fact(_("PESEL accepted because"), person.pesel_mismatch_reason)] if person.pesel_mismatch_reason else []),
        Fact(_("Language for contact"), LANGUAGES.get(spoken, ""), lang=spoken if spoken in LANGUAGES else ""),
        Fact(_("Phone"), person.phone if open_ else HIDDEN),
        Fact(_("E-mail"), person.email if open_ else HIDDEN),
        Fact(_("Address"), person.address if open_ else HIDDEN),
    ]
