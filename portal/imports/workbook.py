"""Open a workbook that a stranger sent: size limits first, formulas never, one clear sentence when it fails.

The file is only read, cell by cell; nothing in it is evaluated, fetched or trusted (S55).
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.imports.reading import Cell, heading, lp, text

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_RATIO = 200
MAX_ROWS = 60_000
MAX_VALUES = 1_000_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
"""Characters that Excel allows in a cell."""
MAX_KEPT = 2_000
HEADER_SEARCH = 30
COUNTED_COLUMNS = 4
_VALUE = re.compile(rb"<(?:v|is)>")


class UnreadableWorkbook(Exception):
    """The file cannot be imported; the message is one sentence for the person who sent it."""


@dataclass(frozen=True)
class ListFile:
    """A file somebody sent: its name, for sentences to its sender, and its bytes, which stay in memory."""

    name: str
    content: bytes

    @classmethod
    def at(cls, path: Path) -> "ListFile":
        """Read the file at ``path``, if it is not too large; raises ``UnreadableWorkbook``."""
        try:
            _refuse_too_large(path.name, path.stat().st_size)
            return cls(path.name, path.read_bytes())
        except OSError:
            raise UnreadableWorkbook(_("There is no file %(file)s to read.") % {"file": path.name}) from None


@dataclass
class SheetRow:
    """One row: its number in the sheet and its cells by normalised heading."""

    number: int
    cells: dict[str, Cell]


@dataclass
class Sheet:
    """A sheet that was found: its name as written, headings as written (none: it is empty), rows."""

    name: str
    headings: dict[str, str]
    rows: list[SheetRow] = field(default_factory=list)


@dataclass
class Workbook:
    """What was read: the sheets by normalised name, and a checksum of the file."""

    checksum: str
    sheets: dict[str, Sheet]


def read_workbook(file: ListFile, anchors: dict[str, tuple[str, ...]]) -> Workbook:
    """Read the sheets named in ``anchors``; others are left alone.

    ``anchors`` maps a normalised sheet name to normalised headings that must stand in its header row (a
    title may stand above). Raises ``UnreadableWorkbook``.
    """
    import openpyxl  # here: large, and most processes never read or write a workbook

    _refuse_unsafe(file)
    try:
        book = openpyxl.load_workbook(io.BytesIO(file.content), read_only=True, data_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl fails in many ways on a broken file
        raise _no_workbook(file) from None
    try:
        return Workbook(hashlib.sha256(file.content).hexdigest(), _sheets(book, anchors))
    except UnreadableWorkbook:
        raise
    except Exception:  # noqa: BLE001 - damaged inner files surface only while reading
        raise UnreadableWorkbook(
            _("%(file)s is damaged: not all of its cells can be read.") % {"file": file.name}
        ) from None
    finally:
        book.close()


def _refuse_unsafe(file: ListFile) -> None:
    """Look at the size and at the table of contents before anything is unpacked."""
    _refuse_too_large(file.name, len(file.content))
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _no_workbook(file) from None
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(len(file.content), 50_000):
        raise UnreadableWorkbook(_("%(file)s unpacks to far more than a list needs.") % {"file": file.name})
    if "xl/workbook.xml" not in names:
        raise _no_workbook(file)
    _refuse_too_full(file)


def _refuse_too_large(name: str, size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise UnreadableWorkbook(
            _("%(file)s is larger than %(limit)d MB.") % {"file": name, "limit": MAX_FILE_BYTES // 2**20}
        )


def _no_workbook(file: ListFile) -> UnreadableWorkbook:
    return UnreadableWorkbook(_("%(file)s is not an Excel workbook (.xlsx).") % {"file": file.name})


def _refuse_too_full(file: ListFile) -> None:
    """Count the filled cells in the raw text: opening millions of them only to refuse them takes far longer."""
    filled = 0
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                filled += _filled_cells(archive, name)
    if filled > MAX_VALUES:
        raise UnreadableWorkbook(
            _("%(file)s holds more than %(limit)d filled cells.") % {"file": file.name, "limit": MAX_VALUES}
        )


def _filled_cells(archive: zipfile.ZipFile, name: str) -> int:
    try:
        with archive.open(name) as part:
            return sum(len(_VALUE.findall(block)) for block in iter(lambda: part.read(2**20), b""))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return 0  # damaged or locked: said when it is opened


def _sheets(book: Any, anchors: dict[str, tuple[str, ...]]) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for worksheet in book.worksheets:
        name = heading(worksheet.title)
        if name in found:
            raise UnreadableWorkbook(
                _("Two sheets are called “%(sheet)s”. Leave one, or put their rows together.")
                % {"sheet": found[name].name}
            )
        if name in anchors:
            worksheet.reset_dimensions()
            found[name] = _sheet(worksheet, anchors[name])
    return found


def _sheet(worksheet: "ReadOnlyWorksheet", anchors: tuple[str, ...]) -> Sheet:
    rows = _numbered(worksheet)
    is_empty = True
    for number, cells in rows:
        headings = {index: heading(cell) for index, cell in cells.items()}
        if all(anchor in headings.values() for anchor in anchors):
            break
        is_empty = is_empty and not any(headings.values())
        if number > HEADER_SEARCH and not is_empty:
            raise _no_header(worksheet, anchors)
    else:
        if is_empty:
            return Sheet(worksheet.title, {})
        raise _no_header(worksheet, anchors)
    columns: dict[int, str] = {}
    for index, name in headings.items():
        if name:
            columns[index] = name if name not in columns.values() else f"{name} ({index + 1})"
    sheet = Sheet(worksheet.title, {columns[index]: str(cells[index]) for index in columns})
    for number, row in rows:
        values = {columns[index]: value for index, value in row.items() if index in columns}
        if any(text(value) for value in values.values()) and (sheet.rows or not _numbers_columns(values)):
            sheet.rows.append(SheetRow(number, values))
    for name in dict.fromkeys(headings[index] for index in columns):
        _fill_from_twins(sheet, name, [columns[index] for index in columns if headings[index] == name][1:])
    return sheet


def _numbers_columns(values: dict[str, Cell]) -> bool:
    """Say whether a row counts the columns of the form (1, 2, 3, …), as printed tables do below their heads."""
    return len(values) >= COUNTED_COLUMNS and [lp(value) for value in values.values()] == [*range(1, len(values) + 1)]


def _fill_from_twins(sheet: Sheet, name: str, twins: Sequence[str]) -> None:
    """Let the first filled column of a heading that stands several times speak: a copied, empty one says nothing."""
    for twin in twins:
        if any(text(row.cells.get(name)) for row in sheet.rows):
            return
        for row in sheet.rows:
            if twin in row.cells:
                row.cells[name] = row.cells.pop(twin)


def _no_header(worksheet: Any, anchors: tuple[str, ...]) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("Sheet “%(sheet)s” has no header row with: %(headings)s.")
        % {"sheet": worksheet.title, "headings": ", ".join(anchors)}
    )


def _numbered(worksheet: "ReadOnlyWorksheet") -> Iterator[tuple[int, dict[int, Cell]]]:
    filled = 0  # empty rows below the list do not count: a format alone can reach to the last row there is
    for number, row in enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        cells: dict[int, Cell] = {}
        for index, cell in enumerate(row):
            if cell.value is None:
                continue
            value = cell.value
            if cell.data_type == "f" or not isinstance(value, Cell):
                value = _Formula() if cell.data_type == "f" else str(value)
            if isinstance(value, str) and len(value) > MAX_CELL:
                raise UnreadableWorkbook(
                    _("Sheet “%(sheet)s”, row %(row)d: a cell holds more than %(limit)d characters.")
                    % {"sheet": worksheet.title, "row": number, "limit": MAX_CELL}
                )
            if isinstance(value, str) and len(value) > MAX_KEPT:
                value = Cut(value[:MAX_KEPT])
            cells[index] = value
        filled += bool(cells)
        if filled > MAX_ROWS:
            raise UnreadableWorkbook(
                _("Sheet “%(sheet)s” has more than %(limit)d rows.") % {"sheet": worksheet.title, "limit": MAX_ROWS}
            )
        yield number, cells


class Cut(str):
    """Marks a text that is longer than is kept: what is left of it is read, and the cell is listed."""


class _Formula(str):
    """Marks a cell that holds a formula; its text is never used."""


def refuse_formulas(sheet: Sheet, columns: set[str]) -> None:
    """Raise ``UnreadableWorkbook`` when a column that is read holds a formula; in others it is no matter."""
    for row in sheet.rows:
        for name in columns:
            if isinstance(row.cells.get(name), _Formula):
                raise UnreadableWorkbook(
                    _("Sheet “%(sheet)s”, row %(row)d, column “%(column)s”: a formula. Save the list as values.")
                    % {"sheet": sheet.name, "row": row.number, "column": name}
                )
