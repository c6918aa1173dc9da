"""Rows of one PESEL give the same person in one list as in two (contracts §4, R35)."""

from itertools import permutations

import pytest

from beneficiaries.models import ParticipationVersion
from tests.workbooks import ListOfPeople, pesel_for

SAME = {"pesel": pesel_for("1990-03-13"), "born": "1990-03-13", "surname": "Kovalenko", "given": "Polina"}
PERIODS = {
    "A": {"start": "2026-01-10", "end": "2026-03-10", "education": None},
    "B": {"start": "2026-02-01", "end": None, "education": "ISCED 0-2"},
    "C": {"start": "2026-03-01", "end": "2026-03-20", "education": "ISCED 5-8"},
}


def list_of(rows: str) -> ListOfPeople:
    people = ListOfPeople()
    for row in rows:
        people.person(**SAME, **PERIODS[row])
    people.support(1, on="2026-01-10")
    people.finding(1, "2026-03-22")
    return people


@pytest.mark.parametrize("rows", list(map("".join, permutations("ABC"))))
def test_order_in_which_rows_come_to_be_known_does_not_matter(take, rows):
    for length in (1, 2, 3):
        done = take(list_of(rows[:length]))
    assert str(done.version().end_on) == "2026-03-20"
    assert done.version().education == "isced-0-2"
    assert done.total("IMPROVED") == 1


def test_only_a_written_start_decides_which_row_is_the_earlier(take, people):
    people.support(people.person(**SAME, start=None, education="ISCED 0-2"), on="2026-01-05")
    take(people)
    people.person(**SAME, start="2026-01-10", education="ISCED 5-8")
    done = take(people)
    assert done.counts("EECO09", "EECO10", "EECO11") == ["EECO11"]
    version = ParticipationVersion.objects.current().get()
    assert (str(version.start_on), str(version.written_start)) == ("2026-01-05", "2026-01-10")


@pytest.mark.parametrize("in_two", [False, True])
def test_who_starts_after_the_end_of_a_row_without_a_start_has_come_back(take, people, in_two):
    people.support(people.person(**SAME, start=None, end="2026-02-14"), on="2026-01-05")
    if in_two:
        assert str(take(people).version().end_on) == "2026-02-14"
    people.person(**SAME, start="2026-03-04", end=None)
    assert take(people).version().end_on is None


def test_who_starts_before_the_end_of_a_row_without_a_start_leaves_with_it(take, people):
    people.support(people.person(**SAME, start=None, end="2026-04-14"), on="2026-01-05")
    people.person(**SAME, start="2026-03-04", end=None)
    assert str(take(people).version().end_on) == "2026-04-14"


def test_a_further_row_that_says_nothing_else_differs_in_nothing_anew(take, people):
    people.supported(**SAME, education="ISCED 0-2")
    people.person(**SAME, education="ISCED 5-8")
    assert take(people).report["merge_differences"] != []
    people.person(**SAME, phone="500 100 200", education="ISCED 0-2")
    assert take(people).report["merge_differences"] == []
