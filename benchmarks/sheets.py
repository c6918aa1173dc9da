"""A report as a workbook against a bare writer of the same cells (performance goal 18)."""

import io
from collections.abc import Callable

import openpyxl
import xlsxwriter

from benchmarks.printing import PERIOD
from portal.programmes.models import GrantProject
from reporting.domain.editions import draft_edition
from reporting.exporters.workbook import edition_as_xlsx

LIMIT = 1.25


def workbooks(project: GrantProject) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """Return the portal's way and the bare way to the workbook of a report."""
    edition = draft_edition(project, PERIOD, by=None).edition
    book = openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(edition)))
    sheets = [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book]

    def bare() -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as written:
            for name, rows in sheets:
                sheet = written.add_worksheet(name)
                for number, row in enumerate(rows):
                    for place, value in enumerate(row):
                        if value is not None:
                            sheet.write(number, place, value)
        return out.getvalue()

    return lambda: edition_as_xlsx(edition), bare
