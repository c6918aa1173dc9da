"""The radar of results: who is on it, in which order, and who is after the window (R40, R43, R62)."""

import datetime

import pytest

from cases.queries.radar import without_assessment, without_finding
from portal.accounts.enums import Role
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_finding

DAY = datetime.date(2026, 9, 15)
OTHERS = "others"


def days_ago(days: int) -> datetime.date:
    return DAY - datetime.timedelta(days=days)


@pytest.fixture
def enrol(city, sopot, caseworker_city):
    def enrolled(ended=None, *, charge=caseworker_city, **values):
        person = make_person()
        make_care(person, city, sopot, charge)
        return make_participation(person, sopot, end_on=None if ended is None else days_ago(ended), **values)

    return enrolled


def numbers(people) -> list[str]:
    return [each.number for each in people]


def test_nearest_last_day_comes_first_and_the_window_closes_after_day_28(enrol, caseworker_city):
    fresh, last, closed, long_closed = enrol(0), enrol(28), enrol(29), enrol(90)
    still_open, after = without_finding(caseworker_city, DAY, in_care=True)
    assert numbers(still_open) == [last.number, fresh.number]
    assert numbers(after) == [closed.number, long_closed.number]


def test_who_has_not_ended_or_has_a_complete_finding_in_the_window_is_not_on_it(enrol, caseworker_city):
    enrol()
    enrol(-1)
    make_finding(enrol(10), found_on=days_ago(10))
    outside, incomplete = enrol(10), enrol(10)
    make_finding(outside, found_on=days_ago(11))
    make_finding(incomplete, found_on=days_ago(9), is_complete=False)
    still_open, _after = without_finding(caseworker_city, DAY, in_care=True)
    assert set(numbers(still_open)) == {outside.number, incomplete.number}


def test_window_is_that_of_the_project(enrol, caseworker_city, sopot):
    sopot.result_window_days = 7
    sopot.save()
    enrol(8)
    still_open, after = without_finding(caseworker_city, DAY, in_care=True)
    assert (len(still_open), len(after)) == (0, 1)


def test_in_ones_care_are_own_people_and_those_of_nobody(enrol, city, sopot, caseworker_city, coordinator):
    colleague = make_member(Role.CASEWORKER, city, sopot)
    own, nobodys, other = enrol(1), enrol(1, charge=None), enrol(1, charge=colleague)
    left = make_member(Role.CASEWORKER, city, sopot)
    of_who_left = enrol(1, charge=left)
    left.is_active = False
    left.save()
    found = without_finding(caseworker_city, DAY, in_care=True)[0]
    assert set(numbers(found)) == {own.number, nobodys.number, of_who_left.number}
    assert {each.number for each in found if each.is_nobodys} == {nobodys.number, of_who_left.number}
    assert other.number in numbers(without_finding(caseworker_city, DAY, in_care=False)[0])
    assert len(without_finding(coordinator, DAY, in_care=False)[0]) == 4


def test_walls_and_organisations_hold(enrol, caseworker_city, caseworker_foundation, instructor, auditor):
    enrol(1).person.denied_to.add(caseworker_city)
    hidden = enrol(1)
    hidden.person.is_confidential = True
    hidden.person.save()
    for user in (caseworker_city, caseworker_foundation, instructor, auditor):
        for in_care in (True, False):
            assert not any(people.exists() for people in without_finding(user, DAY, in_care=in_care))


def test_without_assessment_are_those_who_take_part_and_have_no_first_one(enrol, caseworker_city):
    missing, reviewed = enrol(), enrol()
    make_diagnosis(reviewed, stage="review")
    make_diagnosis(enrol())
    enrol(start_on=None)
    enrol(1)
    assert set(numbers(without_assessment(caseworker_city, DAY))) == {missing.number, reviewed.number}
