"""A corrected row is one change of one row: later rows of the person are merged or held as ever (contracts §4)."""

import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.domain.participations import correct_participation
from beneficiaries.models import ParticipationVersion
from portal.imports.enums import DecisionKind, RowState
from portal.imports.models import ImportBatch, ImportedRow
from services.models import SupportDelivery
from tests.workbooks import HEADINGS, NAMES, ListOfPeople, pesel_for

PESEL = pesel_for("1990-03-13")
POLINA = {"surname": "Kovalenko", "given": "Polina", "born": "1990-03-13", "phone": "+48 500000001",
          "start": "2026-01-10", "end": "2026-03-10"}  # fmt: skip
NAMESAKE = {**POLINA, "pesel": None, "phone": "99", "education": "ISCED 5-8", "start": "2026-02-01", "end": None}


def numbers(report: dict) -> tuple[int, ...]:
    return tuple(report[name] for name in ("created", "merged", "held", "unchanged"))


def correct(people: ListOfPeople, row: int = 0, **values: Any) -> None:
    people.rows["Uczestnicy"][row].update({NAMES[name]: value for name, value in values.items()})


def change_of(report: dict) -> list[int]:
    return [row["lp"] for row in report["changed_rows"]]


@pytest.fixture
def polina(take, people):
    """Polina with her PESEL and one delivery, as the first list has her."""
    people.support(people.person(pesel=PESEL, **POLINA), on="2026-01-10")
    take(people)


class TestDouble:
    """Somebody of the same name and birth date, without a PESEL."""

    def test_is_held_in_the_list_after_a_correction(self, polina, take, people):
        correct(people, phone="88")
        assert change_of(take(people).report) == [1]
        people.support(people.person(**NAMESAKE), on="2026-02-01")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [])
        assert [row["reason"] for row in report["held_rows"]] == ["possible-duplicate"]
        assert report["people"] == [{"lp": 1, "person": "WS-0001"}]
        assert SupportDelivery.objects.count() == 1

    def test_is_held_when_it_comes_with_the_correction(self, polina, take, people):
        correct(people, phone="88")
        people.support(people.person(**NAMESAKE), on="2026-02-01")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [1])
        assert SupportDelivery.objects.count() == 1

    def test_is_held_when_it_stands_above_the_corrected_row(self, polina, take, people):
        correct(people, phone="88")
        people.support(people.person(**NAMESAKE), on="2026-02-01")
        people.rows["Uczestnicy"].reverse()
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [1])

    def test_stays_held_when_both_rows_are_edited(self, polina, take, people):
        people.support(people.person(**NAMESAKE), on="2026-02-01")
        take(people)
        correct(people, phone="88")
        correct(people, 1, phone="77")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [1])
        assert SupportDelivery.objects.count() == 1

    def test_that_was_as_good_as_equal_stays_held_when_both_rows_are_edited(self, take, people):
        for remarks in ("a", "b"):
            people.support(people.person(**POLINA, remarks=remarks), on="2026-01-10")
        take(people)
        correct(people, phone="88")
        correct(people, 1, phone="77")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [1])

    def test_that_is_edited_alone_stays_held_when_the_person_leaves_the_list(self, polina, take, people):
        people.support(people.person(**NAMESAKE), on="2026-02-01")
        take(people)
        del people.rows["Uczestnicy"][0]
        correct(people, phone="77")
        assert numbers(take(people).report) == (0, 0, 1, 0)

    def test_that_is_unlike_is_held_when_the_person_leaves_the_list(self, polina, take):
        other = ListOfPeople()
        other.support(other.person(**NAMESAKE), on="2026-02-01")
        assert numbers(take(other).report) == (0, 0, 1, 0)
        assert SupportDelivery.objects.count() == 1

    def test_is_held_when_the_corrected_row_waits(self, polina, take, people):
        correct(people, end="2025-12-01")
        assert numbers(take(people).report) == (0, 0, 1, 0)
        people.support(people.person(pesel=PESEL, **{**POLINA, "start": "2026-06-01", "end": None}), on="2026-06-01")
        assert numbers(take(people).report) == (0, 1, 1, 0)

    def test_is_held_once_the_correction_has_been_taken_over(self, polina, take, people, decide):
        correct(people, phone="88")
        take(people)
        decide(DecisionKind.TAKE_OVER, ImportedRow.objects.get(state=RowState.CHANGED), take=frozenset({"phone"}))
        people.person(**NAMESAKE)
        assert numbers(take(people).report) == (0, 0, 1, 1)

    def test_is_held_when_the_content_of_old_rows_is_gone(self, polina, take, people):
        ImportedRow.objects.update(payload=None)
        correct(people, phone="88")
        people.person(**NAMESAKE)
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 1, 1), [1])


class TestReturn:
    """A second period of one PESEL (R35)."""

    @pytest.fixture
    def returns(self, polina, take, people):
        def returns_with(*, first_the_correction: bool):
            people.finding(1, "2026-03-12")
            take(people)
            correct(people, phone="88")
            if first_the_correction:
                take(people)
            people.support(
                people.person(pesel=PESEL, **{**POLINA, "start": "2026-06-01", "end": None}), on="2026-06-01"
            )
            return take(people)

        return returns_with

    @pytest.mark.parametrize("first_the_correction", [True, False])
    def test_is_joined_beside_a_correction(self, returns, first_the_correction):
        done = returns(first_the_correction=first_the_correction)
        assert numbers(done.report) == (0, 1, 0, 1)
        assert done.version().end_on is None
        assert done.total("IMPROVED") == 0

    def test_may_be_corrected_itself(self, returns, take, people):
        returns(first_the_correction=False)
        correct(people, 1, phone="99")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 0, 2), [2])

    def test_both_periods_may_be_corrected_at_once(self, returns, take, people):
        returns(first_the_correction=True)
        for row in (0, 1):
            correct(people, row, email="polina@x.pl")
        report = take(people).report
        assert (numbers(report), change_of(report)) == ((0, 0, 0, 2), [1, 2])


@pytest.mark.parametrize("phone", [POLINA["phone"], "88", None])
def test_another_row_fills_a_blank_beside_a_correction(take, people, phone):
    people.support(people.person(pesel=PESEL, **POLINA, education=None), on="2026-01-10")
    assert take(people).report["incomplete"] == 1
    correct(people, phone="88")
    people.person(pesel=PESEL, **{**POLINA, "phone": phone}, education="ISCED 3-4")
    report = take(people).report
    assert (numbers(report), report["incomplete"]) == ((0, 1, 0, 1), 0)
    assert ParticipationVersion.objects.current().get().education == "isced-3-4"


@pytest.mark.parametrize(
    "values", [{"pesel": PESEL}, {"phone": "88"}, {"end": None}, {"status": "bezrobotna", "detail": "inne"}]
)
def test_corrected_row_without_a_PESEL_is_a_change(take, people, values):
    people.support(people.person(**POLINA), on="2026-01-10")
    take(people)
    correct(people, **values)
    report = take(people).report
    assert (numbers(report), change_of(report)) == ((0, 0, 0, 1), [1])


class TestEmptied:
    """A cell that was filled and is blank now is a difference, and changes nothing by itself."""

    @pytest.fixture
    def changes(self, take, people):
        """Import the list as it stands; return what its batch shows as changed."""

        def found() -> list[list]:
            take(people)
            stored = json.loads(ImportBatch.objects.latest("imported_at").report)
            return [value for entry in stored["changes"] for value in entry["values"]]

        return found

    def open_rows(self) -> list[ImportedRow]:
        return [row for row in ImportedRow.objects.filter(state=RowState.CHANGED) if row.is_open]

    @pytest.mark.parametrize("pesel", [PESEL, None])
    def test_end_is_shown_and_stays_until_it_is_taken_over(self, take, people, changes, decide, pesel):
        people.support(people.person(pesel=pesel, **POLINA), on="2026-01-10")
        people.finding(1, "2026-03-12")
        assert take(people).total("IMPROVED") == 1
        correct(people, end=None)
        assert changes() == [["end", "2026-03-10", None]]
        [row] = self.open_rows()
        assert take(people).version().end_on == datetime.date(2026, 3, 10)
        decide(DecisionKind.TAKE_OVER, row, take=frozenset({"end"}))
        done = take(people)
        assert (done.version().end_on, done.version().written_end, done.total("IMPROVED")) == (None, None, 0)
        assert not self.open_rows()

    def test_end_that_is_kept_is_asked_about_once(self, polina, take, people, changes, decide):
        correct(people, end=None)
        assert changes()
        decide(DecisionKind.KEEP, self.open_rows()[0])
        assert (changes(), self.open_rows()) == ([], [])
        assert take(people).version().end_on == datetime.date(2026, 3, 10)

    def test_stays_shown_when_the_row_changes_once_more(self, polina, people, changes):
        correct(people, end=None)
        changes()
        correct(people, phone="88")
        assert changes() == [["phone", "+48 500000001", "88"], ["end", "2026-03-10", None]]

    def test_is_shown_when_the_value_it_had_was_a_change_itself(self, polina, people, changes):
        correct(people, end="2026-04-04", phone="88")
        changes()
        correct(people, end=None)
        assert changes() == [["phone", "+48 500000001", "88"], ["end", "2026-03-10", None]]

    def test_is_closed_when_the_list_says_it_again(self, polina, people, changes):
        correct(people, end=None)
        changes()
        correct(people, end=POLINA["end"])
        assert (changes(), self.open_rows()) == ([], [])

    def test_end_is_shown_when_the_content_of_old_rows_is_gone(self, polina, people, changes):
        ImportedRow.objects.update(payload=None)
        correct(people, end=None)
        assert changes() == [["end", "2026-03-10", None]]

    def test_other_cells_are_shown_too(self, take, people, changes, decide):
        facts = {**POLINA, "citizen": "Ukraina", "status": "bezrobotna", "detail": "długotrwale"}
        people.support(people.person(pesel=PESEL, **facts), on="2026-01-10")
        assert take(people).total("EECO03") == 1
        correct(people, citizen="-", detail=None, education=" ", phone="brak", pesel="brak PESEL")
        assert {name: written for name, _known, written in changes()} == dict.fromkeys(
            ("citizenships", "labour_detail_text", "education", "phone", "pesel"), ""
        )
        decide(DecisionKind.TAKE_OVER, self.open_rows()[0], take=frozenset({"labour_detail_text", "education"}))
        done = take(people)
        assert done.version().missing == "education"
        assert done.version().labour_detail == ""
        assert done.version().citizenships == "UA"

    def test_what_the_list_never_said_is_not_shown(self, take, people, changes):
        facts = {**POLINA, "phone": None, "end": None}
        people.support(people.person(pesel=PESEL, **facts), on="2026-01-10")
        version = take(people).version()
        person = version.participation.person
        person.phone = "+48 600700800"
        person.save()
        correct_participation(version, {"end_on": datetime.date(2026, 5, 5)}, [], by=None, why="test")
        correct(people, email="polina@x.pl")
        assert changes() == [["email", "", "polina@x.pl"]]

    def test_what_another_row_of_the_person_says_is_not_shown(self, polina, take, people, changes):
        people.person(pesel=PESEL, **POLINA)
        take(people)
        correct(people, phone=None, end=None)
        assert changes() == []

    def test_a_column_that_the_list_has_no_more_says_nothing(self, polina, people, take):
        columns = [name for name in HEADINGS["Uczestnicy"] if name != NAMES["end"]]
        report = take(people, headings={"Uczestnicy": columns}).report
        assert (numbers(report), self.open_rows()) == ((0, 0, 0, 1), [])


class TestTakenBack:
    """A change that nobody decided is closed by the partner whose row it is, and by nobody else."""

    def is_open(self) -> list[bool]:
        return [row.is_open for row in ImportedRow.objects.filter(state=RowState.CHANGED)]

    def test_is_asked_about_again_when_the_list_says_it_again(self, polina, take, people):
        correct(people, phone="88")
        take(people)
        correct(people, phone=POLINA["phone"])
        assert change_of(take(people).report) == []
        assert self.is_open() == [False]
        correct(people, phone="88")
        report = take(people).report
        assert (numbers(report), change_of(report), self.is_open()) == ((0, 0, 0, 1), [1], [True])
        assert (change_of(take(people).report), self.is_open()) == ([], [True])

    def test_stays_decided_when_somebody_decided_it(self, polina, take, people, decide):
        correct(people, phone="88")
        take(people)
        decide(DecisionKind.KEEP, ImportedRow.objects.get(state=RowState.CHANGED))
        for phone in (POLINA["phone"], "88"):
            correct(people, phone=phone)
            assert change_of(take(people).report) == []
        assert self.is_open() == [False]

    def test_waits_on_beside_the_list_of_another_partner(self, polina, take, people):
        other = ListOfPeople()
        other.person(pesel=PESEL, **POLINA, organisation="Fundacja Społecznie Bezpieczni")
        take(other)
        correct(people, end="2026-05-05")
        take(people)
        take(other)
        assert self.is_open() == [True]
        correct(people, end="2026-05-06")
        take(people)
        assert self.is_open() == [False, True]


def test_corrections_are_found_with_equally_many_queries(take, people):
    def corrected(rows: range, email: str) -> int:
        for row in rows:
            correct(people, row, email=email)
        with CaptureQueriesContext(connection) as found:
            take(people)
        return len(found)

    for _ in range(4):
        people.supported()
    take(people)
    corrected(range(1), "a@x.pl")
    assert corrected(range(1), "b@x.pl") == corrected(range(4), "c@x.pl")
