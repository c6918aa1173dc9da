"""A line of a listing as text, and the days and numbers in it (R8, R10)."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reporting.smefs.rules.layout import Layout

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?")
_POLISH = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:[ T].*)?")
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
_SERIAL_ZERO = datetime.date(1899, 12, 30)


FIRST_YEAR, LAST_YEAR = 1900, 2100


class UnreadableDay(ValueError):
    """What stands there is not a day."""


class FarDay(UnreadableDay):
    """A day that no participation can have: 9999-12-31 is how some programs write that there is no end."""


@dataclass(frozen=True)
class Line:
    """One participant of a listing: ``number`` is that of the row in the file, the header being 1."""

    number: int
    cells: tuple[str, ...]

    def of(self, layout: Layout, source: str) -> str:
        """Return the cell of a source; blank when the line is too short or the layout has none."""
        place = layout.places.get(source, len(self.cells))
        return self.cells[place].strip() if place < len(self.cells) else ""

    def is_of_another(self, layout: Layout, number: str) -> bool:
        """Say whether the line names another project than the one with this number; a blank number says nothing."""
        written, wanted = ("".join(text.split()).upper() for text in (self.of(layout, "project_number"), number))
        return bool(written and wanted and written != wanted)

    def items(self, layout: Layout, source: str) -> list[str]:
        """Return the items of a packed list; nothing for a blank cell."""
        cell = self.of(layout, source)
        return [item.strip() for item in cell.split(layout.content["file"]["list_separator"])] if cell else []


@dataclass(frozen=True)
class Listing:
    """A listing that was read: its lines, and the hash of the file."""

    sha256: str
    lines: tuple[Line, ...]


def read_day(text: str) -> datetime.date | None:
    """Return the day in a cell, in any of the ways that such files have (R8).

    Raises ``UnreadableDay``, for a day outside the years 1900 to 2100 ``FarDay``.
    """
    plain = text.strip()
    if not plain:
        return None
    day = _day_in(plain)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FarDay(plain)
    return day


def _day_in(plain: str) -> datetime.date:
    try:
        if found := _ISO.fullmatch(plain):
            return datetime.date(*(int(part) for part in found.groups()))
        if found := _POLISH.fullmatch(plain):
            day, month, year = (int(part) for part in found.groups())
            return datetime.date(year, month, day)
    except ValueError:
        raise UnreadableDay(plain) from None
    if _SERIAL.fullmatch(plain):
        return _SERIAL_ZERO + datetime.timedelta(days=int(float(plain)))
    raise UnreadableDay(plain)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return text as it is compared: dashes, spaces and letter size aside."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[–—−-]", "-", plain).replace("/ ", "/").split())


def is_same(one: str, other: str) -> bool:
    """Say whether two wordings differ at most in dashes, spaces and letter size."""
    return folded(one) == folded(other)


@lru_cache(maxsize=4096)
def codes_of(pairs: tuple[tuple[str, str], ...], text: str) -> tuple[str, ...]:
    """Return the codes whose value this wording is; ``pairs`` are code and value."""
    return tuple(code for code, value in pairs if is_same(value, text))
