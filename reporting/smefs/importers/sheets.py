"""The first sheet of a workbook as rows of text: limits first, formulas never (S55)."""

import datetime
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200
SMALL = 50_000


class UnreadableFile(Exception):
    """The file cannot be used; the message is one sentence for the person who sent it."""


def is_workbook(content: bytes) -> bool:
    """Say whether these are the bytes of a workbook, whatever the file is called."""
    return content.startswith(b"PK\x03\x04")


def sheet_rows(content: bytes, most: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, at most ``most``; raises ``UnreadableFile``."""
    import openpyxl  # here: large, and most processes never read or write a workbook

    _refuse_bomb(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
    except Exception:  # noqa: BLE001 - openpyxl fails in many ways on a broken file
        raise UnreadableFile(_("This is not a CSV file and not an Excel workbook.")) from None
    try:
        width = 0
        for number, row in enumerate(sheet.iter_rows(max_row=most), start=1):
            if any(cell.data_type == "f" for cell in row):
                raise UnreadableFile(
                    _("Line %(line)s holds a formula. Save the sheet as values and send it again.") % {"line": number}
                )
            cells = [as_text(cell.value) for cell in row]
            width = width or len(cells)
            yield cells + [""] * (width - len(cells))
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001 - damaged inner files surface only while reading
        raise UnreadableFile(_("The workbook is damaged: not all of its cells can be read.")) from None


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise UnreadableFile(_("This is not a CSV file and not an Excel workbook.")) from None
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(content), SMALL):
        raise UnreadableFile(_("The workbook unpacks to more than a listing can hold."))


def as_text(value: object) -> str:
    """Return a cell as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Tak" if value else "Nie"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
