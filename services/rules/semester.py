"""A semester as a pure function: the days of a rhythm, what falls out and why, the moments by the clock on the wall."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.holidays import Holiday, holiday_on

MOST_MEETINGS = 200
LONGEST = datetime.timedelta(days=730)
"""A rhythm without an end stops here."""
FIRST_OF_WINTER, LAST_OF_WINTER, WINTER_ENDS = (1, 10), (3, 5), 2
"""Month and day between which any voivodeship has its winter holidays, and the last month in which they begin."""
LONG = datetime.timedelta(days=9)
"""Winter holidays are longer; the break at Christmas begins in another year."""


@dataclass(frozen=True)
class Off:
    """A span of days without classes; ``why`` in words."""

    first: datetime.date
    last: datetime.date
    why: str
    is_school: bool = False


@dataclass(frozen=True)
class Rhythm:
    """On which weekdays (0 Monday), from when to when on the clock, from which day until a day or so many times."""

    weekdays: Collection[int]
    begins: datetime.time
    minutes: int
    first: datetime.date
    last: datetime.date | None = None
    times: int | None = None


@dataclass(frozen=True)
class Skipped:
    """A day of the rhythm on which there is no class: a day off by law, or a span of days off."""

    day: datetime.date
    holiday: Holiday | None
    why: str


@dataclass(frozen=True)
class Planned:
    """A class: its local day and its moments (UTC)."""

    day: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True)
class Unknown:
    """School breaks that nobody wrote down: whether classes are planned ``beyond`` the last known day, winters."""

    beyond: bool
    until: datetime.date | None
    winters: Sequence[int]


def plan_semester(rhythm: Rhythm, off: Sequence[Off], zone: datetime.tzinfo) -> tuple[list[Planned], list[Skipped]]:
    """Return the classes of a rhythm and the days that fall out; never more than ``MOST_MEETINGS``.

    With ``times`` a day that falls out is made up for at the end; with ``last`` it is lost.
    """
    planned: list[Planned] = []
    skipped: list[Skipped] = []
    for day in _days(rhythm):
        if len(planned) >= min(rhythm.times or MOST_MEETINGS, MOST_MEETINGS):
            break
        holiday = holiday_on(day)
        why = "" if holiday else next((each.why for each in off if each.first <= day <= each.last), "")
        if holiday or why:
            skipped.append(Skipped(day, holiday, why))
        else:
            starts_at = wall_moment(day, rhythm.begins, zone)
            planned.append(Planned(day, starts_at, starts_at + datetime.timedelta(minutes=rhythm.minutes)))
    if planned and rhythm.times:
        skipped = [each for each in skipped if each.day < planned[-1].day]
    return planned, skipped


def unknown_breaks(days: Collection[datetime.date], off: Sequence[Off]) -> Unknown:
    """Return for which of these days of classes nobody has written down yet when the schools have a break.

    The ministry divides the voivodeships anew for each winter, so that those holidays are missing the longest.
    """
    school = [each for each in off if each.is_school]
    until = max((each.last for each in school), default=None)
    winters = {
        day.year
        for day in days
        if until is not None and FIRST_OF_WINTER <= (day.month, day.day) <= LAST_OF_WINTER and day <= until
    }
    known = {each.first.year for each in school if each.last - each.first >= LONG and each.first.month <= WINTER_ENDS}
    beyond = bool(days) and (until is None or max(days) > until)
    return Unknown(beyond, until, sorted(winters - known))


def wall_moment(day: datetime.date, time: datetime.time, zone: datetime.tzinfo) -> datetime.datetime:
    """Return the moment (UTC) of a time on the wall; one that the clocks leave out is the moment they jump over it.

    So no class is lost in the night in which the clocks go forward; of an hour that comes twice it is the first.
    """
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)


def overlapping(spans: Sequence[tuple[datetime.datetime, datetime.datetime]]) -> bool:
    """Tell whether any two of these spans share time."""
    return any(one[1] > other[0] for one, other in pairwise(sorted(spans)))


def _days(rhythm: Rhythm) -> Iterator[datetime.date]:
    last = rhythm.last or rhythm.first + LONGEST
    day = rhythm.first
    while day <= last:
        if day.weekday() in rhythm.weekdays:
            yield day
        day += datetime.timedelta(days=1)
