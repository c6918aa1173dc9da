"""Reads about addresses: the one that may be printed, where letters go, where somebody lived before (S25)."""

from beneficiaries.enums import AddressKind
from beneficiaries.models import Person, PersonAddress
from beneficiaries.rules.addresses import is_safe_to_print


def letters_address(person: Person) -> PersonAddress | None:
    """Return where letters go, if they go elsewhere than home (one query)."""
    found = PersonAddress.objects.filter(person=person, kind=AddressKind.LETTERS, valid_until__isnull=True).first()
    if found is not None:
        found.person = person
    return found


def safe_address(person: Person) -> str:
    """Return the one address that may stand on a print, a PDF or a letter; blank when there is none (one query)."""
    return printable(person, letters_address(person))


def printable(person: Person, letters: PersonAddress | None) -> str:
    """Return which of two known addresses may be printed; blank when neither.

    Where letters go goes before the home; an address that is not safe is never replaced by an older one, by that of
    the household, or by a guess.
    """
    address, said = (letters.address, letters.is_safe) if letters else (person.address, person.address_is_safe)
    return str(address) if is_safe_to_print(said=said, is_cautious=person.is_cautious) else ""


def former_addresses(person: Person) -> list[PersonAddress]:
    """Return where somebody lived and got letters before, the latest first (one query)."""
    found = list(
        PersonAddress.objects.filter(person=person, valid_until__isnull=False).order_by("-valid_until", "-made_at")
    )
    for each in found:
        each.person = person
    return found


def has_former(person: Person) -> bool:
    """Tell whether there is anything to open (one query)."""
    return PersonAddress.objects.filter(person=person, valid_until__isnull=False).exists()
