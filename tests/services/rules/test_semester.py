"""A semester: holidays, breaks, nights in which the clocks change, 29 February."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter as known_easter

from portal.holidays import Holiday, easter, holidays
from services.queries.staffing import days_off
from services.rules.semester import MOST_MEETINGS, Off, Rhythm, overlapping, plan_semester, unknown_breaks

WARSAW = ZoneInfo("Europe/Warsaw")
DAY = datetime.date
EVENING = datetime.time(17)


def local(moment: datetime.datetime) -> str:
    return moment.astimezone(WARSAW).strftime("%H:%M")


def test_easter_falls_where_an_independent_calendar_says() -> None:
    assert [easter(year) for year in range(1990, 2100)] == [known_easter(year) for year in range(1990, 2100)]


def test_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [
        DAY(2026, 1, 1), DAY(2026, 1, 6), DAY(2026, 4, 5), DAY(2026, 4, 6), DAY(2026, 5, 1), DAY(2026, 5, 3),
        DAY(2026, 5, 24), DAY(2026, 6, 4), DAY(2026, 8, 15), DAY(2026, 11, 1), DAY(2026, 11, 11), DAY(2026, 12, 24),
        DAY(2026, 12, 25), DAY(2026, 12, 26),
    ]  # fmt: skip


def test_christmas_eve_is_a_day_off_since_2025() -> None:
    assert DAY(2024, 12, 24) not in holidays(2024)
    assert holidays(2025)[DAY(2025, 12, 24)] is Holiday.CHRISTMAS_EVE


def test_a_semester_skips_holidays_and_breaks_and_says_why() -> None:
    rhythm = Rhythm({1, 3}, EVENING, 90, DAY(2026, 10, 1), last=DAY(2026, 12, 31))
    planned, skipped = plan_semester(rhythm, [Off(DAY(2026, 12, 23), DAY(2026, 12, 31), "przerwa")], WARSAW)
    assert [(each.day, each.holiday, each.why) for each in skipped] == [
        (DAY(2026, 12, 24), Holiday.CHRISTMAS_EVE, ""), (DAY(2026, 12, 29), None, "przerwa"),
        (DAY(2026, 12, 31), None, "przerwa"),
    ]  # fmt: skip
    assert len(planned) == 24
    assert {each.day.weekday() for each in planned} == {1, 3}


def test_times_are_made_up_for_at_the_end() -> None:
    rhythm = Rhythm({2}, EVENING, 60, DAY(2026, 11, 4), times=3)
    planned, skipped = plan_semester(rhythm, [], WARSAW)
    assert [each.day for each in planned] == [DAY(2026, 11, 4), DAY(2026, 11, 18), DAY(2026, 11, 25)]
    assert [each.holiday for each in skipped] == [Holiday.INDEPENDENCE]


def test_the_clock_on_the_wall_stays_when_the_clocks_change() -> None:
    planned, _skipped = plan_semester(Rhythm({1}, EVENING, 90, DAY(2026, 10, 20), times=2), [], WARSAW)
    assert [local(each.starts_at) for each in planned] == ["17:00", "17:00"]
    assert planned[1].starts_at - planned[0].starts_at == datetime.timedelta(days=7, hours=1)


def test_a_night_in_which_the_clocks_go_forward_loses_no_class() -> None:
    sunday = DAY(2026, 3, 29)
    planned, _skipped = plan_semester(Rhythm({6}, datetime.time(2, 30), 60, sunday, times=1), [], WARSAW)
    assert [(each.day, local(each.starts_at)) for each in planned] == [(sunday, "03:30")]
    assert planned[0].ends_at - planned[0].starts_at == datetime.timedelta(minutes=60)


def test_the_29th_of_february_is_a_day_like_any_other() -> None:
    planned, _skipped = plan_semester(Rhythm({1}, EVENING, 60, DAY(2028, 2, 22), last=DAY(2028, 3, 7)), [], WARSAW)
    assert [each.day for each in planned] == [DAY(2028, 2, 22), DAY(2028, 2, 29), DAY(2028, 3, 7)]


def test_a_rhythm_without_end_stops() -> None:
    planned, _skipped = plan_semester(Rhythm(range(7), EVENING, 60, DAY(2026, 1, 1)), [], WARSAW)
    assert len(planned) == MOST_MEETINGS


def test_spans_that_touch_do_not_overlap() -> None:
    at = lambda hour: datetime.datetime(2026, 9, 1, hour, tzinfo=datetime.UTC)  # noqa: E731
    assert not overlapping([(at(10), at(11)), (at(9), at(10))])
    assert overlapping([(at(9), at(11)), (at(10), at(12))])


def school(first, last):
    return Off(first, last, "przerwa", is_school=True)


SUMMER, WINTER = school(DAY(2028, 6, 24), DAY(2028, 8, 31)), school(DAY(2028, 1, 17), DAY(2028, 1, 30))
CHRISTMAS = school(DAY(2027, 12, 23), DAY(2028, 1, 2))


@pytest.mark.parametrize(
    ("days", "off", "beyond", "winters"),
    [
        ([DAY(2027, 11, 2), DAY(2028, 2, 1)], [SUMMER], False, [2028]),
        ([DAY(2027, 11, 2), DAY(2028, 2, 1)], [SUMMER, CHRISTMAS], False, [2028]),
        ([DAY(2027, 11, 2), DAY(2028, 2, 1)], [SUMMER, WINTER], False, []),
        ([DAY(2027, 11, 2), DAY(2028, 3, 6)], [SUMMER], False, []),
        ([DAY(2028, 2, 29)], [SUMMER], False, [2028]),
        ([DAY(2028, 9, 4)], [SUMMER, WINTER], True, []),
        ([DAY(2029, 2, 1)], [SUMMER, WINTER], True, []),
        ([DAY(2028, 9, 4)], [Off(DAY(2030, 1, 1), DAY(2030, 1, 2), "remont")], True, []),
        ([], [], False, []),
    ],
)
def test_breaks_that_nobody_wrote_down_are_found(days, off, beyond, winters) -> None:
    found = unknown_breaks(days, off)
    assert (found.beyond, list(found.winters)) == (beyond, winters)


def test_breaks_that_ship_lack_the_winter_of_2028_alone(sopot) -> None:
    days = [DAY(2025, 12, 1) + datetime.timedelta(days=number) for number in range(1000)]
    found = unknown_breaks([day for day in days if day <= DAY(2028, 8, 31)], days_off(sopot, school=True))
    assert (found.beyond, list(found.winters)) == (False, [2028])
