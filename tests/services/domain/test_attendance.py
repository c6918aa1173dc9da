"""Being there makes one delivery of support; correcting it, moving and cancelling the class take it along."""

import datetime
from decimal import Decimal

import pytest

from beneficiaries.models import ParticipationVersion
from services.domain import attendance as acts
from services.domain.attendance import AttendanceChanged, Mark, NotYet, ReasonNeeded, mark_meeting
from services.enums import ActivityKind, MeetingState
from services.models import Attendance, Meeting, SupportDelivery
from services.queries.attendance import Attended, attended
from tests.factories.activities import HOUR, START, make_activity, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant

NOW = START + HOUR


@pytest.fixture(autouse=True)
def the_day_of_the_class(monkeypatch):
    """Stand on the day of the class; a test may let days pass."""
    monkeypatch.setattr(acts, "today", START.date)
    monkeypatch.setattr("services.domain.support.today", lambda: datetime.date(2026, 12, 1))


@pytest.fixture
def group(sopot, city, instructor):
    return make_group(sopot, organisation=city, teacher=instructor)


@pytest.fixture
def lesson(group):
    return make_meeting(group, pause_minutes=15)


@pytest.fixture
def place(group, city, sopot):
    return make_place(group, make_participant(city, sopot))


def in_force():
    return list(SupportDelivery.objects.current())


def seen(place, meeting):
    entry = Attendance.objects.current().filter(enrolment=place, meeting=meeting).first()
    return entry.pk if entry else None


def mark(place, meeting, is_present, **more):
    said = Mark(place, is_present, more.pop("seen", seen(place, meeting)))
    return mark_meeting(meeting, [said], by=more.pop("by", None), now=more.pop("now", NOW), **more)


def test_being_there_is_one_delivery_with_the_minutes_of_the_class(lesson, place, instructor, city):
    assert mark(place, lesson, True) == 1
    (delivery,) = in_force()
    assert (delivery.participation, delivery.hours, delivery.delivered_on) == (
        place.participation, Decimal("1.75"), datetime.date(2026, 9, 15),
    )  # fmt: skip
    assert (delivery.service_type.code, delivery.delivered_by, delivery.organisation) == (
        "polish-course",
        instructor,
        city,
    )
    assert Attendance.objects.get().support_fact == delivery.fact_id
    assert Meeting.objects.get().state == MeetingState.HELD


def test_the_same_said_twice_is_one_entry_and_one_delivery(lesson, place):
    assert [mark(place, lesson, True, seen=None) for _ in range(3)] == [1, 0, 0]
    assert (Attendance.objects.count(), SupportDelivery.objects.count()) == (1, 1)


@pytest.mark.parametrize("later", [False, None])
def test_correcting_takes_the_delivery_back_and_keeps_its_history(lesson, place, later):
    mark(place, lesson, True)
    assert mark(place, lesson, later) == 1
    assert in_force() == []
    assert SupportDelivery.objects.count() == 2  # what was said, and who took it back
    entry = Attendance.objects.current().first()
    assert entry is None if later is None else (entry.is_present, entry.support_fact) == (False, None)
    assert mark(place, lesson, True) == 1
    assert len(in_force()) == 1


def test_what_somebody_else_marked_meanwhile_is_not_overwritten(lesson, place, group, city, sopot, coordinator):
    other = make_place(group, make_participant(city, sopot))
    mark(place, lesson, True, by=coordinator)
    with pytest.raises(AttendanceChanged) as conflict:
        mark_meeting(lesson, [Mark(place, False), Mark(other, True)], by=None, now=NOW)
    assert conflict.value.entries[place.pk].recorded_by == coordinator
    assert Attendance.objects.current().get().is_present
    assert mark_meeting(lesson, [Mark(place, True), Mark(other, True)], by=None, now=NOW) == 1


def test_class_to_come_and_a_cancelled_one_cannot_be_marked(group, lesson, place):
    with pytest.raises(NotYet):
        mark(place, lesson, True, now=START - HOUR)
    assert mark(place, lesson, True, now=START - HOUR / 4) == 1
    cancelled = make_meeting(group, START + 2 * HOUR, state=MeetingState.CANCELLED)
    with pytest.raises(NotYet):
        mark(place, cancelled, True, now=NOW + 3 * HOUR)


def test_after_the_day_a_first_entry_is_late_and_a_correction_needs_a_reason(
    lesson, place, group, city, sopot, monkeypatch
):
    mark(place, lesson, True)
    monkeypatch.setattr(acts, "today", lambda: START.date() + datetime.timedelta(days=3))
    with pytest.raises(ReasonNeeded):
        mark(place, lesson, False)
    assert mark(place, lesson, False, why="signed for a friend") == 1
    other = make_place(group, make_participant(city, sopot))
    assert mark(other, lesson, True) == 1
    entries = {each.enrolment_id: each for each in Attendance.objects.current()}
    assert [entries[each.pk].is_late for each in (place, other)] == [False, True]
    assert entries[place.pk].why == "signed for a friend"


def test_cancelled_class_takes_everything_back(lesson, place):
    mark(place, lesson, True)
    Meeting.objects.update(state=MeetingState.CANCELLED)
    assert acts.follow_change(lesson, by=None, why="the teacher was ill") == 1
    assert (in_force(), Attendance.objects.current().count()) == ([], 0)


def test_moved_class_takes_its_support_along(lesson, place, coordinator):
    mark(place, lesson, True)
    day = datetime.timedelta(days=1)
    Meeting.objects.update(starts_at=START + day, ends_at=START + day + 3 * HOUR, teacher=coordinator)
    assert acts.follow_change(lesson, by=None, why="moved") == 1
    (delivery,) = in_force()
    assert (str(delivery.delivered_on), delivery.hours, delivery.delivered_by) == (
        "2026-09-16",
        Decimal("2.75"),
        coordinator,
    )
    assert Attendance.objects.get().support_fact == delivery.fact_id
    assert acts.follow_change(lesson, by=None, why="again") == 0


def test_somebody_without_a_record_gets_their_support_when_joined(group, lesson, city, sopot):
    place = make_place(group)
    mark(place, lesson, True)
    missed = make_meeting(group, START + 24 * HOUR)
    mark(place, missed, False, now=START + 25 * HOUR)
    assert in_force() == []
    place.participation = make_participant(city, sopot)
    place.save()
    ParticipationVersion.objects.update(start_on=None)
    (made,) = acts.support_of_enrolment(place, by=None)
    assert acts.support_of_enrolment(place, by=None) == []
    assert [each.fact_id for each in in_force()] == [made.fact_id]
    assert attended([place])[place.pk] == Attended(held=2, present=1, hours=Decimal("1.75"))
    assert ParticipationVersion.objects.current().get().start_on == datetime.date(2026, 9, 15)


def test_open_event_counts_heads_and_nobody(sopot, city):
    festival = make_activity(sopot, ActivityKind.OPEN, meetings=0, organisation=city)
    meeting = make_meeting(festival)
    acts.count_visitors(meeting, 120, by=None, now=NOW)
    assert Meeting.objects.get().head_count == 120
    with pytest.raises(NotYet):
        mark_meeting(meeting, [], by=None, now=NOW)


@pytest.mark.parametrize(
    ("starts", "hours"),
    [("2026-03-28T22:00+00:00", "8.00"), ("2026-10-24T22:00+00:00", "8.00"), ("2028-02-29T17:00+00:00", "8.00")],
)
def test_class_through_a_night_of_the_clocks_and_on_a_leap_day_has_its_true_hours(group, place, starts, hours):
    """Eight hours by the clock of the world, whatever the clock on the wall says."""
    night = make_meeting(group, datetime.datetime.fromisoformat(starts), minutes=480)
    assert acts._values(night)["hours"] == Decimal(hours)
    assert acts._values(night)["delivered_on"] == night.day
