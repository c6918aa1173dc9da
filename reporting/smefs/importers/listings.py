"""Open a listing that somebody sent: CSV in any of its ways, or XLSX; one clear sentence when it cannot be read (R7).

Nothing in the file is evaluated. Columns are taken by position, since two of them have the same header (R9).
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from reporting.smefs.importers.headers import refuse_other_header
from reporting.smefs.importers.rows import csv_rows
from reporting.smefs.importers.sheets import UnreadableFile, is_workbook, sheet_rows
from reporting.smefs.rules.layout import Layout
from reporting.smefs.rules.lines import Line, Listing

MAX_BYTES_OF_FILE = 100 * 1024 * 1024
MAX_LINES_OF_FILE = 120_000
"""What the largest projects export: 100,000 people are some 65 MB, and a file of the command line may be so large."""
MAX_LINES = 20_000
"""What a page takes, of at most ``enums.MAX_BYTES``: many people may send files at once."""
MAX_CELL = 32_767
"""What a cell of Excel holds: some 900 supports of one person (R10)."""
MAX_CELLS_OF_A_ROW = 500


def listing_at(path: Path, layout: Layout) -> Listing:
    """Read the listing at ``path``; raises ``UnreadableFile``."""
    try:
        if path.stat().st_size > MAX_BYTES_OF_FILE:
            raise UnreadableFile(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES_OF_FILE // 2**20})
        return read_listing(path.read_bytes(), layout, MAX_LINES_OF_FILE)
    except OSError:
        raise UnreadableFile(_("There is no file %(file)s to read.") % {"file": path.name}) from None


def read_listing(content: bytes, layout: Layout, most: int = MAX_LINES) -> Listing:
    """Return the lines of a listing below its header, at most ``most``; raises ``UnreadableFile`` with one sentence."""
    rows = sheet_rows(content, most + 2) if is_workbook(content) else csv_rows(content)
    numbered = _numbered(rows, most)
    header = next(numbered, None)
    if header is None:
        raise UnreadableFile(_("The file is empty."))
    header = _as_wide(header, layout)
    refuse_other_header(header.cells, layout)
    lines = _without_header(header, (_as_wide(line, layout) for line in numbered))
    return Listing(hashlib.sha256(content).hexdigest(), tuple(lines))


def _numbered(rows: Iterable[list[str]], most: int) -> Iterator[Line]:
    """Yield the rows that say something, with their number; raises ``UnreadableFile`` when there are too many."""
    for number, cells in enumerate(rows, start=1):
        if number > most + 1:
            raise UnreadableFile(_("The file has more than %(limit)s lines.") % {"limit": most})
        if len(cells) > MAX_CELLS_OF_A_ROW or any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableFile(_("Line %(line)s is too long for a listing of SM EFS.") % {"line": number})
        if any(cell.strip() for cell in cells):
            yield Line(number, tuple(cells))


def _without_header(header: Line, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; raises ``UnreadableFile`` when one is the header again: lists were put one under the other."""
    for line in lines:
        if line.cells == header.cells:
            raise UnreadableFile(_("Line %(line)s repeats the header.") % {"line": line.number})
        yield line


def _as_wide(line: Line, layout: Layout) -> Line:
    """Return a line without blank cells beyond the last column; a spreadsheet also leaves blank ones out."""
    wanted = len(layout.columns)
    cells = line.cells
    while len(cells) > wanted and not cells[-1].strip():
        cells = cells[:-1]
    return Line(line.number, cells)
