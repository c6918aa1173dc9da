"""What makes the record of a person whole."""

import datetime

from beneficiaries.domain.spoken import write_languages
from beneficiaries.enums import AddressKind
from beneficiaries.models import ComingOfAge, Participation, Person, PersonAddress
from beneficiaries.rules.languages import as_spoken


def make_former_address(person: Person, address: str = "ul. Dawna 1", **values) -> PersonAddress:
    """Let a person have lived somewhere until 2025-12-31."""
    defaults = {"kind": AddressKind.LIVING, "valid_until": datetime.date(2025, 12, 31)}
    row = PersonAddress(person=person, address=address, **{**defaults, **values})
    row.save()
    return row


def make_letters_address(person: Person, address: str = "skr. poczt. 7", **values) -> PersonAddress:
    """Let letters go somewhere else than home, safely."""
    row = PersonAddress(person=person, kind=AddressKind.LETTERS, address=address, **{"is_safe": True, **values})
    row.save()
    return row


def make_languages(person: Person, spoken: str) -> None:
    """Let a person speak languages: ``uk:fluent pl:A2``."""
    write_languages(person, as_spoken(spoken))


def make_coming_of_age(who: Participation | Person, day: datetime.date, **values) -> ComingOfAge:
    """Let somebody come of age on a day; nobody has asked anew yet."""
    return ComingOfAge.objects.create(person=getattr(who, "person", who), day=day, **values)
