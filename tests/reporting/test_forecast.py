"""Plan and forecast as pure functions: one method, named bounds, nothing that asks for the day."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.queries.forecast import (
    Verdict,
    default_path,
    forecast,
    half_up,
    months_between,
    months_of,
    plan_on,
    share_of,
    why_no_path,
)

DAY = datetime.date
START, END = DAY(2025, 1, 1), DAY(2026, 12, 31)
SUMMER = {DAY(2026, 6, 1): 9, DAY(2026, 7, 1): 6, DAY(2026, 8, 1): 12, DAY(2026, 9, 1): 100}


def test_forecast_is_the_mean_of_the_last_three_full_months():
    ahead = forecast(SUMMER, 150, DAY(2026, 9, 15), START, END)
    assert [month.month for month, _people in ahead.months] == [6, 7, 8]
    assert (ahead.rate, ahead.slowest, ahead.fastest) == (9, 6, 12)
    assert ahead.left == Fraction(7, 2)
    assert (ahead.value, ahead.low, ahead.high) == (150 + 32, 150 + 21, 150 + 42)


def test_month_is_full_on_its_last_day():
    assert forecast(SUMMER, 150, DAY(2026, 8, 30), START, END).months[-1][0] == DAY(2026, 7, 1)
    assert forecast(SUMMER, 150, DAY(2026, 8, 31), START, END).months[-1][0] == DAY(2026, 8, 1)


def test_month_without_anybody_counts_as_none():
    assert forecast({DAY(2026, 6, 1): 9}, 9, DAY(2026, 8, 31), START, END).rate == 3


def test_month_in_which_the_project_began_is_not_full():
    begun = DAY(2026, 7, 2)
    assert [month for month, _people in forecast(SUMMER, 9, DAY(2026, 8, 31), begun, END).months] == [DAY(2026, 8, 1)]
    assert forecast(SUMMER, 9, DAY(2026, 7, 31), begun, END) is None


def test_no_forecast_on_the_last_day():
    assert forecast(SUMMER, 9, END, START, END) is None
    assert forecast(SUMMER, 9, END - datetime.timedelta(days=1), START, END).left == Fraction(1, 31)


def test_open_places_end_the_forecast_and_what_is_reached_stays():
    ahead = forecast(SUMMER, 150, DAY(2026, 9, 15), START, END, cap=175)
    assert (ahead.value, ahead.low, ahead.high, ahead.is_capped) == (175, 171, 175, True)
    beyond = forecast(SUMMER, 180, DAY(2026, 9, 15), START, END, cap=175)
    assert (beyond.value, beyond.high) == (180, 180)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [(150, Verdict.REACHED), (171, Verdict.SAFE), (182, Verdict.LIKELY), (192, Verdict.OPEN), (193, Verdict.SHORT)],
)
def test_verdict_stands_between_the_bounds(target, verdict):
    assert forecast(SUMMER, 150, DAY(2026, 9, 15), START, END).verdict(target) is verdict


def test_target_asks_for_so_many_a_month():
    ahead = forecast(SUMMER, 150, DAY(2026, 9, 15), START, END)
    assert ahead.needed(185) == 10
    assert ahead.needed(100) == 0


def test_months_between_go_by_days():
    assert months_between(DAY(2026, 9, 30), END) == 3
    assert months_between(DAY(2026, 9, 15), DAY(2026, 9, 20)) == Fraction(1, 6)
    assert months_between(END, END) == 0


def test_plan_without_anybody_who_wrote_one_is_even_and_ends_at_the_target():
    outputs = default_path(207, START, END, is_result=False)
    results = default_path(191, START, END, is_result=True)
    assert len(outputs) == len(results) == 24
    assert (outputs[DAY(2025, 1, 1)], outputs[DAY(2025, 12, 1)], outputs[DAY(2026, 12, 1)]) == (9, 104, 207)
    assert (results[DAY(2025, 6, 1)], results[DAY(2025, 7, 1)], results[DAY(2026, 12, 1)]) == (0, 11, 191)


def test_plan_for_a_day_is_a_share_of_its_month():
    path = {DAY(2026, 1, 1): 31, DAY(2026, 2, 1): 59}
    assert [plan_on(path, day) for day in (DAY(2025, 12, 31), DAY(2026, 1, 1), DAY(2026, 1, 31))] == [0, 1, 31]
    assert [plan_on(path, day) for day in (DAY(2026, 2, 14), DAY(2026, 2, 28), DAY(2027, 1, 1))] == [45, 59, 59]
    assert plan_on({}, START) == 0


def test_plan_may_not_fall_nor_end_below_the_target():
    assert why_no_path([1, 2, 2, 5], 5) == ""
    assert why_no_path([1, 3, 2, 5], 5) == "falls"
    assert why_no_path([1, 2, 4], 5) == "short"
    assert why_no_path([1, 2, 4], None) == ""


def test_half_goes_up():
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]


@given(st.integers(1, 5000), st.dates(DAY(2020, 1, 1), DAY(2030, 1, 1)), st.integers(1, 1500))
def test_plans_grow_to_the_target_and_groups_end_at_theirs(target, start, days):
    end = start + datetime.timedelta(days=days)
    for is_result in (False, True):
        path = default_path(target, start, end, is_result=is_result)
        assert list(path) == months_of(start, end)
        assert not why_no_path(list(path.values()), target)
        assert max(path.values()) == target
        part = target // 3
        assert list(share_of(path, part, target).values())[-1] == part
        assert plan_on(path, end.replace(day=28) + datetime.timedelta(days=40)) == target


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 500), st.integers(0, 600))
def test_bounds_hold_the_forecast(months, actual, cap):
    by_month = dict(zip((DAY(2026, 6, 1), DAY(2026, 7, 1), DAY(2026, 8, 1)), months, strict=True))
    ahead = forecast(by_month, actual, DAY(2026, 9, 3), START, END, cap)
    assert actual <= ahead.low <= ahead.value <= ahead.high <= max(actual, cap)
