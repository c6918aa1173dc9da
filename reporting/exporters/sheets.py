"""A sheet that takes rows of text whole and never takes a text for markup: for files of many rows (goal 18).

The library writes cell by cell, through a table of one row. Rows of the annex are text alone, so they are written at
once – the same bytes, as a test compares, in a tenth of the time.
"""

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LETTERS = [xl_col_to_name(place) for place in range(26)]
OUTSIDE = -1
_MARKED = re.compile(r'["&<>_\x00-\x1f\ufffe\uffff]').search
"""What the library may write otherwise than it stands."""
LONGEST_TEXT = 32_767 // 2
"""Longer texts go through the library, which counts as Excel does and cuts them."""


class TooManyRows(Exception):
    """A sheet has no more room; nothing is left out silently."""


class TextSheet(Worksheet):
    """A sheet of a workbook that keeps one row in memory (``constant_memory``)."""

    def write_texts(self, row: int, texts: Sequence[str], style: Format) -> None:
        """Write a row of texts, all in one style, below everything written so far. Raises ``TooManyRows``."""
        if not texts:
            return
        if not (all(map(_is_plain, texts)) and len(texts) <= len(LETTERS)):
            self._write_each(row, texts, style)
            return
        if self._check_dimensions(row, 0) or self._check_dimensions(row, len(texts) - 1):
            raise TooManyRows
        self._write_single_row(row)
        line, index = row + 1, style._get_xf_index()
        cells = "".join(
            [
                f'<c r="{letter}{line}" s="{index}" t="inlineStr"><is><t>{text}</t></is></c>'
                for letter, text in zip(LETTERS, texts, strict=False)
            ]
        )
        self.fh.write(f'<row r="{line}">{cells}</row>')

    def _write_each(self, row: int, texts: Sequence[str], style: Format) -> None:
        for place, text in enumerate(texts):
            if self.write_string(row, place, text, style) == OUTSIDE:
                raise TooManyRows

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        """Write a text that looks like markup as the text it is: the library would write it as it stands."""
        self._xml_inline_string(string, False, attributes)


def _is_plain(text: str) -> bool:
    """Tell whether the library would write this text as it stands, without a mark."""
    return _MARKED(text) is None and len(text) <= LONGEST_TEXT and text == text.strip()
