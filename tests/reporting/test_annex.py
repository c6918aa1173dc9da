"""The annex of a built report: numbers in stretches, whom it leaves out, and its sheet."""

import datetime
import io

import openpyxl
import pytest

from reporting.domain.built import build_report
from reporting.domain.editions import freeze_edition
from reporting.enums import Section
from reporting.exporters import built_files
from reporting.exporters.built import Part, parts_of
from reporting.exporters.grids import Grid
from reporting.exporters.workbook import edition_as_xlsx
from reporting.queries.built import annex_size, annex_stretches
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

MARKUP = "<r><t>not markup</t></r>"


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
    at_once = [row for stretch in annex_stretches(edition, coordinator, 2) for row in stretch.rows]
    monkeypatch.setattr("reporting.queries.built.STRETCH", 2)
    with django_assert_num_queries(3 * 2):
        in_stretches = list(annex_stretches(edition, coordinator, 2))
    assert [(len(each.rows), each.hidden) for each in in_stretches] == [(2, None), (2, None), (1, 0)]
    assert [row for stretch in in_stretches for row in stretch.rows] == at_once
    frozen = edition.evidence.order_by("number", "indicator").values_list("number", "indicator", "counted_on")
    assert [(row.number, said) for row in at_once for said in row.counted] == [
        (number, f"{indicator} {day}") for number, indicator, day in frozen
    ]
    assert annex_size(edition, coordinator) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("stretch", [1, 2, 3, 9])
@pytest.mark.parametrize("gone", [(), (0,), (4,), (0, 1, 2), (1, 4), (0, 1, 2, 3, 4)])
def test_annex_counts_whom_it_leaves_out_wherever_they_stand(sopot, coordinator, counted, monkeypatch, gone, stretch):
    monkeypatch.setattr("reporting.queries.built.STRETCH", stretch)
    edition = freeze_edition(sopot, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=coordinator)
    for place in gone:
        counted[place].person.denied_to.add(coordinator)
    *before, last = annex_stretches(edition, coordinator, 2)
    assert [each.hidden for each in (*before, last)] == [*[None] * len(before), len(gone)]
    listed = [row.number for each in (*before, last) for row in each.rows]
    assert listed == [each.number for place, each in enumerate(counted) if place not in gone]
    report = build_report(edition, sections=["annex"], beside=[], notice=False, by=coordinator)
    *others, end = parts_of(report)
    assert not any(part.closing for part in others)
    assert [said.startswith(f"{len(gone)} ") for said in end.closing] == [True] * bool(gone)


@pytest.mark.django_db
def test_explanation_that_looks_like_markup_breaks_no_workbook(sopot, coordinator, counted, monkeypatch, tmp_path):
    edition = freeze_edition(sopot, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=coordinator)
    report = build_report(edition, sections=["notes", "annex"], beside=[], notice=False, by=coordinator)
    monkeypatch.setattr(type(report), "label", MARKUP)
    made = built_files.write_xlsx(report, tmp_path, lambda: None)
    assert openpyxl.load_workbook(made).worksheets[0]["A2"].value == MARKUP
    edition.content["project"]["measure"] = MARKUP
    short = openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(edition))).worksheets[0]
    assert MARKUP in [cell.value for row in short for cell in row]


@pytest.mark.parametrize(("number", "is_long"), [("MP-000001", False), ("SOPOT515-000001", True)])
def test_longer_numbers_ask_for_the_wider_column_on_paper(number, is_long):
    part = Part(Section.ANNEX, "", (), [Grid("", ["Number", "Counted"], [["MP-000001", ""], [number, ""]])])
    assert part.is_annex
    assert part.has_long_numbers is is_long
