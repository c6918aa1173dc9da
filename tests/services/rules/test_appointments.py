"""Times where the clocks change, what an appointment may become, who stays away."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from services.enums import AppointmentState as State
from services.rules.appointments import (
    NoSuchTime,
    end_of,
    key_of,
    local_moment,
    may_become,
    missed_in_a_row,
    monday_of,
    span_of_days,
)

SOPOT = ZoneInfo("Europe/Warsaw")
SPRING, AUTUMN = datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)


def at(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        (datetime.date(2026, 1, 15), (11, 0), at(2026, 1, 15, 10)),
        (datetime.date(2026, 7, 15), (11, 0), at(2026, 7, 15, 9)),
        (SPRING, (1, 59), at(2026, 3, 29, 0, 59)),
        (SPRING, (3, 0), at(2026, 3, 29, 1)),
        (AUTUMN, (2, 30), at(2026, 10, 25, 0, 30)),
        (AUTUMN, (3, 0), at(2026, 10, 25, 2)),
    ],
)
def test_time_on_the_wall_is_one_moment_and_of_an_hour_that_comes_twice_the_first(day, time, moment):
    assert local_moment(day, datetime.time(*time), SOPOT) == moment


@pytest.mark.parametrize("time", [(2, 0), (2, 30), (2, 59)])
def test_time_that_the_clocks_leave_out_is_none(time):
    with pytest.raises(NoSuchTime):
        local_moment(SPRING, datetime.time(*time), SOPOT)


@pytest.mark.parametrize(("day", "length"), [(SPRING, 23), (AUTUMN, 25), (datetime.date(2026, 9, 15), 24)])
def test_day_is_as_long_as_it_is(day, length):
    begins, ends = span_of_days(day, 1, SOPOT)
    assert ends - begins == datetime.timedelta(hours=length)


def test_two_hours_over_the_night_of_the_clocks_are_two_hours():
    begins = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=SOPOT)
    assert end_of(begins, 120) == at(2026, 10, 25, 1, 30)


def test_week_begins_on_monday():
    assert monday_of(datetime.date(2026, 9, 20)) == monday_of(datetime.date(2026, 9, 14)) == datetime.date(2026, 9, 14)


@pytest.mark.parametrize(
    ("state", "wanted", "begun", "may"),
    [
        (State.PLANNED, State.NO_SHOW, False, False),
        (State.PLANNED, State.NO_SHOW, True, True),
        (State.PLANNED, State.TOOK_PLACE, False, False),
        (State.PLANNED, State.CANCELLED, False, True),
        (State.PLANNED, State.PLANNED, True, False),
        (State.CANCELLED, State.NO_SHOW, True, False),
        (State.NO_SHOW, State.PLANNED, True, True),
        (State.CANCELLED, State.PLANNED, False, True),
    ],
)
def test_what_an_appointment_may_become(state, wanted, begun, may):
    assert may_become(state, wanted, has_begun=begun) is may


@pytest.mark.parametrize(
    ("states", "missed"),
    [
        ([], 0),
        ([State.NO_SHOW, State.NO_SHOW, State.TOOK_PLACE, State.NO_SHOW], 2),
        ([State.PLANNED, State.NO_SHOW, State.CANCELLED, State.NO_SHOW], 2),
        ([State.TOOK_PLACE, State.NO_SHOW, State.NO_SHOW], 0),
    ],
)
def test_only_coming_ends_a_row_of_misses(states, missed):
    assert missed_in_a_row(states) == missed


@pytest.mark.parametrize("asked_for", ["", "x", "\0", "5", "018f0000-0000-7000-8000-00000000000g"])
def test_what_is_no_key_names_nothing(asked_for):
    assert key_of(asked_for) is None
