"""Somebody of an application beside a person who is known: what differs, and what may be taken over (S68)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from beneficiaries.enums import ContactWay
from beneficiaries.models import Person
from beneficiaries.rules.registration import Application
from beneficiaries.tables.listed import FIELD_LABELS, value_in_words
from beneficiaries.tables.rows import CompareLine
from portal.records import Words
from portal.ui.formatting import DASH

NAMES = ("given_names", "surname", "original_name", "preferred_name", "birth_date")
CONTACT = ("phone", "email", "address", "contact_language", "contact_way", "contact_safety")
SHOWN_ALWAYS = frozenset({"given_names", "surname", "original_name", "birth_date", "phone"})
"""By these people recognise a person, so they are shown also where both sides say the same."""
LABELS: dict[str, Words] = {
    **FIELD_LABELS,
    "preferred_name": gettext_lazy("Preferred name"),
    "birth_date": gettext_lazy("Date of birth"),
    "contact_way": gettext_lazy("How to reach the person"),
    "contact_safety": gettext_lazy("What is safe"),
}


def said_values(application: Application, position: int) -> dict[str, Any]:
    """Return what an application says of one person, by the names of the record."""
    said = application.people[position]
    values = {
        "given_names": said.latin_given_names or said.given_names, "surname": said.latin_surname or said.surname,
        "original_name": said.original_name, "preferred_name": said.preferred_name, "birth_date": said.birth_date,
    }  # fmt: skip
    if position == 0:
        values |= {name: getattr(application, name) for name in CONTACT}
    return values


def differing(person: Person, said: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Return the fields in which the application says something else, and whether taking it over is proposed.

    Proposed is only what the record lacks, and what keeps the person safer. A blank answer takes nothing away.
    """
    found = [(name, value) for name, value in said.items() if value and value != getattr(person, name)]
    return [(name, not getattr(person, name) or _is_safer(name, value)) for name, value in found]


def lines_of(person: Person, said: Mapping[str, Any], chosen: Mapping[str, bool]) -> list[CompareLine]:
    """Return both sides; what differs can be chosen."""
    lines = []
    for name, value in said.items():
        ours, theirs = _in_words(name, getattr(person, name)), _in_words(name, value)
        if name in chosen:
            lines.append(CompareLine(LABELS[name], ours, theirs, name, chosen[name]))
        elif name in SHOWN_ALWAYS:
            lines.append(CompareLine(LABELS[name], ours, theirs))
    return lines


def _is_safer(name: str, value: Any) -> bool:
    return name == "contact_way" and value == ContactWay.NEVER


def _in_words(name: str, value: Any) -> str:
    if name == "contact_way":
        return str(ContactWay(value).label) if value in ContactWay.values else DASH
    return value_in_words(name, value)
