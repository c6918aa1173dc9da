"""The one answer to „may this reach the person, and how” (S24). Whoever sends, dials, prints or posts asks here."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beneficiaries.enums import Channel, ContactWay
from beneficiaries.models import Person
from beneficiaries.rules import contact

Hours = tuple[datetime.time, datetime.time]


@dataclass(frozen=True)
class SafeContact:
    """How a person may be reached. Nothing outside ``channels`` may be used, whatever the reason.

    ``preferred`` is one of the channels, or blank. ``language`` is what the person asked for, blank when nobody asked:
    it is never guessed from the citizenship (R111). ``hours`` are local, ``None`` means any. ``is_neutral``: not even
    the name of a course may stand in what is sent (S24). ``reason`` says to staff why something is not open.
    """

    channels: frozenset[Channel]
    preferred: str
    language: str
    hours: Hours | None
    may_leave_message: bool
    is_neutral: bool
    reason: str

    def allows(self, channel: str, at: datetime.time | None = None) -> bool:
        """Tell whether the channel may be used; with ``at`` also whether this is an hour for it."""
        return channel in self.channels and (at is None or contact.within(self.hours, at))


def safe_contact(person: Person) -> SafeContact:
    """Return how ``person`` may be reached. Reads nothing but the row that is at hand: no query, nothing unsealed."""
    channels = contact.allowed_channels(person)
    return SafeContact(
        channels=channels,
        preferred=person.preferred_channel if person.preferred_channel in channels else "",
        language=person.contact_language,
        hours=contact.hours(person),
        may_leave_message=contact.may_leave_message(person),
        is_neutral=person.is_confidential or person.is_cautious,
        reason=_reason(person, channels),
    )


def _reason(person: Person, channels: frozenset[Channel]) -> str:
    if person.contact_way == ContactWay.NEVER:
        return _("The person asked not to be contacted.")
    if not channels:
        return _("Contact needs care, and nobody has written yet which way is safe.")
    if channels != contact.EVERY:
        return _("The person allowed only some ways of contact.")
    return ""
