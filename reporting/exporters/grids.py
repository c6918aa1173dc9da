"""A table of a built report before it is a page, a sheet or lines of text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.suppression import Cell
from reporting.models import BuiltReport

SIGN = "•"
"""Stands where a count is left out, for every reason alike."""


class Hidden(str):
    """A cell that is left out."""

    def __new__(cls) -> "Hidden":
        """Be the sign."""
        return super().__new__(cls, SIGN)


@dataclass(frozen=True)
class Heading:
    """A heading: its text, the columns and rows that it takes, whether numbers stand below it."""

    text: str
    columns: int = 1
    lines: int = 1
    is_number: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: a caption, headings, and rows of text, numbers, nothing, or ``Hidden``.

    ``over`` are headings over several columns, each with how many; blank ones over columns that need none.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    over: Sequence[tuple[str, int]] = ()

    @property
    def columns(self) -> list[str]:
        """Return headings that stand alone: what stands over a heading, and the heading."""
        above = [title for title, span in self.over for _place in range(span)] or [""] * len(self.head)
        return [f"{title} {own}".strip() for title, own in zip(above, self.head, strict=True)]

    @property
    def head_rows(self) -> list[list[Heading]]:
        """Return the rows of headings as a page draws them."""
        heads = [(title, self._has_numbers(place)) for place, title in enumerate(self.head)]
        if not self.over:
            return [[Heading(title, is_number=is_number) for title, is_number in heads]]
        first: list[Heading] = []
        second: list[Heading] = []
        place = 0
        for title, span in self.over:
            own = heads[place : place + span]
            first += [Heading(title, span)] if title else [Heading(each, 1, 2, is_number) for each, is_number in own]
            second += [Heading(each, is_number=is_number) for each, is_number in own] if title else []
            place += span
        return [first, second]

    def _has_numbers(self, place: int) -> bool:
        """Tell whether a column after the first holds numbers, and what stands for some, alone."""
        return place > 0 and all(isinstance(row[place], int | Decimal | Hidden | None) for row in self.rows)

    @property
    def has_hidden(self) -> bool:
        """Tell whether anything is left out."""
        return any(isinstance(cell, Hidden) for row in self.rows for cell in row)


def without(rows: Sequence[Sequence[object]], hidden: Collection[Cell] | None, first: int) -> list[list[object]]:
    """Return rows with the hidden cells left out; ``first`` is the column of the first one that can be hidden.

    ``None`` leaves all of them out: the table cannot be published.
    """
    return [
        [
            Hidden() if place >= first and (hidden is None or (number, place - first) in hidden) else cell
            for place, cell in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]


def left_out(grids: Sequence[Grid], report: BuiltReport) -> list[str]:
    """Say what the sign means, where it stands anywhere."""
    if not any(grid.has_hidden for grid in grids):
        return []
    words = _(
        "%(sign)s: left out, so that nobody can be recognised. It is a count of fewer than %(threshold)s people, "
        "or one that would give such a count away."
    )
    return [words % {"sign": SIGN, "threshold": report.definition["threshold"]}]
