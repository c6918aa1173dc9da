"""Somebody is there who stands on no roll: found within reach, marked as here, with a place where one is free."""

import pytest
from django.urls import reverse

from beneficiaries.domain.protection import conceal
from portal.audit.models import AuditEvent
from portal.clock import now
from services.enums import ActivityKind, EnrolmentState
from services.models import Attendance, Enrolment, EnrolmentChange, SupportDelivery
from tests.factories.activities import HOUR, earlier_today, make_activity, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant
from tests.forms import sent_of

pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def group(sopot, city, instructor):
    return make_group(sopot, organisation=city, teacher=instructor, capacity=1)


@pytest.fixture
def lesson(group):
    return make_meeting(group, earlier_today())


@pytest.fixture
def person(sopot, city, instructor):
    """Somebody whom the instructor teaches in another group."""
    made = make_participant(city, sopot, given_names="Olha", surname="Kwarcyta")
    make_place(make_group(sopot, organisation=city, teacher=instructor, title="Polish A2", edition=None), made)
    return made


@pytest.fixture
def client(client_of, instructor):
    return client_of(instructor)


def path(lesson):
    return reverse("roll_add", args=[lesson.pk])


def find(client, lesson, words):
    form = client.get(path(lesson)).context["form"]
    return client.post(path(lesson), {**sent_of(form), "who": words, "do": "find"})


def add(client, lesson, person):
    form = client.get(path(lesson)).context["form"]
    return client.post(path(lesson), {**sent_of(form), "who": "x", "add": person.number})


def test_somebody_is_found_by_name_or_number_and_gets_the_free_place(client, lesson, group, person):
    assert path(lesson) in client.get(reverse("roll", args=[lesson.pk])).content.decode()
    for words in ("kwarc", person.number):
        assert [each.number for each in find(client, lesson, words).context["offered"]] == [person.number]
    assert add(client, lesson, person)["Location"] == reverse("roll", args=[lesson.pk])
    place = Enrolment.objects.get(activity=group)
    assert (place.participation, place.state) == (person, EnrolmentState.TAKEN)
    assert Attendance.objects.current().get().is_present
    assert SupportDelivery.objects.current().get().participation == person
    add(client, lesson, person)
    assert (Attendance.objects.count(), SupportDelivery.objects.count()) == (1, 1)


def test_where_no_place_is_free_they_are_a_guest_of_that_day_alone(client, lesson, group, person, sopot, city):
    make_place(group, make_participant(city, sopot))
    add(client, lesson, person)
    place = Enrolment.objects.get(activity=group, participation=person)
    assert place.state == EnrolmentState.GUEST
    assert Enrolment.objects.filter(activity=group).seated().count() == group.capacity
    assert EnrolmentChange.objects.get(enrolment=place).kind == "guest"
    assert SupportDelivery.objects.current().get().participation == person
    assert "guest of this day" in client.get(reverse("roll", args=[lesson.pk])).content.decode()
    following = make_meeting(group, lesson.starts_at + HOUR / 4)
    assert "Kwarcyta" not in client.get(reverse("roll", args=[following.pk])).content.decode()


def test_nobody_overtakes_who_waits_and_who_waits_keeps_the_turn(client, lesson, group, person, sopot, city):
    waits = make_place(group, make_participant(city, sopot, surname="Czeka"), state=EnrolmentState.WAITING)
    add(client, lesson, person)
    assert Enrolment.objects.get(activity=group, participation=person).state == EnrolmentState.GUEST
    assert add(client, lesson, waits.participation).status_code == 302
    waits.refresh_from_db()
    assert waits.state == EnrolmentState.WAITING
    assert Attendance.objects.current().get(enrolment=waits).is_present


def test_nobody_out_of_reach_or_hidden_is_found_or_added(client, lesson, group, person, sopot, city, coordinator):
    stranger = make_participant(city, sopot, surname="Kwarcytowa")
    conceal(person, [coordinator], by=coordinator, reason="threats")
    for each in (stranger, person):
        assert find(client, lesson, each.number).context["offered"] == []
        assert add(client, lesson, each).context["form"].errors["who"]
    assert find(client, lesson, "kwarcyt").context["offered"] == []
    assert not Enrolment.objects.filter(activity=group).exists()


def test_a_search_leaves_its_mark_without_the_words(client, lesson, person):
    find(client, lesson, "kwarc")
    event = AuditEvent.objects.get(action="search")
    assert event.subjects == [str(person.person_id)]
    assert "kwarc" not in str(event.detail)


def test_nobody_is_added_before_the_class_or_to_an_open_event(client_of, client, group, person, sopot, coordinator):
    coming = make_meeting(group, now() + 5 * HOUR)
    assert add(client, coming, person).context["form"].non_field_errors()
    assert not Enrolment.objects.filter(activity=group).exists()
    picnic = make_activity(sopot, ActivityKind.OPEN, capacity=None).meetings.get()
    assert client_of(coordinator).get(path(picnic)).status_code == 404
