"""A row is known again by what its read columns say: other columns and the spelling of a word make no other row."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.crypto.sealing import fingerprint
from portal.imports import reading
from portal.imports.contents import cells_of
from portal.imports.enums import RowState
from portal.imports.models import ImportedRow
from portal.imports.reading import canonical, heading
from services.models import SupportDelivery
from tests.workbooks import COURSE, HEADINGS, ListOfPeople, pesel_for

CARD = "Nr karty"
NUMBERS = ("Lp.", "Lp. uczestnika")


@pytest.fixture
def people() -> ListOfPeople:
    """Somebody with one row in every sheet."""
    people = ListOfPeople()
    lp = people.supported(end="2026-03-10", pesel=pesel_for("1990-05-17"))
    people.support(lp, COURSE, on="2026-02-03")
    people.diagnosis(lp)
    people.finding(lp, "2026-03-12")
    people.event(lp, "2026-03-12", "podjęcie pracy")
    return people


def marked_the_old_way() -> None:
    """Mark all rows as they were marked before: by heading, all columns, words as written."""
    for row in ImportedRow.objects.select_related("batch__data_key"):
        numbers = {heading(name) for name in NUMBERS}
        cells = {name: canonical(value) for name, value in cells_of(row.payload).items() if name not in numbers}
        content = json.dumps({name: value for name, value in sorted(cells.items()) if value}, ensure_ascii=False)
        owner = "" if row.sheet == "people" else (row.subject or row.waits_for_id).hex
        mark = fingerprint(f"{row.grant_project_id}|{row.sheet}|{owner}", content)
        ImportedRow.objects.filter(pk=row.pk).update(fingerprint=mark)


def with_cards(*sheets: str) -> dict[str, list[str]]:
    return {name: [*HEADINGS[name], CARD] for name in sheets}


def numbered(people: ListOfPeople) -> None:
    for rows in people.rows.values():
        for row in rows:
            row[CARD] = f"K/{id(row)}"


def nothing_new(report: dict[str, Any]) -> bool:
    of_people = (report["created"], report["merged"], report["held"], report["changed_rows"])
    others = {counts[name] for counts in report["sheets"].values() for name in ("taken", "waiting", "refused")}
    return of_people == (0, 0, 0, []) and others == {0}


@pytest.mark.parametrize("sheet", HEADINGS)
def test_a_column_that_nobody_reads_may_come_and_go(take, people, sheet):
    numbered(people)
    take(people)
    assert nothing_new(take(people, headings=with_cards(sheet)).report)
    numbered(people)
    assert nothing_new(take(people, headings=with_cards(sheet)).report)
    assert nothing_new(take(people).report)
    assert SupportDelivery.objects.count() == 2


@pytest.mark.parametrize(
    ("sheet", "row", "column", "written"),
    [
        ("Wsparcie", 1, "Rodzaj wsparcia", "  KURS  jezyka polskiego"),
        ("Wsparcie", 0, "Rodzaj wsparcia", "Działania kulturalne i integracyjne."),
        ("Diagnozy", 0, "Etap", "Poczatkowa"),
        ("Zakonczenie", 0, "Stwierdzenie", "Stwierdzam poprawe"),
        ("Zdarzenia", 0, "Zdarzenie", "Podjecie pracy"),
        ("Uczestnicy", 0, "Status na rynku pracy", "pracujaca"),
        ("Uczestnicy", 0, "Wykształcenie", "ISCED 3–4"),
        ("Uczestnicy", 0, "Płeć", "k."),
    ],
)
def test_a_word_in_another_spelling_is_the_same_row(take, people, sheet, row, column, written):
    take(people)
    people.rows[sheet][row][column] = written
    assert nothing_new(take(people).report)


def test_a_column_under_another_heading_is_the_same_column(take, people):
    headings = {name: list(columns) for name, columns in HEADINGS.items()}
    others = {"Data": "Data wsparcia", "Liczba godzin": "Godziny", "Telefon": "Nr telefonu"}
    people.rows["Uczestnicy"][0]["Telefon"] = "500 100 200"
    take(people)
    for name in ("Uczestnicy", "Wsparcie"):
        headings[name] = [others.get(column, column) for column in headings[name]]
        for row in people.rows[name]:
            row.update({others[column]: row.pop(column) for column in others if column in row})
    assert nothing_new(take(people, headings=headings).report)


@pytest.mark.parametrize(
    ("before", "after"),
    [("Ukraina Gruzja", "Ukraina, Gruzja"), ("Ukraina", "Ukraina, Gruzja"), ("Ukraina", "Gruzja")],
)
def test_another_citizenship_is_a_change(take, people, before, after):
    people.rows["Uczestnicy"][0]["Obywatelstwo"] = before
    take(people)
    people.rows["Uczestnicy"][0]["Obywatelstwo"] = after
    assert [row["lp"] for row in take(people).report["changed_rows"]] == [1]


def test_another_kind_of_support_is_another_delivery(take, people):
    take(people)
    people.rows["Wsparcie"][1]["Rodzaj wsparcia"] = "Doradztwo zawodowe"
    assert take(people).report["sheets"]["Wsparcie"]["taken"] == 1


def _as_it_was(people: ListOfPeople) -> dict[str, Any]:
    return {}


def _with_cards(people: ListOfPeople) -> dict[str, Any]:
    return {"headings": with_cards(*HEADINGS)}


class TestOldMarks:
    """Rows of a database that knows them by marks made the old way."""

    @pytest.mark.parametrize("listed", [_as_it_was, _with_cards])
    def test_are_recognised_and_marked_anew(self, take, people, listed: Callable):
        numbered(people)
        people.support(1, COURSE, on="2026-02-03")
        take(people)
        marked_the_old_way()
        assert nothing_new(take(people, **listed(people)).report)
        people.rows["Wsparcie"][1]["Rodzaj wsparcia"] = "Kurs jezyka polskiego"
        assert nothing_new(take(people, headings=with_cards("Uczestnicy", "Wsparcie")).report)
        assert SupportDelivery.objects.count() == 3

    def test_with_a_column_that_nobody_reads_are_recognised(self, take, people):
        numbered(people)
        take(people, headings=with_cards(*HEADINGS))
        marked_the_old_way()
        assert nothing_new(take(people, headings=with_cards(*HEADINGS)).report)
        assert nothing_new(take(people).report)

    def test_of_held_rows_and_what_waits_are_recognised(self, take, people):
        people.support(people.person(citizen="Polska"))
        take(people)
        marked_the_old_way()
        report = take(people).report
        assert (report["held"], report["unchanged"], report["sheets"]["Wsparcie"]["unchanged"]) == (1, 1, 3)
        assert ImportedRow.objects.filter(state=RowState.WAITING).count() == 1

    def test_of_equal_rows_are_one_row_each(self, take, people):
        for _ in range(2):
            people.support(1, COURSE, on="2026-02-03")
        take(people)
        marked_the_old_way()
        rows = people.rows["Wsparcie"]
        people.rows["Wsparcie"] = rows[:2]
        assert nothing_new(take(people).report)
        people.rows["Wsparcie"] = [*rows, rows[-1]]
        assert take(people).report["sheets"]["Wsparcie"]["taken"] == 1

    def test_cost_no_query_for_each_row(self, take, people):
        def queries() -> int:
            marked_the_old_way()
            with CaptureQueriesContext(connection) as found:
                take(people)
            return len(found)

        take(people)
        few = queries()
        for _ in range(5):
            people.support(people.person(pesel=None), COURSE)
        take(people)
        assert queries() == few


class TestSerialNumbersAsText:
    """Other programs leave the number of a day where the day stood, as a number or as a text."""

    DAYS = {"Data urodzenia": "33010", "Data rozpoczęcia udziału": "46055", "Data zakończenia udziału": "46091.0"}
    READ = {"Data urodzenia": "1990-05-17", "Data rozpoczęcia udziału": "2026-02-02",
            "Data zakończenia udziału": "2026-03-10"}  # fmt: skip

    def test_are_days(self, take):
        people = ListOfPeople()
        people.finding(people.supported(), "46092")
        people.rows["Uczestnicy"][0].update(self.DAYS)
        people.rows["Wsparcie"][0]["Data"] = "46055"
        done = take(people)
        version = done.version()
        found = [version.birth_date, version.start_on, version.end_on]
        assert [day.isoformat() for day in found] == list(self.READ.values())
        assert (done.total("IMPROVED"), done.report["held"], done.report["refused_rows"]) == (1, 0, [])

    @pytest.mark.parametrize("written", ["1990", "2999", "80000", "450000", "0,5"])
    def test_other_numbers_are_none(self, take, written):
        people = ListOfPeople()
        people.supported(born=written)
        assert [row["reason"] for row in take(people).report["held_rows"]] == ["birth-date"]

    def test_are_the_same_rows_as_the_days(self, take, people):
        people.rows["Uczestnicy"][0].update(self.DAYS)
        people.rows["Wsparcie"][0]["Data"] = "46055"
        take(people)
        people.rows["Uczestnicy"][0].update(self.READ)
        people.rows["Wsparcie"][0]["Data"] = 46055
        assert nothing_new(take(people).report)
        assert SupportDelivery.objects.count() == 2

    def test_a_row_that_was_marked_when_they_were_none_is_known_again(self, take, people, monkeypatch):
        people.rows["Uczestnicy"][0]["Kod pocztowy"] = "60123"
        monkeypatch.setattr(reading, "_WRITTEN_SERIAL", re.compile("never"))
        take(people)
        monkeypatch.undo()
        report = take(people).report
        assert (report["unchanged"], nothing_new(report)) == (1, True)
