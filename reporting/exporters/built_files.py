"""The files of a built report: PDF in parts, workbook and lines of text, each in the memory of one part."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.printing.apart import Presses
from portal.ui.formatting import current_language, number
from portal.workbooks import CONTENT_TYPE, Head
from reporting.enums import BuiltKind, Section
from reporting.exporters.built import Part, parts_of
from reporting.exporters.grids import Grid, Hidden
from reporting.exporters.presented import presented
from reporting.models import BuiltReport

if TYPE_CHECKING:
    from portal.workbooks.book import Sheet, Workbook

RISKY = "=+-@\t\r\n\0＝＋－＠"
"""A text that begins so could be taken for a formula (S39)."""
NAME_OF_SHEET = 31
Step = Callable[[], None]


def write_pdf(report: BuiltReport, folder: Path, step: Step) -> Path:
    """Write the PDF, part by part in processes apart, and join them; ``step`` is called after each part."""
    from portal.printing.joining import joined, pages_of  # here: large, and only workers join papers

    paths: list[Path] = []
    sizes: deque[int] = deque()
    goal = folder / "report.pdf"
    with Presses() as presses:
        for made in presses.parts(_pages(report, sizes), are_parts=report.has_annex):
            paths.append(folder / f"part-{len(paths):04}.pdf")
            paths[-1].write_bytes(made)
            for _part in range(sizes.popleft()):
                step()
        numbers = presses.numbers(sum(map(pages_of, paths))).result if report.has_annex else None
        joined(paths, goal, numbers)
    return goal


def write_xlsx(report: BuiltReport, folder: Path, step: Step) -> Path:
    """Write the workbook: a sheet for each section, row after row."""
    from portal.workbooks.book import Workbook  # here: the library of workbooks comes with it

    goal, edition = folder / "report.xlsx", report.edition
    with Workbook(str(goal), constant_memory=True, tmpdir=str(folder)) as book:
        book.set_properties({"title": report.label, "created": timezone.make_naive(edition.known_on)})
        sheet: Any = None
        row, section = 0, None
        for part in parts_of(report):
            if part.section != section:
                sheet, row, section = _sheet(book, part, report), 3, part.section
            for rows in _blocks(part):
                sheet.write_rows(row, rows, book)
                row += len(rows)
            step()
    return goal


def write_csv(report: BuiltReport, folder: Path, step: Step) -> Path:
    """Write one line for each cell: section, table, row, column, value; semicolons, UTF-8 with a mark for Excel."""
    goal = folder / "report.csv"
    with goal.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow([_("Section"), _("Table"), _("Row"), _("Column"), _("Value")])
        for part in parts_of(report):
            for grid in part.grids:
                for row in grid.rows:
                    for title, cell in zip(grid.columns[1:], row[1:], strict=True):
                        named = (part.section.value, grid.caption, row[0], title, "" if cell is None else cell)
                        out.writerow([_harmless(value) for value in named])
            step()
    return goal


WRITERS: dict[BuiltKind, Callable[[BuiltReport, Path, Step], Path]] = {
    BuiltKind.PDF: write_pdf, BuiltKind.XLSX: write_xlsx, BuiltKind.CSV: write_csv,
}  # fmt: skip
CONTENT_TYPES = {
    BuiltKind.PDF: "application/pdf",
    BuiltKind.XLSX: CONTENT_TYPE,
    BuiltKind.CSV: "text/csv; charset=utf-8",
}


def _pages(report: BuiltReport, sizes: deque[int]) -> Iterator[str]:
    """Yield the HTML of what is laid out at a time; ``sizes`` gets how many parts that is."""
    shown, language = presented(report.edition), current_language()
    for place, parts in enumerate(_together(report)):
        context = {
            "report": report, "edition": report.edition, "shown": shown, "is_first": place == 0,
            "parts": [(part, [(grid, _cells(grid)) for grid in part.grids]) for part in parts],
            "marks": report.edition.marks, "language": language,
        }  # fmt: skip
        sizes.append(len(parts))
        yield render_to_string("reporting/built/part_pdf.html", context)


def _together(report: BuiltReport) -> Iterator[list[Part]]:
    """Yield all sections before the annex together, then each stretch of the annex."""
    first: list[Part] = []
    for part in parts_of(report):
        if part.section is not Section.ANNEX:
            first.append(part)
            continue
        if first:
            yield first
            first = []
        yield [part]
    if first:
        yield first


def _cells(grid: Grid) -> list[list[tuple[str, bool]]]:
    return [[_cell(cell) for cell in row] for row in grid.rows]


def _cell(cell: object) -> tuple[str, bool]:
    """Return the text of a cell, and whether it stands with the numbers."""
    if isinstance(cell, Decimal):
        return number(cell, 2), True
    if isinstance(cell, int):
        return number(cell), True
    return ("–", True) if cell is None else (str(cell), isinstance(cell, Hidden))


def _sheet(book: "Workbook", part: Part, report: BuiltReport) -> "Sheet":
    sheet: Sheet = book.add_worksheet(_name_of_sheet(part.title))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 30, 14)
    sheet.write_rows(0, [[Head(part.title)], [report.label, f"{_('checksum')} {report.edition.checksum}"]], book)
    return sheet


def _name_of_sheet(title: str) -> str:
    """Return what a workbook can call a sheet: at most 31 characters, a longer title up to its first break."""
    short = title if len(title) <= NAME_OF_SHEET else re.split("[:,;–]", title)[0].strip()
    return short.translate(str.maketrans("", "", "[]:*?/\\"))[:NAME_OF_SHEET]


def _blocks(part: Part) -> Iterator[Sequence[Sequence[object]]]:
    """Yield the rows of a part of a workbook in blocks."""
    yield [[words] for words in part.words]
    for grid in part.grids:
        yield [[Head(grid.caption)], [Head(title) for title in grid.columns]]
        yield [*grid.rows, []]
    yield [[words] for words in part.closing]


def _harmless(cell: object) -> object:
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] and text[0] in RISKY else cell


def file_name(report: BuiltReport, kind: BuiltKind) -> str:
    """Return the name under which a file is kept by whoever downloads it; it names nobody."""
    return f"{report.label}.{kind.value}"
