"""When a class can be marked, how long it counts, and when a correction needs a reason (L25)."""

import datetime
from decimal import Decimal

OPENS_BEFORE = datetime.timedelta(minutes=30)
"""So long before the beginning people are already there and can be marked."""
MINUTES_OF_HOUR, MINUTE = 60, datetime.timedelta(minutes=1)


def may_be_marked(starts_at: datetime.datetime, now: datetime.datetime, *, is_off: bool = False) -> bool:
    """Tell whether attendance can be marked: the class is not cancelled and about to begin, going on or over.

    Support that is only planned starts no participation (R30).
    """
    return not is_off and starts_at - OPENS_BEFORE <= now


def hours_of(minutes: int) -> Decimal:
    """Return the hours of support of so many minutes of class, to two decimals."""
    return (Decimal(minutes) / MINUTES_OF_HOUR).quantize(Decimal("0.01"))


def minutes_of(lasts: datetime.timedelta, pause_minutes: int) -> int:
    """Return how long a class takes without its pause, in whole minutes: what reaches the hours of support."""
    return lasts // MINUTE - pause_minutes


def is_late(day: datetime.date, today: datetime.date) -> bool:
    """Tell whether what is written ``today`` about a class of ``day`` comes after the day: from paper (L25)."""
    return today > day
