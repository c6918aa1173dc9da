"""Rules about days."""

import datetime

import pytest

from portal.accounts import terms
from portal.accounts.terms import Confirmation

DAY = datetime.date


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (DAY(2026, 1, 1), DAY(2026, 1, 1)),
        (DAY(2026, 3, 31), DAY(2026, 1, 1)),
        (DAY(2026, 11, 5), DAY(2026, 10, 1)),
        (DAY(2028, 2, 29), DAY(2028, 1, 1)),
    ],
)
def test_quarter_begins(day, start):
    assert terms.quarter_start(day) == start


@pytest.mark.parametrize(
    ("day", "since", "expected"),
    [
        (DAY(2026, 12, 15), DAY(2026, 10, 1), Confirmation.DONE),
        (DAY(2026, 12, 31), DAY(2026, 12, 31), Confirmation.DONE),
        (DAY(2027, 1, 1), DAY(2026, 12, 31), Confirmation.DUE),
        (DAY(2027, 1, 30), DAY(2026, 10, 1), Confirmation.DUE),
        (DAY(2027, 1, 31), DAY(2026, 10, 1), Confirmation.OVERDUE),
        (DAY(2027, 1, 1), DAY(2026, 9, 30), Confirmation.OVERDUE),
    ],
)
def test_each_quarter_asks_again_and_a_month_is_given(day, since, expected):
    assert terms.confirmation_on(day, since) is expected


def test_latest_last_day_is_180_days_away_over_a_leap_day():
    assert terms.latest_last_day(DAY(2028, 1, 1)) == DAY(2028, 6, 29)
