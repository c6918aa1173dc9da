"""How a person is reached: the ways, and what is safe (S24)."""

import re

from django.utils.translation import gettext as _

from beneficiaries.enums import LANGUAGES, Channel, ContactWay
from beneficiaries.models import Person
from beneficiaries.queries.safe_contact import SafeContact, safe_contact
from portal.ui.parts import Fact


def ways_of_contact(person: Person) -> list[Fact]:
    """Return phone, e-mail and address; what can be dialled or written to is a link, unless contact is not wanted."""
    phone, email = str(person.phone), str(person.email)
    dialled = re.sub(r"[^0-9+]", "", phone)
    safe = safe_contact(person)
    way = "tel" if safe.allows(Channel.PHONE) else "sms" if safe.allows(Channel.SMS) else ""
    return [
        Fact(_("Phone"), phone, url=f"{way}:{dialled}" if dialled and way else ""),
        Fact(_("E-mail"), email, url=f"mailto:{email}" if "@" in email and safe.allows(Channel.EMAIL) else ""),
        Fact(_("Address"), str(person.address)),
    ]


def safety_facts(person: Person) -> list[Fact]:
    """Return how the person may be reached, in which language, and what is safe."""
    safe = safe_contact(person)
    whole = Fact(_("How to reach the person"), str(ContactWay(person.contact_way).label))
    return [
        *([whole] if person.contact_way or not person.contact_channels else []),
        Fact(_("What is safe"), str(person.contact_safety)),
        *_narrower(person, safe),
        Fact(_("Language for contact"), LANGUAGES.get(person.contact_language, ""), lang=person.contact_language),
    ]


def contact_in_short(person: Person) -> str:
    """Return the way that is liked best and the hours, for the head of a record; blank when nobody asked."""
    safe = safe_contact(person)
    return ", ".join(part for part in (_named(safe.preferred), _hours(safe)) if part)


def _narrower(person: Person, safe: SafeContact) -> list[Fact]:
    """Return what was asked beyond the answer as a whole; nothing that nobody was asked about."""
    named = bool(person.contact_channels)
    ways = ", ".join(str(each.label) for each in Channel if each in safe.channels)
    return [
        *([Fact(_("Allowed ways of contact"), ways or _("none"))] if named else []),
        *([Fact(_("Preferred way of contact"), _named(safe.preferred))] if safe.preferred else []),
        *([Fact(_("Hours of contact"), _hours(safe))] if safe.hours else []),
        *([Fact(_("Messages left"), _("never leave a message"))] if person.leaves_no_message else []),
    ]


def _named(channel: str) -> str:
    return str(Channel(channel).label) if channel else ""


def _hours(safe: SafeContact) -> str:
    if safe.hours is None:
        return ""
    start, end = safe.hours
    return f"{start.hour}:{start.minute:02d}–{end.hour}:{end.minute:02d}"
