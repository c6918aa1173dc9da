"""How long a document is good, and what of its number is kept (R88, R100)."""

import datetime
from enum import StrEnum

SOON_DAYS, LATER_DAYS = 30, 90
KEPT_OF_NUMBER = 4


class Urgency(StrEnum):
    """How a last day is shown: over, at most 30 days left, at most 90; anything later is not worth a word."""

    OVER = "over"
    SOON = "soon"
    LATER = "later"
    NONE = ""


def last_day(
    valid_to: datetime.date | None, prolonged_to: datetime.date | None, *, is_unlimited: bool
) -> datetime.date | None:
    """Return the last day on which a document is good; ``None`` when it has none or none is known.

    A date that law has prolonged holds when it is later than the printed one (R100).
    """
    if is_unlimited or valid_to is None:
        return None
    return max(valid_to, prolonged_to or valid_to)


def last_day_abroad(since: datetime.date | None, until: datetime.date | None, days: int | None) -> datetime.date | None:
    """Return the last of so many days abroad from ``since`` on; ``None`` for who was back by then (R101)."""
    if since is None or days is None:
        return None
    last = since + datetime.timedelta(days=days)
    return None if until is not None and until <= last else last


def urgency(last: datetime.date | None, day: datetime.date) -> Urgency:
    """Return how urgent a last day is on ``day``; the last day itself is still good."""
    if last is None:
        return Urgency.NONE
    left = (last - day).days
    if left < 0:
        return Urgency.OVER
    if left <= SOON_DAYS:
        return Urgency.SOON
    return Urgency.LATER if left <= LATER_DAYS else Urgency.NONE


def last_characters(number: str) -> str:
    """Return what is kept of a document's number: its last four letters and digits (R88)."""
    return "".join(each for each in number if each.isalnum()).upper()[-KEPT_OF_NUMBER:]
