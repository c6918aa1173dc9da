"""Available times as pure functions: hours of a week, cut into times, without what is taken (C8)."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from services.rules.appointments import NoSuchTime, end_of, local_moment
from services.rules.opening import WeekdayHours

Span = tuple[datetime.datetime, datetime.datetime]


class Hours(Protocol):
    """A span of a weekday, as ``ConsultationHours`` holds it."""

    weekday: int
    begins_at: datetime.time
    ends_at: datetime.time
    minutes: int
    valid_from: datetime.date
    valid_to: datetime.date | None


@dataclass(frozen=True, order=True)
class Slot:
    """A time that can be booked; moments are UTC, ``hours`` is the row that it is cut from."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    hours: object = None


def free_slots(
    hours: Iterable[Hours],
    days: Iterable[datetime.date],
    zone: datetime.tzinfo,
    *,
    taken: Sequence[Span] = (),
    away: Collection[datetime.date] = (),
    after: datetime.datetime,
    every: int | None = None,
) -> list[Slot]:
    """Return the times of these days that begin after a moment and share no time with what is taken, in order.

    A time that the clocks leave out is no time; to touch what is taken is not to share it. ``every``: so many minutes
    between two beginnings; none: as many as one takes.
    """
    rows = list(hours)
    found = (
        slot
        for day in days
        if day not in away
        for row in rows
        if _holds(row, day)
        for slot in _cut(row, day, zone, every)
        if slot.starts_at > after and not any(slot.starts_at < end and begin < slot.ends_at for begin, end in taken)
    )
    return sorted(found, key=lambda slot: (slot.starts_at, slot.ends_at))


@dataclass(frozen=True)
class Window:
    """A span of a weekday in which a meeting of ``minutes`` may be; ``where`` is whatever the caller keeps with it."""

    weekday: int
    begins_at: datetime.time
    ends_at: datetime.time
    minutes: int
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    where: Any = None


def within_opening(window: Window, opening: Sequence[WeekdayHours]) -> list[Window]:
    """Return the parts of a window in which a place is open; the whole of it where nobody wrote when it is open."""
    if not opening:
        return [window]
    parts = (
        replace(window, begins_at=max(window.begins_at, each.begins_at), ends_at=min(window.ends_at, each.ends_at))
        for each in opening
        if each.weekday == window.weekday
    )
    return [part for part in parts if part.begins_at < part.ends_at]


def windows_of_opening(opening: Iterable[WeekdayHours], minutes: int, where: object) -> list[Window]:
    """Return when a place is open as windows: for who wrote down no hours of their own."""
    return [
        Window(each.weekday, each.begins_at, each.ends_at, minutes, datetime.date.min, None, where)
        for each in opening
    ]  # fmt: skip


def days_from(first: datetime.date, many: int) -> list[datetime.date]:
    """Return so many days, one after another."""
    return [first + datetime.timedelta(days=number) for number in range(many)]


def _holds(row: Hours, day: datetime.date) -> bool:
    ends = row.valid_to is None or day <= row.valid_to
    return row.weekday == day.weekday() and row.valid_from <= day and ends


def _cut(row: Hours, day: datetime.date, zone: datetime.tzinfo, every: int | None) -> Iterator[Slot]:
    begin = row.begins_at.hour * 60 + row.begins_at.minute
    last = row.ends_at.hour * 60 + row.ends_at.minute
    for minute in range(begin, last - row.minutes + 1, every or row.minutes):
        try:
            starts_at = local_moment(day, datetime.time(minute // 60, minute % 60), zone)
        except NoSuchTime:
            continue
        yield Slot(starts_at, end_of(starts_at, row.minutes), row)
