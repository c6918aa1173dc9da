"""Available times: cut from hours of a week, without what is taken, true to the clock on the wall (C8)."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from services.rules.slots import days_from, free_slots

WARSAW = ZoneInfo("Europe/Warsaw")
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def hours(weekday=1, begins="09:00", ends="12:00", minutes=60, valid_from="2026-01-01", valid_to=None):
    return SimpleNamespace(
        weekday=weekday, begins_at=datetime.time.fromisoformat(begins), ends_at=datetime.time.fromisoformat(ends),
        minutes=minutes, valid_from=datetime.date.fromisoformat(valid_from),
        valid_to=valid_to and datetime.date.fromisoformat(valid_to),
    )  # fmt: skip


def starts(*rows, day="2026-09-15", many=1, after=LONG_AGO, **given):
    days = days_from(datetime.date.fromisoformat(day), many)
    found = free_slots(rows, days, WARSAW, after=after, **given)
    return [f"{slot.starts_at.astimezone(WARSAW):%d %H:%M}" for slot in found]


def utc(day, hour, minute=0):
    return datetime.datetime(2026, 9, day, hour, minute, tzinfo=datetime.UTC)


def test_hours_are_cut_into_times_that_fit_wholly():
    assert starts(hours(minutes=50)) == ["15 09:00", "15 09:50", "15 10:40"]


def test_other_weekdays_and_days_before_and_after_the_span_have_none():
    assert starts(hours(), many=14) == ["15 09:00", "15 10:00", "15 11:00", "22 09:00", "22 10:00", "22 11:00"]
    assert starts(hours(valid_from="2026-09-16")) == []
    assert starts(hours(valid_to="2026-09-14")) == []


def test_what_shares_time_with_something_is_not_free_and_to_touch_is_not_to_share():
    taken = [(utc(15, 8, 30), utc(15, 9))]  # 10:30–11:00 on the wall
    assert starts(hours(), taken=taken) == ["15 09:00", "15 11:00"]


def test_days_away_and_times_that_began_are_not_offered():
    assert starts(hours(), away={datetime.date(2026, 9, 15)}) == []
    assert starts(hours(), after=utc(15, 7)) == ["15 10:00", "15 11:00"]


def test_nine_o_clock_stays_nine_when_the_clocks_change_and_a_time_left_out_is_none():
    sunday = hours(weekday=6, begins="01:00", ends="04:00")
    assert starts(sunday, day="2027-03-28") == ["28 01:00", "28 03:00"]
    found = free_slots([sunday], [datetime.date(2026, 10, 25)], WARSAW, after=LONG_AGO)
    assert [(slot.ends_at - slot.starts_at).seconds for slot in found] == [3600] * 3
    tuesday = free_slots([hours()], [datetime.date(2026, 10, 20), datetime.date(2026, 10, 27)], WARSAW, after=LONG_AGO)
    assert {f"{slot.starts_at.astimezone(WARSAW):%H}" for slot in tuesday} == {"09", "10", "11"}


def test_leap_day_has_times():
    assert starts(hours(weekday=1, valid_from="2028-01-01"), day="2028-02-29") == ["29 09:00", "29 10:00", "29 11:00"]
