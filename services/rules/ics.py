"""Calendar files as RFC 5545 wants them: moments in UTC, lines of at most 75 bytes, nothing but what is handed in."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 75
"""Bytes of a line without its end (RFC 5545, 3.1)."""
PRODUCT = "-//Multicultural Sopot//Portal//EN"


@dataclass(frozen=True)
class CalendarEvent:
    """One entry of a calendar. ``uid`` stays the same when the entry is read again; ``changed_at`` orders versions."""

    uid: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    title: str
    place: str = ""
    words: str = ""
    url: str = ""
    is_cancelled: bool = False
    changed_at: datetime.datetime | None = None


def calendar_text(events: Iterable[CalendarEvent], *, name: str, made_at: datetime.datetime) -> str:
    """Return a calendar of these entries; ``name`` is what programs call it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}"]
    for event in events:
        lines += _event(event, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: CalendarEvent, made_at: datetime.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.changed_at or made_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.words:
        yield f"DESCRIPTION:{_text(event.words)}"
    if event.url:
        yield f"URL:{_plain(event.url)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Escape a value of the type TEXT (RFC 5545, 3.3.11); other controls than line ends are left out."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(char, escaped)
    return _plain(plain)


def _plain(words: str) -> str:
    return "".join(char for char in words if char.isprintable() or char == " ")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 bytes; a character is never cut, each part after the first has a space."""
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + char, size + width
    yield part
