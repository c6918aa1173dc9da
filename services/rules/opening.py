"""Opening hours as people write them: “8:00–12:00, 13:00–17:00”, also “12–20”."""

import datetime
import re
from collections.abc import Iterable
from typing import Protocol

_SPAN = re.compile(r"\A(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?\Z")
Span = tuple[datetime.time, datetime.time]


class WeekdayHours(Protocol):
    """A span of a weekday, as ``WeekdaySpan`` holds it."""

    weekday: int
    begins_at: datetime.time
    ends_at: datetime.time


class NoHours(ValueError):
    """Words that are no hours, or hours that overlap."""


def parse_hours(words: str) -> list[Span]:
    """Return the spans of one day, in order; nothing for a day on which it is closed. Raises ``NoHours``."""
    spans = sorted(_span(part.strip()) for part in re.split(r"[,;]", words) if part.strip())
    last = datetime.time()
    for begins, ends in spans:
        if begins < last or ends <= begins:
            raise NoHours(words)
        last = ends
    return spans


def hours_in_words(spans: Iterable[Span]) -> str:
    """Return spans as they are written."""
    return ", ".join(f"{_clock(begins)}–{_clock(ends)}" for begins, ends in spans)


def is_open_during(spans: Iterable[Span], begins: datetime.time, ends: datetime.time) -> bool:
    """Tell whether the spans of one day, in order, cover all of a time; spans that touch are one."""
    reached = begins
    for opens, closes in spans:
        if opens <= reached < closes:
            reached = closes
    return reached >= ends


def _span(part: str) -> Span:
    found = _SPAN.match(part)
    if found is None:
        raise NoHours(part)
    numbers = [int(each or "0") for each in found.groups()]
    try:
        return datetime.time(numbers[0], numbers[1]), datetime.time(numbers[2], numbers[3])
    except ValueError:
        raise NoHours(part) from None


def _clock(time: datetime.time) -> str:
    return f"{time.hour}:{time.minute:02d}"
