"""Workbooks of data: rows of text written whole are the bytes of the library, and no text is ever markup."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from portal.workbooks import Head
from portal.workbooks.book import TooManyRows, Workbook

MARKUP = "<r><t>not markup</t></r>"
TEXTS = [
    ["P-0001", "EECO01 05.03.2026; EECR04 01.04.2026"],
    ["Zażółć & <b>", 'a "quoted" word'],
    [" before", "after\u00a0", "two\nlines", "_x0041_", "\x07", "", "=1+1", "مرحبا"],
    ["x" * 40_000],
    [str(place) for place in range(30)],
    [],
    ["last"],
]


STYLE = {"text_wrap": True, "valign": "top"}


def sheet_in(out):
    with zipfile.ZipFile(out) as files:
        return files.read("xl/worksheets/sheet1.xml")


def ours(blocks):
    """Return the XML of a sheet with these blocks of rows, a number after each."""
    out, row = io.BytesIO(), 0
    with Workbook(out, constant_memory=True) as book:
        sheet = book.add_worksheet("Annex")
        for rows in blocks:
            sheet.write_rows(row, rows, book)
            sheet.write_rows(row + len(rows), [[None, 7]], book)
            row += len(rows) + 1
    return sheet_in(out)


def of_the_library(blocks):
    """Return the same sheet, written cell by cell."""
    out, row = io.BytesIO(), 0
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        text, number = book.add_format(STYLE), book.add_format({"num_format": "#,##0", "valign": "top"})
        sheet = book.add_worksheet("Annex", Worksheet)
        for rows in blocks:
            for line, texts in enumerate(rows, start=row):
                for place, each in enumerate(texts):
                    sheet.write_string(line, place, each, text)
            sheet.write_number(row + len(rows), 1, 7, number)
            row += len(rows) + 1
    return sheet_in(out)


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([[each] for each in TEXTS], id="a row at a time"),
        pytest.param([[["P-1", "one"], [], ["P-2"], ["P-3", "two", "more"], []], [["P-4", "end"]]], id="many rows"),
        pytest.param([[["P-1", "one"], ["P-2", " two"], []], [[], ["last"]], [[], []]], id="one of them is not plain"),
        pytest.param([TEXTS], id="all at once"),
    ],
)
def test_rows_written_whole_are_the_bytes_of_the_library_cell_by_cell(blocks):
    assert ours(blocks) == of_the_library(blocks)


@pytest.mark.parametrize("options", [{"in_memory": True}, {"constant_memory": True}])
def test_cells_are_the_bytes_of_the_library(options):
    cells = ["text", " blank ", Head("head"), 0, -7, 1_000_000_007, Decimal("0.10"), Decimal("-12.50"), None, "a & b"]
    rows = [cells, [], [None, *cells, *cells, *cells], [True, "text"]]
    made, floor = io.BytesIO(), io.BytesIO()
    with Workbook(made, **options) as book:
        book.add_worksheet("Cells").write_rows(0, rows, book)
    with xlsxwriter.Workbook(floor, options) as book:
        head = book.add_format({"bold": True, **STYLE})
        text = book.add_format(STYLE)
        number, decimal = (book.add_format({"num_format": each, "valign": "top"}) for each in ("#,##0", "#,##0.00"))
        sheet = book.add_worksheet("Cells", Worksheet)
        for row, line in enumerate(rows):
            for place, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(row, place, cell, head if isinstance(cell, Head) else text)
                elif cell is not None:
                    sheet.write_number(row, place, cell, decimal if isinstance(cell, Decimal) else number)
    assert sheet_in(made) == sheet_in(floor)


@pytest.mark.parametrize("options", [{"in_memory": True}, {"constant_memory": True}])
def test_text_that_looks_like_markup_stays_text(options):
    texts = [MARKUP, "<r></is></c><x></r>", "<r>a & b</r>", "<r>&lt;</r>"]
    out = io.BytesIO()
    with Workbook(out, **options) as book:
        book.add_worksheet("Texts").write_rows(0, [texts, [Head(MARKUP), 7]], book)
    first, second = openpyxl.load_workbook(out).active
    assert [cell.value for cell in first] == texts
    assert [cell.value for cell in second][:2] == [MARKUP, 7]


@pytest.mark.parametrize("options", [{"in_memory": True}, {"constant_memory": True}])
@pytest.mark.parametrize("cell", ["plain", "a & b", 7, Head("head")])
def test_row_without_room_is_refused_instead_of_left_out(cell, options):
    with Workbook(io.BytesIO(), **options) as book:
        sheet = book.add_worksheet("Annex")
        with pytest.raises(TooManyRows):
            sheet.write_rows(1_048_575, [["fits"], [cell]], book)
