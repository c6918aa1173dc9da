"""Days on which something happens in the invented project: not on Sundays and public holidays, less in the holidays."""

import datetime
import random
from zoneinfo import ZoneInfo

DAY = datetime.date
WARSAW = ZoneInfo("Europe/Warsaw")
TODAY = DAY(2026, 12, 15)
"""The day on which the invented project stands; nothing in it is dated later, but planned ends."""
SATURDAY, SUNDAY = 5, 6
_EVERY_YEAR = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26))
_MOVING = (DAY(2025, 4, 21), DAY(2025, 6, 19), DAY(2026, 4, 6), DAY(2026, 6, 4))
_SCHOOL_ENDS = (DAY(2025, 6, 27), DAY(2026, 6, 26))
_BREAKS = (
    (DAY(2024, 12, 23), DAY(2025, 1, 5)), (DAY(2025, 6, 28), DAY(2025, 8, 31)), (DAY(2025, 12, 22), DAY(2026, 1, 5)),
    (DAY(2026, 6, 27), DAY(2026, 8, 31)),
)  # fmt: skip


def is_free(day: DAY) -> bool:
    """Say whether a day is a Sunday or a public holiday in Poland."""
    return day.weekday() == SUNDAY or (day.month, day.day) in _EVERY_YEAR or day in _MOVING


def is_school_break(day: DAY) -> bool:
    """Say whether schools are closed for a longer time."""
    return any(first <= day <= last for first, last in _BREAKS)


def open_day(day: DAY, *, saturdays: bool = True, back: bool = False) -> DAY:
    """Return the day, or the next (``back``: the last) one on which something may take place."""
    while is_free(day) or (not saturdays and day.weekday() == SATURDAY):
        day += datetime.timedelta(days=-1 if back else 1)
    return day


def school_end(day: DAY) -> DAY:
    """Return the end of the school year in which a day lies, or that follows it."""
    return next((end for end in _SCHOOL_ENDS if day <= end), DAY(2027, 6, 25))


def moment(day: DAY, hour: int) -> datetime.datetime:
    """Return the moment at an hour of the day in Sopot."""
    return datetime.datetime(day.year, day.month, day.day, hour, tzinfo=WARSAW)


def at_the_desk(day: DAY, dice: random.Random) -> datetime.datetime:
    """Return a moment of office hours on the day, or on the next day when offices are open."""
    day = open_day(day, saturdays=False)
    minutes = dice.randrange(8 * 60, 16 * 60)
    return datetime.datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=WARSAW)
