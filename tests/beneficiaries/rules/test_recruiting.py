"""Until when people may register, and what is possible afterwards (R95)."""

import datetime
from dataclasses import dataclass

import pytest

from beneficiaries.rules.recruiting import Door, door_of, finishing, last_day

DAY = datetime.date


@dataclass
class Project:
    recruits_until: datetime.date | None = DAY(2026, 10, 31)
    ends_on: datetime.date = DAY(2026, 12, 31)
    registration_grace_days: int = 14
    keeps_reserve_list: bool = False


@pytest.mark.parametrize(
    ("day", "reserve", "door"),
    [
        (DAY(2026, 10, 31), False, Door.OPEN),
        (DAY(2026, 11, 1), False, Door.CLOSED),
        (DAY(2026, 11, 1), True, Door.RESERVE),
        (DAY(2026, 12, 31), True, Door.RESERVE),
        (DAY(2027, 1, 1), True, Door.CLOSED),
    ],
)
def test_the_door_closes_after_the_last_day_or_leads_to_the_reserve_list(day, reserve, door):
    assert door_of(Project(keeps_reserve_list=reserve), day) is door


def test_without_a_day_of_its_own_a_project_recruits_to_its_end_and_never_longer():
    assert last_day(Project(None)) == last_day(Project(DAY(2027, 5, 1))) == DAY(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "may", "until"),
    [
        (DAY(2026, 10, 31), True, None),
        (DAY(2026, 11, 14), True, DAY(2026, 11, 14)),
        (DAY(2026, 11, 15), False, DAY(2026, 11, 14)),
    ],
)
def test_what_was_begun_in_time_may_be_finished_for_the_days_of_grace(day, may, until):
    found = finishing(Project(), day, is_reserve=False)
    assert (found.may, found.until) == (may, until)


def test_what_was_begun_for_the_reserve_list_may_be_finished_as_long_as_there_is_one():
    late = DAY(2026, 12, 20)
    assert finishing(Project(keeps_reserve_list=True), late, is_reserve=True).may
    assert not finishing(Project(keeps_reserve_list=True), late, is_reserve=False).may
    assert not finishing(Project(), late, is_reserve=True).may


def test_grace_does_not_outlast_the_project():
    found = finishing(Project(DAY(2026, 12, 28)), DAY(2026, 12, 31), is_reserve=False)
    assert found.until == DAY(2026, 12, 31)
    assert not finishing(Project(None), DAY(2027, 1, 1), is_reserve=False).may
