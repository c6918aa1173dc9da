"""Who is of age on a day, told from the day of birth, without a database."""

import datetime

import pytest

from beneficiaries.rules.age import OF_AGE, born_last_of_age, completed_years, day_of_age

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("first", [datetime.date(2026, 1, 1), datetime.date(2028, 1, 1), datetime.date(2030, 1, 1)])
def test_whoever_was_born_later_is_a_child(first):
    """Every day of a year: one that is leap, one eighteen years after one, and a plain one."""
    for day in (first + number * DAY for number in range(366)):
        last = born_last_of_age(day)
        assert completed_years(last, day) == OF_AGE > completed_years(last + DAY, day)
        assert day_of_age(last) <= day < day_of_age(last + DAY)
