"""Rows of text written whole: the bytes are those of the library, and no text is ever markup."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reporting.domain.built import build_report
from reporting.domain.editions import freeze_edition
from reporting.enums import Section
from reporting.exporters import built_files
from reporting.exporters.built import Part
from reporting.exporters.grids import Grid
from reporting.exporters.sheets import TextSheet, TooManyRows
from reporting.queries.built import annex_hidden, annex_rows, annex_size
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

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


def sheet_of(texts, made_of):
    """Return the XML of a sheet with a heading, these rows, and a number between them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        styles = [book.add_format({"bold": True}), book.add_format({"text_wrap": True})]
        sheet = book.add_worksheet("Annex", made_of)
        sheet.write_string(0, 0, "Heading", styles[0])
        row = 1
        for each in texts:
            if made_of is TextSheet:
                sheet.write_texts(row, each, styles[1])
            else:
                for place, text in enumerate(each):
                    sheet.write_string(row, place, text, styles[1])
            sheet.write_number(row + 1, 1, 7, styles[0])
            row += 2
    with zipfile.ZipFile(out) as files:
        return files.read("xl/worksheets/sheet1.xml"), out


def test_rows_written_whole_are_the_bytes_of_the_library_cell_by_cell():
    assert sheet_of(TEXTS, TextSheet)[0] == sheet_of(TEXTS, Worksheet)[0]


def test_text_that_looks_like_markup_stays_text():
    _xml, out = sheet_of([[MARKUP, "<r></is></c><x></r>"]], TextSheet)
    sheet = openpyxl.load_workbook(out).active
    assert [cell.value for cell in sheet[2]] == [MARKUP, "<r></is></c><x></r>"]


@pytest.mark.parametrize("text", ["plain", "a & b"])
def test_row_without_room_is_refused_instead_of_left_out(text):
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Annex", TextSheet)
        with pytest.raises(TooManyRows):
            sheet.write_texts(1_048_576, [text], book.add_format())


@pytest.fixture
def counted(sopot, city):
    people = [make_participant(city, sopot, surname=f"Tajemna{place}", sex="K") for place in range(5)]
    for person in people:
        make_support(person, delivered_on=datetime.date(2026, 2, 2), organisation=city)
    return people


@pytest.mark.django_db
def test_annex_is_read_in_stretches_and_says_every_indicator_of_a_number(
    sopot, coordinator, counted, monkeypatch, django_assert_num_queries
):
    edition = freeze_edition(sopot, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=coordinator)
    at_once = [row for stretch in annex_rows(edition, coordinator, 2) for row in stretch]
    monkeypatch.setattr("reporting.queries.built.STRETCH", 2)
    with django_assert_num_queries(2 * 3):
        in_stretches = list(annex_rows(edition, coordinator, 2))
    assert [len(each) for each in in_stretches] == [2, 2, 1]
    assert [row for stretch in in_stretches for row in stretch] == at_once
    frozen = edition.evidence.order_by("number", "indicator").values_list("number", "indicator", "counted_on")
    assert [(row.number, said) for row in at_once for said in row.counted] == [
        (number, f"{indicator} {day}") for number, indicator, day in frozen
    ]
    assert (annex_size(edition, coordinator), annex_hidden(edition, coordinator)) == (5, 0)
    counted[0].person.denied_to.add(coordinator)
    assert (annex_size(edition, coordinator), annex_hidden(edition, coordinator)) == (4, 1)
    left = [row.number for stretch in annex_rows(edition, coordinator, 9) for row in stretch]
    assert counted[0].number not in left
    assert len(left) == 4


@pytest.mark.django_db
def test_explanation_that_looks_like_markup_breaks_no_workbook(sopot, coordinator, counted, monkeypatch, tmp_path):
    edition = freeze_edition(sopot, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=coordinator)
    report = build_report(edition, sections=["notes", "annex"], beside=[], notice=False, by=coordinator)
    monkeypatch.setattr(type(report), "label", MARKUP)
    made = built_files.write_xlsx(report, tmp_path, lambda: None)
    assert openpyxl.load_workbook(made).worksheets[0]["A2"].value == MARKUP


@pytest.mark.parametrize(("number", "is_long"), [("MP-000001", False), ("SOPOT515-000001", True)])
def test_longer_numbers_ask_for_the_wider_column_on_paper(number, is_long):
    part = Part(Section.ANNEX, "", (), [Grid("", ["Number", "Counted"], [["MP-000001", ""], [number, ""]])])
    assert part.is_annex
    assert part.has_long_numbers is is_long
