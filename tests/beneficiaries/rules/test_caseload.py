"""How heavy a caseload is and who is proposed, without a database."""

import datetime

import pytest

from beneficiaries.rules.caseload import Candidate, Factor, Facts, factors, in_order, points

DAY = datetime.date(2026, 6, 1)
PLAIN = {
    "born": datetime.date(1990, 5, 17), "language": "uk", "start_on": datetime.date(2026, 2, 2), "end_on": None,
    "incomplete": False,
}  # fmt: skip


def facts(**other) -> Facts:
    return Facts(**{**PLAIN, **other})


@pytest.mark.parametrize(
    ("other", "spoken", "told"),
    [
        ({}, {"uk"}, []),
        ({}, set(), []),
        ({"language": ""}, {"pl"}, []),
        ({}, {"pl"}, [Factor.NO_SHARED_LANGUAGE]),
        ({"born": datetime.date(2008, 6, 2)}, {"uk"}, [Factor.CHILD]),
        ({"born": datetime.date(2008, 6, 1)}, {"uk"}, []),
        ({"start_on": None}, {"uk"}, [Factor.NEW]),
        ({"start_on": datetime.date(2026, 5, 3)}, {"uk"}, [Factor.NEW]),
        ({"start_on": datetime.date(2026, 5, 2)}, {"uk"}, []),
        ({"incomplete": True}, {"uk"}, [Factor.INCOMPLETE]),
    ],
)
def test_each_factor_weighs_one_point_more(other, spoken, told):
    assert factors(facts(**other), spoken, DAY) == told
    assert points(facts(**other), spoken, DAY) == 1 + len(told)


def test_nothing_weighs_from_the_day_of_the_end_on():
    assert points(facts(end_on=DAY, incomplete=True), {"pl"}, DAY) == 0
    assert points(facts(end_on=DAY + datetime.timedelta(days=1)), {"uk"}, DAY) == 1


def order(language: str, place: str, *candidates: Candidate) -> list[str]:
    return [each.name for each in in_order(candidates, language, place)]


def test_shared_language_stands_before_load():
    busy = Candidate(1, "A", frozenset({"uk"}), points=40)
    free, silent = Candidate(2, "B", frozenset({"pl"})), Candidate(3, "C")
    assert order("uk", "", busy, free, silent) == ["A", "C", "B"]
    assert order("", "", busy, free, silent) == ["B", "C", "A"]


def test_same_place_spares_two_points_and_no_more():
    there = Candidate(1, "A", points=12, places=frozenset({"Gdynia"}))
    assert order("", "Gdynia", there, Candidate(2, "B", points=11)) == ["A", "B"]
    assert order("", "Gdynia", there, Candidate(2, "B", points=9)) == ["B", "A"]


def test_names_decide_between_equals():
    assert order("", "", Candidate(1, "B"), Candidate(2, "A")) == ["A", "B"]


def test_whoever_is_away_stands_last():
    away = Candidate(1, "A", frozenset({"uk"}), is_away=True)
    assert order("uk", "", away, Candidate(2, "B", frozenset({"pl"}), points=40)) == ["B", "A"]
