"""Last days in words, the tile with days left, and what is going on now."""

import datetime

import pytest

from portal.worklist.presented import is_on
from portal.worklist.words import countdown, last_day

DAY = datetime.date(2026, 9, 15)


def in_days(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "figure", "tone"), [(-3, "−3", "over"), (-1, "−1", "over"), (0, "0", ""), (30, "30", ""), (31, "31", "ok")]
)
def test_tile_is_over_below_zero_and_warns_up_to_thirty_days(days, figure, tone):
    tile = countdown(in_days(days), DAY)
    assert (tile.figure, tile.tone) == (figure, tone)


@pytest.mark.parametrize(("days", "tone"), [(-400, "danger"), (-1, "danger"), (0, ""), (1, ""), (3, "")])
def test_last_day_that_is_over_is_danger(days, tone):
    assert last_day(in_days(days), DAY).tone == tone


@pytest.mark.parametrize(
    ("hour", "minute", "on"), [(10, 59, False), (11, 0, True), (11, 59, True), (12, 0, False), (0, 0, False)]
)
def test_appointment_is_on_from_its_beginning_until_its_end(hour, minute, on):
    assert is_on(datetime.time(11, 0), 60, datetime.time(hour, minute)) is on


def test_what_has_no_hour_is_never_on():
    assert not is_on(None, 60, datetime.time(11, 0))
