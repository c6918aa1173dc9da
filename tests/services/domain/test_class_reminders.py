"""Who has a place is reminded of an event and of the first class of a course, once and in neutral words (S24)."""

import datetime

import pytest
from django.utils import timezone

from portal.clock import now
from portal.messages.models import OutgoingMessage
from portal.ui.formatting import clock
from services.domain.class_news import CANCELLED, MOVED, remind_of_classes, tell_enrolled
from services.enums import ActivityState, EnrolmentState, MeetingState
from services.models import Enrolment
from services.tasks import remind_of_appointments
from tests.factories.activities import HOUR, make_activity, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


@pytest.fixture
def event(sopot):
    """An event of tomorrow."""
    activity = make_activity(sopot, meetings=0, title="Wizyta u prawnika")
    make_meeting(activity, now() + DAY)
    return activity


def told(**wanted):
    rows = OutgoingMessage.objects.filter(state="waiting", **wanted)
    return sorted(rows.values_list("kind", "recipient_kind", "recipient_id"))


def test_who_has_a_place_is_reminded_once_and_who_waits_or_was_offered_one_is_not(event, city, sopot):
    person = make_participant(city, sopot)
    make_place(event, person)
    alone = make_place(event)
    for state in (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.CANCELLED):
        make_place(event, make_participant(city, sopot), state=state)
    assert (remind_of_classes(now()), len(told())) == (2, 2)
    remind_of_appointments()
    assert told() == sorted([
        ("class-reminder", "person", str(person.person_id)), ("class-reminder", "sign-up", str(alone.sign_up_id)),
    ])  # fmt: skip
    starts_at = timezone.localtime(event.meetings.get().starts_at)
    payload = OutgoingMessage.objects.first().payload
    assert f"{starts_at:%d.%m.%Y}" in payload and clock(starts_at) in payload
    assert "prawnik" not in payload


def test_of_a_course_only_the_first_class_is_told(sopot, city):
    group = make_group(sopot)
    make_place(group, make_participant(city, sopot))
    dropped = make_meeting(group, now() - 7 * DAY, state=MeetingState.CANCELLED)
    make_meeting(group, now() + DAY)
    make_meeting(group, now() + DAY + HOUR)
    assert remind_of_classes(now()) == 1
    OutgoingMessage.objects.all().delete()
    dropped.state = MeetingState.HELD
    dropped.save()
    assert remind_of_classes(now()) == 0


@pytest.mark.parametrize("away", [-HOUR, 3 * DAY])
def test_what_has_begun_or_is_far_ahead_is_no_matter(sopot, city, away):
    event = make_activity(sopot, meetings=0)
    make_meeting(event, now() + away)
    make_place(event, make_participant(city, sopot))
    assert remind_of_classes(now()) == 0


def test_nobody_is_reminded_of_what_is_cancelled(event, sopot, city):
    make_place(event, make_participant(city, sopot))
    event.meetings.update(state=MeetingState.CANCELLED)
    assert remind_of_classes(now()) == 0
    event.meetings.update(state=MeetingState.PLANNED)
    event.state = ActivityState.CANCELLED
    event.save()
    assert remind_of_classes(now()) == 0


def test_who_has_just_signed_up_knows(event, sopot, city):
    make_place(event, make_participant(city, sopot), asked_at=now() - HOUR)
    assert remind_of_classes(now()) == 0
    Enrolment.objects.update(asked_at=now() - 7 * DAY)
    assert remind_of_classes(now()) == 1


def test_another_time_takes_the_reminder_of_the_old_one_back_and_is_not_said_twice(event, sopot, city):
    make_place(event, make_participant(city, sopot))
    remind_of_classes(now())
    meeting = event.meetings.get()
    was, meeting.starts_at = meeting.starts_at, meeting.starts_at + HOUR
    meeting.save()
    tell_enrolled(MOVED, meeting, before=was)
    OutgoingMessage.objects.filter(kind=MOVED).update(asked_at=now())
    assert [kind for kind, *_to in told()] == ["class-moved"]
    assert remind_of_classes(now()) == 0
    OutgoingMessage.objects.filter(kind=MOVED).update(asked_at=now() - 3 * DAY)
    assert remind_of_classes(now()) == 1
    tell_enrolled(CANCELLED, meeting)
    assert [kind for kind, *_to in told()] == ["class-cancelled", "class-moved"]


def test_for_a_child_those_who_stand_for_it_are_reminded_once_for_all(event, sopot, city):
    mother = make_participant(city, sopot, given_names="Olena")
    born = datetime.date(2018, 5, 5)
    children = [make_participant(city, sopot, given_names=name, birth_date=born) for name in ("Sasza", "Mia")]
    for each in (mother, *children):
        make_place(event, each)
    for child in children:
        make_guardian(child, mother)
    assert remind_of_classes(now()) == 1
    assert told() == [("class-reminder", "person", str(mother.person_id))]


def test_whoever_knows_costs_nothing_however_many_they_are(event, sopot, city, django_assert_num_queries):
    for people in (1, 3):
        for _time in range(people):
            make_place(event, make_participant(city, sopot))
        assert remind_of_classes(now()) == people
        with django_assert_num_queries(3):
            assert remind_of_classes(now()) == 0
