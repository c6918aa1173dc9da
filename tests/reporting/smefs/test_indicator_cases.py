"""Worked examples of the rules, from a list of the city into the line that leaves for SM EFS."""

import datetime

import pytest

from beneficiaries.models import Person
from portal.clock import today
from reporting.smefs.queries.prepared import prepared
from tests.smefs import THIRD
from tests.workbooks import ADVICE, PUPIL, pesel_for

EU = "Brak polskiego obywatelstwa – obywatel kraju UE"


@pytest.fixture
def lines(take, people, sopot):
    """Import the list and return the cells of everybody, with what the checks find."""

    def out():
        take(people)
        ready = prepared(sopot, today(), None)
        return ready.cells, sorted({each.rule for each in ready.findings} - {"R39"})

    return out


def test_A4_a_return_keeps_the_first_entry_and_the_last_end(lines, people):
    pesel = pesel_for("1990-05-17")
    first = people.supported(
        on="2025-02-01", end="2025-05-31", path="tak", pesel=pesel, status="bezrobotna", detail="inne"
    )
    again = people.supported(on="2026-01-12", end="2026-03-20", path="tak", pesel=pesel, status="pracująca")
    assert first != again
    (line,), found = lines()
    assert (line[21], line[22], line[23]) == ("2025-02-01", "2026-03-20", "Osoba bezrobotna")
    assert line[31] == "2025-02-01|2026-01-12"
    assert found == ["R21"]


def test_A3_five_supports_are_five_items(lines, people):
    lp = people.supported(on="2026-02-02")
    for day in ("2026-02-09", "2026-02-16", "2026-02-23", "2026-03-02"):
        people.support(lp, ADVICE, on=day)
    (line,), found = lines()
    assert [line[place].count("|") for place in (28, 29, 30, 31)] == [4] * 4
    assert found == []


def test_A2_whoever_was_never_supported_is_not_in_the_file(lines, people):
    people.person()
    assert lines() == ([], [])


def test_A20_without_sex_nobody_is_reported(lines, people):
    people.supported(sex="")
    assert lines() == ([], [])


def test_A19_refusals_are_written_and_still_count(lines, people):
    people.supported(disability="odmowa", minority="odmowa")
    (line,), found = lines()
    assert (line[35], line[37], found) == ("Odmowa podania informacji", "Odmowa podania informacji", [])


def test_A25_whoever_left_early_has_no_in_column_27(lines, people):
    people.supported(end="2026-04-30", path="nie")
    (line,), _found = lines()
    assert (line[22], line[27]) == ("2026-04-30", "Nie")


def test_B10_a_child_of_six_is_a_pupil_with_the_end_of_education(lines, people):
    people.supported(on="2026-03-01", **{**PUPIL, "born": "2019-11-05"})
    (line,), found = lines()
    assert line[10] == "6"
    assert line[11] == "Średnie I stopnia lub niższe (ISCED 0–2)"
    assert (line[23], line[24]) == ("Osoba bierna zawodowo", "Osoba ucząca się/odbywająca kształcenie")
    assert (line[25], found) == ("2027-06-25", [])


@pytest.mark.parametrize(
    ("status", "detail", "written"),
    [
        ("bezrobotna", "długotrwale", ("Osoba bezrobotna", "Osoba długotrwale bezrobotna")),
        ("bezrobotna", "inne", ("Osoba bezrobotna", "Inne")),
        ("bierna zawodowo", "emeryt", ("Osoba bierna zawodowo", "Osoba nieuczestnicząca w kształceniu lub szkoleniu")),
        ("pracująca", "MMŚP", ("Osoba pracująca", "Osoba pracująca w MMŚP")),
        ("pracująca", "działalność na własny rachunek",
         ("Osoba pracująca", "Osoba prowadząca działalność na własny rachunek")),
        ("pracująca", "", ("Osoba pracująca", "")),
    ],
)  # fmt: skip
def test_C_status_and_detail_in_the_words_of_the_dictionary(lines, people, status, detail, written):
    people.supported(status=status, detail=detail)
    (line,), found = lines()
    assert ((line[23], line[24]), found) == (written, [])


@pytest.mark.parametrize(
    ("citizen", "written"),
    [("Ukraina", (THIRD, "Tak", "Tak")), ("Bułgaria", (EU, "Tak", "Nie")), ("bezpaństwowiec", (THIRD, "Tak", "Tak"))],
)
def test_D1_D2_D3_citizenship_origin_and_third_country(lines, people, citizen, written):
    people.supported(citizen=citizen)
    (line,), found = lines()
    assert ((line[1], line[33], line[34]), found) == (written, [])


def test_D13_urbanisation_is_the_one_of_the_person(lines, people):
    people.supported(degurba="3")
    people.supported()
    cells, _found = lines()
    assert sorted(line[18] for line in cells) == ["1", "3"]


def test_G11_a_PESEL_that_comes_later_takes_the_place_of_the_number(lines, people, sopot):
    people.supported(surname="Petrenko", given="Olena", pesel="brak")
    (line,), _found = lines()
    assert (line[6][:3], line[7]) == ("WS-", "Tak")
    person = Person.objects.get()
    person.pesel = pesel_for("1990-05-17")
    person.save()
    ready = prepared(sopot, today(), None)
    assert [(line[6], line[7]) for line in ready.cells] == [(pesel_for("1990-05-17"), "Nie")]


def test_age_is_that_of_the_start_and_follows_the_29th_of_february(lines, people):
    people.supported(on="2026-02-27", born="2008-02-29")
    people.supported(on="2026-02-28", born="2008-02-29")
    cells, found = lines()
    assert [line[10] for line in cells] == ["17", "18"]
    assert found == []
    assert datetime.date.fromisoformat(cells[0][21]) == datetime.date(2026, 2, 27)
