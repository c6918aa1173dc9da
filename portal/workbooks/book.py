"""Writing a workbook of data, cell by cell or rows of text at once.

The library writes cell by cell, through a table of one row. Rows of text alone, as those of an annex, are written at
once where only one row is kept in memory – the same bytes, as a test compares, in a tenth of the time (goal 18).
"""

import html
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.workbooks import Head

LETTERS = [xl_col_to_name(place) for place in range(26)]
OUTSIDE = -1
LONGEST_TEXT = 32_767 // 2
"""Longer texts go through the library, which counts as Excel does and cuts them."""
_MARKED = re.compile(r'["&<>_\x00-\x1f\ufffe\uffff]').search
"""What the library may write otherwise than it stands."""
_DATA = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TooManyRows(Exception):
    """A sheet has no more room; nothing is left out silently."""


class Sheet(Worksheet):
    """A sheet that takes rows of data: heads, texts, whole numbers, decimals, and nothing."""

    def write_rows(self, first: int, rows: Sequence[Sequence[object]], book: "Workbook") -> None:
        """Write rows below everything written so far; an empty one is left free. Raises ``TooManyRows``."""
        if self.constant_memory and _are_plain_texts(rows):
            self._write_texts(first, rows, book.text)  # type: ignore[arg-type]
            return
        for row, cells in enumerate(rows, start=first):
            for place, cell in enumerate(cells):
                if cell is not None and self._write_data(row, place, cell, book) == OUTSIDE:
                    raise TooManyRows

    def _write_data(self, row: int, place: int, cell: object, book: "Workbook") -> int:
        if isinstance(cell, str):
            return self._write_string(row, place, cell, book.head if isinstance(cell, Head) else book.text)
        if isinstance(cell, int):
            return self._write_number(row, place, cell, book.number)
        if isinstance(cell, Decimal):
            return self._write_number(row, place, cell, book.decimal)  # type: ignore[arg-type]
        return self._write_string(row, place, str(cell), book.text)

    def _write_texts(self, first: int, rows: Sequence[Sequence[str]], style: Format) -> None:
        """Write rows of plain texts, all in one style, at once."""
        width = max(map(len, rows))
        last = first + max(place for place, row in enumerate(rows) if row)
        if any(self._check_dimensions(row, place) for row, place in ((first, 0), (last, width - 1))):
            raise TooManyRows
        self._write_single_row(last)
        kind = f'" s="{style._get_xf_index()}" t="inlineStr"><is><t>'
        written: list[str] = []
        for line, row in enumerate(rows, start=first + 1):
            if row:
                cells = [
                    f'<c r="{letter}{line}{kind}{text}</t></is></c>' for letter, text in zip(LETTERS, row, strict=False)
                ]
                written.append(f'<row r="{line}">{"".join(cells)}</row>')
        self.fh.write("".join(written))

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """Write a text that looks like the library's own markup as the text it is: it would be written as it stands."""
        if string.startswith("<r>") and string.endswith("</r>"):
            string = f'<r><t xml:space="preserve">{html.escape(string, quote=False)}</t></r>'
        return super()._write_string(row, col, string, cell_format)  # type: ignore[no-any-return]

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a number, or a text that stands among the shared ones, without the library's list of attributes."""
        kind = type(cell).__name__
        is_shared = kind == "String" and not self.constant_memory
        if not (cell.format and col < len(LETTERS) and (is_shared or kind == "Number")):
            super()._write_cell(row, col, cell)
            return
        value = f' t="s"><v>{cell.string}' if is_shared else f"><v>{cell.number:.16G}"
        self.fh.write(f'<c r="{LETTERS[col]}{row + 1}" s="{cell.format._get_xf_index()}"{value}</v></c>')


class Workbook(xlsxwriter.Workbook):
    """A workbook of data with the styles of its cells; ``options`` are those of the library."""

    worksheet_class = Sheet

    def __init__(self, goal: Any, **options: Any) -> None:
        """Begin a workbook in a file or in an open stream."""
        super().__init__(goal, {**_DATA, **options})
        self.head = self.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = self.add_format({"text_wrap": True, "valign": "top"})
        self.number = self.add_format({"num_format": "#,##0", "valign": "top"})
        self.decimal = self.add_format({"num_format": "#,##0.00", "valign": "top"})


def _are_plain_texts(rows: Sequence[Sequence[Any]]) -> bool:
    """Tell whether there are only texts, and the library would write each as it stands, without a mark."""
    cells = [cell for row in rows for cell in row]
    return (
        bool(cells)
        and all(type(cell) is str for cell in cells)
        and max(map(len, rows)) <= len(LETTERS)
        and _MARKED("".join(cells)) is None
        and max(map(len, cells)) <= LONGEST_TEXT
        and all(map(str.__eq__, cells, map(str.strip, cells)))
    )
