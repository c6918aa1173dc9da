"""On which ways something may reach a person, at which hours, and what must not be left behind (S24).

Silence is no permission where somebody wrote that contact needs care: then only what was allowed by name is.
"""

import datetime
from typing import Protocol

from beneficiaries.enums import Channel, ContactWay

MESSAGES = frozenset({Channel.SMS, Channel.EMAIL})
EVERY = frozenset(Channel)


class Reached(Protocol):
    """What the rules need of a person."""

    contact_way: str
    contact_channels: str
    contact_from: datetime.time | None
    contact_until: datetime.time | None
    is_cautious: bool
    leaves_no_message: bool


def allowed_channels(person: Reached) -> frozenset[Channel]:
    """Return the ways that are open: the answer given as a whole, narrowed by the channels named one by one."""
    if person.contact_way == ContactWay.NEVER:
        return frozenset()
    widest = MESSAGES if person.contact_way == ContactWay.MESSAGE else EVERY
    named = frozenset(Channel(code) for code in person.contact_channels.split() if code in Channel.values)
    if named:
        return widest & named
    return frozenset() if person.is_cautious and not person.contact_way else widest


def may_leave_message(person: Reached) -> bool:
    """Tell whether a word may be left with a machine or with somebody else: never where contact needs care."""
    return not (person.leaves_no_message or person.is_cautious or person.contact_way == ContactWay.NEVER)


def hours(person: Reached) -> tuple[datetime.time, datetime.time] | None:
    """Return the hours of contact; ``None`` when any hour will do. They may go over midnight."""
    if person.contact_from is None or person.contact_until is None:
        return None
    return person.contact_from, person.contact_until


def within(limits: tuple[datetime.time, datetime.time] | None, at: datetime.time) -> bool:
    """Tell whether a time of the day lies in the hours; the last minute is still inside."""
    if limits is None:
        return True
    start, end = limits
    return start <= at <= end if start <= end else at >= start or at <= end
