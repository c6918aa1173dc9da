"""Available times as pure functions: hours of a week, cut into times, without what is taken (C8)."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.rules.appointments import NoSuchTime, end_of, local_moment

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
) -> list[Slot]:
    """Return the times of these days that begin after a moment and share no time with what is taken, in order.

    A time that the clocks leave out is no time; to touch what is taken is not to share it.
    """
    rows = list(hours)
    found = (
        slot
        for day in days
        if day not in away
        for row in rows
        if _holds(row, day)
        for slot in _cut(row, day, zone)
        if slot.starts_at > after and not any(slot.starts_at < end and begin < slot.ends_at for begin, end in taken)
    )
    return sorted(found, key=lambda slot: (slot.starts_at, slot.ends_at))


def days_from(first: datetime.date, many: int) -> list[datetime.date]:
    """Return so many days, one after another."""
    return [first + datetime.timedelta(days=number) for number in range(many)]


def _holds(row: Hours, day: datetime.date) -> bool:
    ends = row.valid_to is None or day <= row.valid_to
    return row.weekday == day.weekday() and row.valid_from <= day and ends


def _cut(row: Hours, day: datetime.date, zone: datetime.tzinfo) -> Iterator[Slot]:
    begin = row.begins_at.hour * 60 + row.begins_at.minute
    last = row.ends_at.hour * 60 + row.ends_at.minute
    for minute in range(begin, last - row.minutes + 1, row.minutes):
        try:
            starts_at = local_moment(day, datetime.time(minute // 60, minute % 60), zone)
        except NoSuchTime:
            continue
        yield Slot(starts_at, end_of(starts_at, row.minutes), row)
