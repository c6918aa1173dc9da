"""What printed forms and other programs leave in a list: columns that are counted, digits that became numbers."""

import datetime

import openpyxl
import pytest

from portal.imports.domain import import_workbook
from tests.counting import figures
from tests.invented import END, START, Invention
from tests.recount import Recount

pytestmark = pytest.mark.slow

WHOLE = (datetime.date(2025, 1, 1), datetime.date(2027, 1, 28))


def with_counted_columns(path, first):
    """Write 1, 2, 3, … below the head of each sheet."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        head = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Lp"))
        sheet.insert_rows(head[0].row + 1)
        for place in range(len([cell for cell in head if cell.value])):
            sheet.cell(head[0].row + 1, place + 1, first(place + 1))
    book.save(path)
    return path


def held(report):
    """Return what a report says of rows that wait."""
    return {(row["lp"], row["reason"]) for row in report["held_rows"]}


@pytest.mark.parametrize("first", [int, str, "{}.".format])
def test_a_row_that_counts_the_columns_is_no_person(sopot, tmp_path, first):
    made = Invention(17).list
    expected = Recount(made.save(tmp_path / "plain.xlsx"), START, END)

    path = with_counted_columns(made.save(tmp_path / "counted.xlsx"), first)
    report = import_workbook(path, sopot, by=None).as_json()

    assert held(report) == {(lp, reason) for _, lp, reason in expected.held}
    assert figures(sopot) == expected.figures(*WHOLE)


@pytest.mark.parametrize("written", ["{}.0", "'{}"])
def test_PESEL_that_another_program_made_a_number_or_a_text_is_read(sopot, tmp_path, written):
    made = Invention(18).list
    path = made.save(tmp_path / "plain.xlsx")
    expected = Recount(path, START, END)
    book = openpyxl.load_workbook(path)
    sheet = book["Uczestnicy"]
    head = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Lp"))
    column = next(cell.column for cell in head if cell.value == "PESEL")
    for row in range(head[0].row + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column)
        if str(cell.value or "").isdigit():
            cell.value = written.format(cell.value)
    book.save(tmp_path / "other.xlsx")

    report = import_workbook(tmp_path / "other.xlsx", sopot, by=None).as_json()

    assert held(report) == {(lp, reason) for _, lp, reason in expected.held}
    assert figures(sopot) == expected.figures(*WHOLE)
