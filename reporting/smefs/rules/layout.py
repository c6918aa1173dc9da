"""A layout of the file as data: which columns in which order, how the bytes are put together (R7, R9, R12)."""

import datetime
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reporting.smefs.rules.usable import wrong_in

Words = Mapping[str, Mapping[str, str]]
"""Dictionary → code → the value as the funder writes it."""


class LayoutError(ValueError):
    """A file of a layout cannot be used; the message says which part is wrong."""


@dataclass(frozen=True)
class Column:
    """One column: its header (``also``: other headers it has been seen with), what the portal writes there.

    ``words`` names the dictionary of its values, ``may_refuse`` allows the refusal among answers (D8), ``by_system``
    columns are blank when they are sent (R11).
    """

    header: str
    source: str = ""
    words: str = ""
    also: tuple[str, ...] = ()
    may_refuse: bool = False
    by_system: bool = False


@dataclass(frozen=True)
class Layout:
    """One version of the layout; ``content`` is what the file says, ready to be stored."""

    code: str
    version: int
    valid_from: datetime.date
    content: Mapping[str, Any]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns in their order."""
        return tuple(Column(**{**each, "also": tuple(each.get("also", ()))}) for each in self.content["columns"])

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return where each source stands, counted from 0."""
        return {column.source: place for place, column in enumerate(self.columns) if column.source}

    @property
    def label(self) -> str:
        """Return code and version."""
        return f"{self.code}/{self.version}"

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of the content."""
        plain = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    def name_on(self, day: datetime.date) -> str:
        """Return the usual name of a file exported on a day."""
        return self.content["file"]["name"].format(day=day.isoformat())


def read_layout(text: str) -> Layout:
    """Return the layout that a TOML file describes; raises ``LayoutError``."""
    try:
        raw = tomllib.loads(text)
        content = {part: raw[part] for part in ("file", "values", "columns")}
        wrong = list(wrong_in(raw))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise LayoutError(str(error)) from None
    if wrong:
        raise LayoutError(", ".join(wrong))
    return Layout(raw["code"], raw["version"], raw["valid_from"], content)
