"""Of several people at one appointment some come and some do not: said of each, and counted for each alone."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from beneficiaries.queries.record import record_of
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.messages.models import OutgoingMessage
from portal.versions.actions import FactChanged
from portal.worklist.registry import Desk
from services.domain.appointments import AppointmentRefused, mark_logged, say_who_came, settle_appointment
from services.domain.reminding import remind
from services.domain.support import withdraw_support
from services.enums import AppointmentState as State
from services.models import Appointment, SupportDelivery
from services.queries.appointments import calendar_of, people_to_log
from services.queries.own import appointments_of_own
from services.tables.agenda import log_address, log_at_hand, today_of
from services.tables.appointments import alerts, timeline
from services.tables.held import appointments as held
from services.tables.own import meeting_of
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

WEEK, DAY = datetime.timedelta(days=7), datetime.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def both(city, sopot):
    """Somebody who came, and somebody who did not."""
    return make_participant(city, sopot), make_participant(city, sopot)


@pytest.fixture
def met(both, caseworker_city):
    return make_appointment(*both, in_charge=caseworker_city)


@pytest.fixture
def logged(met, both, caseworker_city):
    mark_logged(str(met.pk), [make_support(both[0])], by=caseworker_city)
    return Appointment.objects.get(pk=met.pk)


def say(appointment, who, *, came=False, by=None):
    say_who_came(Appointment.objects.get(pk=appointment.pk), appointment.version, who, came=came, by=by)
    appointment.refresh_from_db()


def page_of(appointment):
    return reverse("appointment", args=[appointment.pk])


def press(client, appointment, name, person, version=None):
    form = client.get(page_of(appointment)).context["outcome"]
    token = str(form["submission"].value())
    sent = {name: person.number, "submission": token, "outcome-submission": token, "outcome-why": "",
            "outcome-version": str(version or form["version"].value())}  # fmt: skip
    return client.post(page_of(appointment), sent)


def offered(client, appointment):
    return [(each.number, missed) for each, missed in client.get(page_of(appointment)).context["attendance"]]


def opened(account, person):
    return record_of(account, "view_person", person.number)


def test_who_was_not_logged_can_be_marked_on_the_page_and_back(client, logged, both):
    came, stayed = both
    assert offered(client, logged) == [(stayed.number, False)]
    assert press(client, logged, "missed", stayed).status_code == 302
    page = client.get(page_of(logged)).content.decode()
    assert offered(client, logged) == [(stayed.number, True)]
    assert "did not come" in page and "Support was recorded" in page
    assert client.get(page_of(logged)).context["log_url"] == ""
    assert Appointment.objects.get().state == State.TOOK_PLACE
    press(client, logged, "came", stayed)
    assert offered(client, logged) == [(stayed.number, False)]
    assert client.get(page_of(logged)).context["log_url"]
    kinds = list(Appointment.objects.get().changes.order_by("at", "pk").values_list("kind", flat=True))
    assert kinds == ["made", "logged", "no-show", "took-place"]
    about = AuditEvent.objects.filter(object_type="appointment", action="change").order_by("pk").last()
    assert about.subjects == [str(stayed.person_id)]


def test_who_has_support_from_it_or_stands_on_no_list_cannot_be_marked(client, logged, both, city, sopot):
    answer = press(client, logged, "missed", both[0])
    assert answer.status_code == 200 and answer.context["outcome"].errors
    assert press(client, logged, "missed", make_participant(city, sopot)).status_code == 404
    with pytest.raises(AppointmentRefused):
        say(logged, make_participant(city, sopot))
    assert not logged.places.filter(stayed_away=True).exists()


def test_second_of_two_who_say_it_at_once_is_told(client, logged, both):
    seen = logged.version
    say(logged, both[1])
    answer = press(client, logged, "came", both[1], version=seen)
    assert answer.status_code == 200 and answer.context["outcome"].errors
    with pytest.raises(FactChanged):
        say_who_came(logged, seen, both[1], came=True, by=None)


def test_nobody_is_marked_alone_at_what_is_planned_or_was_for_one(met, both, caseworker_city):
    with pytest.raises(AppointmentRefused):
        say(met, both[1])
    alone = make_appointment(both[0], in_charge=caseworker_city)
    settle_appointment(alone, alone.version, State.TOOK_PLACE, by=None, now=START + DAY)
    with pytest.raises(AppointmentRefused):
        say(alone, both[0])


def test_marked_before_the_support_of_the_other_is_recorded(client, met, both, caseworker_city, sopot):
    came, stayed = both
    settle_appointment(met, met.version, State.TOOK_PLACE, by=None, now=START + DAY)
    press(client, met, "missed", stayed)
    assert people_to_log(caseworker_city, sopot, str(met.pk)) == [came]
    mark_logged(str(met.pk), [make_support(came)], by=caseworker_city)
    assert met.places.get(stayed_away=True).participation == stayed
    assert log_at_hand(calendar_of(caseworker_city, caseworker_city, START - DAY, START + DAY), START) == ""


def test_once_nobody_is_left_nobody_came_and_planned_again_it_is_open(met, both):
    settle_appointment(met, met.version, State.TOOK_PLACE, by=None, now=START + DAY)
    for each in both:
        say(met, each)
    assert met.state == State.NO_SHOW
    settle_appointment(met, met.version, State.PLANNED, by=None, now=START + DAY)
    assert not met.places.filter(stayed_away=True).exists()


def test_support_recorded_after_all_takes_the_miss_back(logged, both, caseworker_city):
    say(logged, both[1])
    mark_logged(str(logged.pk), [make_support(both[1])], by=caseworker_city)
    assert not logged.places.filter(stayed_away=True).exists()
    assert SupportDelivery.objects.count() == 2


def test_support_from_what_nobody_came_to_leaves_the_miss_of_the_other(met, both, caseworker_city):
    settle_appointment(met, met.version, State.NO_SHOW, by=None, now=START + DAY)
    mark_logged(str(met.pk), [make_support(both[0])], by=caseworker_city)
    assert met.places.get(stayed_away=True).participation == both[1]


def test_support_taken_back_lets_that_person_be_marked(logged, both, caseworker_city):
    withdraw_support(SupportDelivery.objects.current().get(), by=caseworker_city, why="the other")
    say(logged, both[0])
    assert logged.places.get(stayed_away=True).participation == both[0]


def test_row_of_misses_is_that_of_the_person_alone(logged, both, caseworker_city):
    came, stayed = both
    for week in (1, 2):
        missed = make_appointment(*both, in_charge=caseworker_city, starts_at=START - week * WEEK)
        settle_appointment(missed, missed.version, State.NO_SHOW, by=None, now=START)
    read = lambda each: list(alerts(opened(caseworker_city, each)))  # noqa: E731
    assert (read(came), len(read(stayed))) == ([], 1)
    assert "2" in read(stayed)[0].text
    say(logged, stayed)
    assert read(came) == [] and "3" in read(stayed)[0].text
    say(logged, stayed, came=True)
    assert "2" in read(stayed)[0].text


def test_held_without_support_ends_the_row_of_everybody(met, both, caseworker_city):
    for week in (1, 2):
        missed = make_appointment(*both, in_charge=caseworker_city, starts_at=START - week * WEEK)
        settle_appointment(missed, missed.version, State.NO_SHOW, by=None, now=START)
    settle_appointment(met, met.version, State.TOOK_PLACE, by=None, now=START + DAY)
    assert [list(alerts(opened(caseworker_city, each))) for each in both] == [[], []]


def test_each_reads_what_became_of_it_for_them(logged, both, caseworker_city):
    came, stayed = both
    say(logged, stayed)
    with translation.override("en"):
        own = [meeting_of(appointments_of_own([each]).get()).state for each in both]
    assert own == ["was held", "you did not come"]
    assert [held(each)[0].data["state"] for each in both] == ["took-place", "no-show"]
    Appointment.objects.update(starts_at=START - 50 * WEEK, ends_at=START - 50 * WEEK + DAY / 24)
    assert timeline(opened(caseworker_city, came), 15) == []
    with translation.override("en"):
        (event,) = timeline(opened(caseworker_city, stayed), 15)
    assert "did not come" in str(event.title)


def test_my_day_has_recorded_everybody_who_came(client, met, both, caseworker_city, sopot):
    given = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "60", "hours": "", "note": ""}
    sent = {**given, "people": [both[0].number], "submission": str(uuid.uuid4()), "do": "save"}
    assert client.post(log_address(met, both[0].number), sent).status_code == 302
    met.refresh_from_db()
    say(met, both[1])
    (row,) = today_of(Desk(caseworker_city, START.date(), 8)).rows
    assert row.done and not list(row.acts)


def test_nobody_gets_a_message_about_it(met, both, caseworker_city):
    soon = make_appointment(*both, in_charge=caseworker_city, starts_at=now() + DAY)
    remind(now())
    before = OutgoingMessage.objects.count()
    settle_appointment(met, met.version, State.TOOK_PLACE, by=None, now=START + DAY)
    say(met, both[1])
    remind(now())
    assert OutgoingMessage.objects.count() == before
    assert Appointment.objects.get(pk=soon.pk).is_planned


def test_page_and_record_cost_the_same_for_two_and_for_four(
    client, logged, both, city, sopot, caseworker_city, django_assert_num_queries
):
    say(logged, both[1])
    four = make_appointment(
        *both, *(make_participant(city, sopot) for _ in range(2)), in_charge=caseworker_city, starts_at=START - WEEK
    )
    mark_logged(str(four.pk), [make_support(both[0])], by=caseworker_city)
    client.get(page_of(logged))
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(logged))
    with django_assert_num_queries(len(queries)):
        assert len(client.get(page_of(four)).context["attendance"]) == 3
    record = opened(caseworker_city, both[1])
    with django_assert_num_queries(1):
        assert timeline(record, 15) is not None
        list(alerts(record))
