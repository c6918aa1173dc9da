"""The rows of a CSV file in any of the ways in which such files come (R7): one after the other, never as a whole."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.smefs.importers.sheets import UnreadableFile

SEPARATORS = ";,\t"
ENCODINGS = ("utf-8-sig", "cp1250")
TOLD_SEPARATOR = "sep="
"""Excel tells itself by a first line ``sep=;`` what separates the cells, and never shows that line."""


def csv_rows(content: bytes) -> Iterator[list[str]]:
    """Yield the rows as Excel would number them; raises ``UnreadableFile``."""
    text = _opened(content)
    first = text.readline()
    told = first.strip().removeprefix(TOLD_SEPARATOR)
    if first.startswith(TOLD_SEPARATOR) and told and told in SEPARATORS:
        separator = told
    else:
        separator = max(SEPARATORS, key=first.count)
        text.seek(0)
    known: dict[str, str] = {}
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        for row in reader:
            yield [known.setdefault(cell, cell) for cell in row]  # the same words stand in every line: kept once
    except csv.Error as error:
        raise UnreadableFile(_reason(str(error), reader.line_num)) from None


def _reason(error: str, line: int) -> str:
    if "limit" in error:
        return _("A cell that ends in line %(line)s is too long, or a quotation mark before it is not closed.") % {
            "line": line
        }
    if "end of data" in error:
        return _("The file is not a CSV file: a quotation mark is not closed.")
    return _("The file is not a CSV file: a quotation mark stands in the wrong place in line %(line)s.") % {
        "line": line
    }


def _opened(content: bytes) -> io.TextIOWrapper:
    """Return the text: UTF-8 with or without its mark, or else Windows-1250 (R7)."""
    if b"\0" in content:
        raise UnreadableFile(_("This is not a CSV file and not an Excel workbook."))
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    raise UnreadableFile(_("The file is neither in UTF-8 nor in Windows-1250."))
