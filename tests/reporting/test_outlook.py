"""How many may still miss the result: out of the targets of the project, nothing of it in the code (R1)."""

import datetime

import pytest

from portal.goals import result_outlook
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_finding

DAY = datetime.date(2026, 9, 15)


@pytest.fixture
def enrol(city, sopot):
    def enrolled(ended=None, **values):
        person = make_person()
        make_care(person, city, sopot)
        end_on = None if ended is None else DAY - datetime.timedelta(days=ended)
        return make_participation(person, sopot, end_on=end_on, **values)

    return enrolled


def test_sopot_may_lose_sixteen(sopot):
    outlook = result_outlook(sopot, DAY)
    assert (outlook.target, outlook.out_of, outlook.reached, outlook.missed, outlook.spare) == (191, 207, 0, 0, 16)


def test_missed_are_those_who_count_and_whose_window_is_over_without_improvement(enrol, sopot):
    enrol(29)
    make_finding(enrol(40), outcome="not-improved", found_on=DAY - datetime.timedelta(days=40))
    enrol(28)
    enrol()
    enrol(60, missing="education")
    make_finding(enrol(35), found_on=DAY - datetime.timedelta(days=30))
    outlook = result_outlook(sopot, DAY)
    assert (outlook.reached, outlook.missed, outlook.spare) == (1, 2, 14)


def test_each_person_beyond_the_target_of_participants_may_miss_it_too(enrol, sopot):
    sopot.targets = {"EECO01": {"total": 2}, "IMPROVED": {"total": 1}}
    sopot.save()
    for _ in range(3):
        enrol(40)
    assert result_outlook(sopot, DAY).spare == -1


def test_project_without_a_target_has_no_outlook(sopot):
    sopot.targets = {"EECO01": {"total": 207}}
    assert result_outlook(sopot, DAY) is None
