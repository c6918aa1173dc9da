"""Until when a project must be accounted for: the day of the contract, else one that is never too early (R78)."""

import datetime

import pytest

from portal.programmes.archive import archive_day, computed_archive_day, past_archive
from portal.programmes.models import GrantProject

DAY = datetime.date


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [
        (DAY(2026, 12, 31), DAY(2034, 12, 31)),
        (DAY(2028, 1, 1), DAY(2034, 12, 31)),
        (DAY(2028, 12, 31), DAY(2034, 12, 31)),
        (DAY(2029, 3, 31), DAY(2035, 12, 31)),
    ],
)
def test_computed_day_is_five_years_after_the_last_possible_payment(ends_on, last):
    assert computed_archive_day(ends_on) == last


@pytest.mark.django_db
def test_day_of_the_contract_comes_first(sopot, django_assert_num_queries):
    assert archive_day(sopot) == DAY(2034, 12, 31)
    with django_assert_num_queries(1):
        assert past_archive(DAY(2034, 12, 31)) == []
    assert past_archive(DAY(2035, 1, 1)) == [sopot.pk]
    GrantProject.objects.update(retention_until=DAY(2040, 12, 31))
    assert past_archive(DAY(2040, 12, 31)) == []
    assert past_archive(DAY(2041, 1, 1)) == [sopot.pk]
