"""Interpreters and childcare as pure functions: how much is taken at once, who can come when, days away as written."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from services.rules.opening import WeekdayHours

Taken = tuple[datetime.datetime, datetime.datetime, int]
Days = tuple[datetime.date, datetime.date]
_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
_DAYS = re.compile(rf"\A{_DAY}(?:\s*[-–—]\s*{_DAY})?\Z")


class Away(Protocol):
    """Days away, as ``ResourceAway`` holds them."""

    first_on: datetime.date
    last_on: datetime.date


class NoDays(ValueError):
    """Words that are no days, or days in the wrong order."""


def most_at_once(taken: Iterable[Taken], starts_at: datetime.datetime, ends_at: datetime.datetime) -> int:
    """Return how many places are taken at the fullest moment of a span; to touch is not to share."""
    within = [each for each in taken if each[0] < ends_at and each[1] > starts_at]
    moments = [max(begin, starts_at) for begin, _end, _places in within]
    return max((sum(places for begin, end, places in within if begin <= moment < end) for moment in moments), default=0)


def is_at_work(
    hours: Sequence[WeekdayHours], starts_at: datetime.datetime, ends_at: datetime.datetime, zone: datetime.tzinfo
) -> bool:
    """Tell whether a span lies wholly within hours of its day; who has none comes at any time."""
    if not hours:
        return True
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return begins.date() == ends.date() and any(
        each.weekday == begins.weekday() and each.begins_at <= begins.time() and ends.time() <= each.ends_at
        for each in hours
    )


def is_away(
    away: Iterable[Away], starts_at: datetime.datetime, ends_at: datetime.datetime, zone: datetime.tzinfo
) -> bool:
    """Tell whether any day of a span is a day away."""
    first, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
    return any(each.first_on <= last and each.last_on >= first for each in away)


def parse_days(words: str) -> list[Days]:
    """Return the days of a list with one span a line: „24.12.2026–2.01.2027” or „6.01.2027”. Raises ``NoDays``."""
    return sorted(_span(line.strip()) for line in words.splitlines() if line.strip())


def days_in_words(spans: Iterable[Days]) -> str:
    """Return days as they are written, one span a line."""
    return "\n".join(_day(first) if first == last else f"{_day(first)}–{_day(last)}" for first, last in spans)


def _span(line: str) -> Days:
    found = _DAYS.match(line)
    if found is None:
        raise NoDays(line)
    numbers = [int(each) for each in found.groups() if each]
    try:
        days = [datetime.date(year, month, day) for day, month, year in zip(*[iter(numbers)] * 3, strict=True)]
    except ValueError:
        raise NoDays(line) from None
    if days[-1] < days[0]:
        raise NoDays(line)
    return days[0], days[-1]


def _day(day: datetime.date) -> str:
    return f"{day.day}.{day.month:02d}.{day.year}"
