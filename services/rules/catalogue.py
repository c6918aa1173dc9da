"""What the public may do with an activity, and for whom it is: pure functions."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from services.enums import ActivityKind, ActivityState

BANDS = {"dzieci": (0, 17), "dorosli": (18, 64), "seniorzy": (60, 120)}
"""Ages in full years by the words of an address; who is about to retire finds both."""


class Door(StrEnum):
    """What somebody without an account finds at an activity."""

    FREE = "free"
    QUEUE = "queue"
    LATER = "later"
    CLOSED = "closed"
    COME = "come"
    CANCELLED = "cancelled"
    OVER = "over"


SIGNS_UP = frozenset({Door.FREE, Door.QUEUE})


@dataclass(frozen=True)
class Seats:
    """Places of an activity: how many there are (``None``: no limit), how many are held, how many people wait."""

    capacity: int | None
    seated: int
    waiting: int

    @property
    def free(self) -> int | None:
        """How many places somebody new can have: none while people wait, because what becomes free is theirs."""
        if self.capacity is None:
            return None
        return 0 if self.waiting else max(0, self.capacity - self.seated)


def door_of(
    kind: str,
    state: str,
    seats: Seats,
    span: tuple[datetime.datetime | None, datetime.datetime | None],
    *,
    moment: datetime.datetime,
    is_over: bool,
) -> Door:
    """Return what the public may do; ``span`` is the time of signing up, open at either end where nothing is said."""
    if state == ActivityState.CANCELLED:
        return Door.CANCELLED
    if is_over or state == ActivityState.ENDED:
        return Door.OVER
    if kind == ActivityKind.OPEN:
        return Door.COME
    begins, ends = span
    if state != ActivityState.OPEN or (ends is not None and ends <= moment):
        return Door.CLOSED
    if begins is not None and moment < begins:
        return Door.LATER
    return Door.QUEUE if seats.free == 0 else Door.FREE


def ages_meet(age_from: int | None, age_to: int | None, band: str) -> bool:
    """Tell whether an activity is for anybody of these ages; for an unknown word, for everybody."""
    first, last = BANDS.get(band, (0, 150))
    return (age_from or 0) <= last and first <= (150 if age_to is None else age_to)


def year_fits(birth_year: int, age_from: int | None, age_to: int | None, year: int) -> bool:
    """Tell whether somebody born in ``birth_year`` can be of these full years in ``year``, whatever their birthday."""
    oldest = year - birth_year
    return oldest >= (age_from or 0) and (age_to is None or oldest - 1 <= age_to)
