"""A person’s own data as lines, for the page and for the copy."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import ParticipationVersion, Person
from beneficiaries.queries.hiding import keeps_back
from beneficiaries.rules.correctable import OF_CONTACT, as_text, value_of
from beneficiaries.rules.countries import country_name
from beneficiaries.tables.corrections import LABELS, value_in_words
from portal.own.registry import Line, Own
from portal.ui.formatting import DASH, long_date

SHOWN_OF_PESEL = 3
HIDDEN = "•••"


def person_lines(own: Own, *, whole: bool) -> list[Line]:
    """Return who the person is; of the PESEL only the end unless ``whole`` (R88)."""
    person: Person = own.person
    lines: list[Line] = [
        (_("Given names"), person.given_names),
        (_("Surname"), person.surname),
        (_("Patronymic"), person.patronymic),
        (_("Name in your own script"), person.original_name),
        (_("How we address you"), person.preferred_name),
        (_("Date of birth"), long_date(person.birth_date)),
        (_("Sex"), str(person.get_sex_display()) if person.sex else ""),  # type: ignore[attr-defined]
        (_("PESEL"), str(person.pesel) if whole else _end_of(str(person.pesel))),
        (_("Language in which we write to you"), LANGUAGES.get(person.contact_language, person.contact_language)),
    ]
    return [(label, value) for label, value in lines if value]


def contact_lines(own: Own) -> list[Line]:
    """Return how the person is reached; nothing of a child that would lead to somebody who hides (S25)."""
    if keeps_back(own):
        return []
    person: Person = own.person
    said = [(name, as_text(value_of(person, name))) for name in OF_CONTACT]
    return [
        (_("Phone"), str(person.phone or DASH)),
        (_("E-mail"), str(person.email or DASH)),
        (_("Address"), str(person.address or DASH)),
        *(
            (str(LABELS[name]), value_in_words(name, text))
            for name, text in said
            if text or name == "contact_way" and not person.contact_channels
        ),
    ]


def participation_lines(own: Own) -> list[Sequence[Line]]:
    """Return what the person takes part in, and what was written down for it."""
    found, says_where = [], not keeps_back(own)
    for each in own.participations:
        version = each.in_force
        lines: list[Line] = [
            (_("Project"), str(each.grant_project)),
            (_("Your number"), each.number),
            (_("Since"), long_date(version.start_on) if version else ""),
            (_("Until"), long_date(version.end_on) if version else ""),
            (_("Citizenship"), ", ".join(map(country_name, version.citizenships.split())) if version else ""),
            (_("Education"), str(version.get_education_display()) if version else ""),
            (_("Work"), str(version.get_labour_status_display()) if version else ""),
            (_("Place"), _place(version) if version and says_where else ""),
        ]
        found.append([(label, value) for label, value in lines if value])
    return found


def shown(own: Own) -> list[Sequence[Line]]:
    """Return who the person is, whole, and how they are reached."""
    return [lines for lines in (person_lines(own, whole=True), contact_lines(own)) if lines]


def _place(version: ParticipationVersion) -> str:
    return " ".join(part for part in (version.postcode, version.place) if part)


def _end_of(pesel: str) -> str:
    return f"{HIDDEN}{pesel[-SHOWN_OF_PESEL:]}" if pesel else ""
