"""Addresses in words: the home, where letters go, which of them is printed, where somebody lived before (S25)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.enums import AddressKind
from beneficiaries.models import Person, PersonAddress
from beneficiaries.queries.addresses import letters_address, printable
from portal.ui.formatting import short_date
from portal.ui.parts import Fact


@dataclass(frozen=True)
class FormerAddress:
    """Where somebody lived or got letters once; ``key`` names it in the form that removes it."""

    key: str
    kind: str
    address: str
    days: str


def address_facts(person: Person) -> list[Fact]:
    """Return the home, where letters go, and which of them prints may show (one query)."""
    letters = letters_address(person)
    printed = printable(person, letters)
    return [
        Fact(pgettext("where a person lives", "Home"), str(person.address)),
        *([Fact(_("Lives there since"), short_date(person.address_since))] if person.address_since else []),
        *([Fact(_("For letters"), str(letters.address))] if letters else []),
        Fact(_("On prints and letters"), printed or _("no address: none of them is safe")),
    ]


def former_rows(addresses: Sequence[PersonAddress]) -> list[FormerAddress]:
    """Return former addresses in words."""
    return [
        FormerAddress(each.pk.hex, str(AddressKind(each.kind).label), str(each.address), _days(each))
        for each in addresses
    ]


def _days(address: PersonAddress) -> str:
    days = {"first": short_date(address.valid_from), "last": short_date(address.valid_until)}
    if address.valid_from is None:
        return _("until %(last)s") % days
    return _("%(first)s–%(last)s") % days
