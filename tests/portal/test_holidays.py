"""Working days: Monday to Friday, without days off by law, also over Christmas, Easter and the first days of May."""

import datetime

import pytest

from portal.holidays import after_working_days, is_working_day

DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-05-04", True), ("2026-05-02", False), ("2026-05-01", False), ("2026-06-04", False), ("2026-04-06", False),
     ("2026-12-24", False), ("2024-12-24", True)],
)  # fmt: skip
def test_day_off_by_law_is_no_working_day(day, works):
    assert is_working_day(DAY(day)) is works


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [("2026-03-02", 3, "2026-03-05"), ("2026-03-06", 1, "2026-03-09"), ("2026-12-23", 3, "2026-12-30"),
     ("2026-04-02", 2, "2026-04-07"), ("2025-12-31", 3, "2026-01-07"), ("2026-03-02", 0, "2026-03-02")],
)  # fmt: skip
def test_working_days_are_counted_from_the_day_after(day, number, last):
    assert after_working_days(DAY(day), number) == DAY(last)
