"""Another teacher of a group teaches what is to come: what has begun stays with who taught it then."""

import datetime
from decimal import Decimal

import pytest

from services.domain.attendance import Mark, mark_meeting
from services.domain.courses import keep_group
from services.domain.events import change_event
from services.domain.meetings import change_meeting
from services.models import Attendance, Meeting, SupportDelivery
from services.queries.statements import Month, statement_of, totals_of
from services.queries.workers import Worker, volunteer_of
from tests.factories.activities import HOUR, START, make_activity, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant

SEPTEMBER = Month(datetime.date(2026, 9, 1))
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def between_the_classes(monkeypatch):
    """Stand after the first class and before the second."""
    monkeypatch.setattr("services.domain.attendance.today", START.date)
    monkeypatch.setattr("services.domain.support.today", lambda: datetime.date(2026, 12, 1))
    for place in ("courses", "events", "meetings"):
        monkeypatch.setattr(f"services.domain.{place}.now", lambda: START + 3 * HOUR)


@pytest.fixture
def group(sopot, city, instructor):
    return make_group(sopot, organisation=city, teacher=instructor)


@pytest.fixture
def place(group, city, sopot):
    return make_place(group, make_participant(city, sopot))


def mark(meeting, place, is_present=True, why=""):
    entry = Attendance.objects.current().filter(enrolment=place, meeting=meeting).first()
    mark_meeting(
        meeting, [Mark(place, is_present, entry.pk if entry else None)], by=None, now=START + 9 * WEEK, why=why
    )


def hours(worker, project):
    return statement_of(worker, project, SEPTEMBER).taught_hours


def given():
    return SupportDelivery.objects.current().get()


def test_an_old_class_that_is_corrected_credits_who_taught_it_then(group, place, sopot, instructor, caseworker_city):
    lesson = make_meeting(group)
    mark(lesson, place)
    assert keep_group(group, group.version, {"teacher": caseworker_city}, by=None) == ["teacher"]

    lesson = Meeting.objects.get(pk=lesson.pk)
    ends = {"starts_at": lesson.starts_at, "ends_at": lesson.ends_at + HOUR}
    change_meeting(lesson, lesson.version, ends, tell=False, by=None, why="longer")
    assert (given().hours, given().delivered_by) == (Decimal(3), instructor)

    mark(lesson, place, False, why="was not there")
    mark(lesson, place, True, why="was there after all")
    assert given().delivered_by == instructor
    assert (hours(Worker("", instructor), sopot), hours(Worker("", caseworker_city), sopot)) == (Decimal(3), 0)


def test_a_class_marked_from_paper_later_credits_who_taught_it_then(group, place, sopot, instructor, caseworker_city):
    lesson = make_meeting(group)
    keep_group(group, group.version, {"teacher": caseworker_city}, by=None)
    mark(lesson, place)
    assert given().delivered_by == instructor


def test_the_class_to_come_is_of_the_new_teacher(group, place, sopot, instructor, caseworker_city):
    lesson = make_meeting(group, starts_at=START + WEEK)
    keep_group(group, group.version, {"teacher": caseworker_city}, by=None)
    mark(lesson, place)
    assert given().delivered_by == caseworker_city
    assert hours(Worker("", instructor), sopot) == 0


def test_who_stands_in_and_who_stood_in_keep_their_class(group, place, sopot, instructor, caseworker_city, coordinator):
    lesson = make_meeting(group, teacher=coordinator)
    mark(lesson, place)
    keep_group(group, group.version, {"teacher": caseworker_city}, by=None)
    assert hours(Worker("", coordinator), sopot) == 2
    lesson = Meeting.objects.get(pk=lesson.pk)
    values = {"starts_at": lesson.starts_at, "ends_at": lesson.ends_at, "teacher": None}
    change_meeting(lesson, lesson.version, values, tell=False, by=None, why="nobody stood in")
    assert given().delivered_by == instructor


def test_another_change_of_the_group_writes_nothing_of_the_past(group, place):
    lesson = make_meeting(group)
    keep_group(group, group.version, {"capacity": 9}, by=None)
    assert not Meeting.objects.get(pk=lesson.pk).as_taught


def test_an_event_with_another_leader_keeps_who_led_it(sopot, city, instructor, caseworker_city):
    event = make_activity(sopot, organisation=city, teacher=instructor)
    place = make_place(event, make_participant(city, sopot))
    mark(event.meetings.get(), place)
    change_event(event, event.version, {"teacher": caseworker_city}, by=caseworker_city)
    mark(event.meetings.get(), place, False, why="no")
    mark(event.meetings.get(), place, True, why="yes")
    assert given().delivered_by == instructor


def test_a_volunteer_who_was_replaced_is_still_found_with_the_hours(sopot, city, coordinator):
    group = make_group(sopot, organisation=city, teacher_name="Danuta Wrzos", is_volunteer=True)
    mark(make_meeting(group), make_place(group, make_participant(city, sopot)))
    keep_group(group, group.version, {"teacher_name": "Ewa Nowak"}, by=None)

    found = {each.worker.name: each for each in totals_of(coordinator, sopot, SEPTEMBER)}
    assert {name: each.hours for name, each in found.items()} == {"Danuta Wrzos": Decimal(2)}
    again = volunteer_of(coordinator, sopot, found["Danuta Wrzos"].worker.source)
    assert hours(again, sopot) == 2
    assert hours(Worker("Ewa Nowak", organisation_id=city.pk), sopot) == 0


def test_the_same_name_in_two_organisations_is_two_people(sopot, city, foundation, coordinator, coordinator_foundation):
    for body, count in ((city, 1), (foundation, 2)):
        group = make_group(sopot, edition=None, organisation=body, teacher_name="Anna Kowalska", is_volunteer=True)
        place = make_place(group, make_participant(body, sopot))
        for number in range(count):
            mark(make_meeting(group, starts_at=START + number * 4 * HOUR), place)

    both = totals_of(coordinator, sopot, SEPTEMBER)
    assert sorted((each.hours, each.deliveries) for each in both) == [(2, 1), (4, 2)]
    (own,) = totals_of(coordinator_foundation, sopot, SEPTEMBER)
    made = statement_of(own.worker, sopot, SEPTEMBER)
    assert (own.hours, made.work_hours, made.deliveries, made.support_hours) == (4, 4, 2, 4)
