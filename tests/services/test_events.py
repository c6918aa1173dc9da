"""Pages of events for the staff: by name and open, never added together; publish, cancel, visitors; joining a sign-up."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse

from beneficiaries.domain.protection import conceal
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.messages.models import OutgoingMessage
from portal.versions.actions import record_fact
from services.domain.attendance import Mark, NotYet, mark_meeting
from services.domain.events import note_visitors
from services.domain.seat_news import NEWS, SIGN_UP
from services.domain.sign_ups import remove_old_sign_ups
from services.enums import ActivityKind, ActivityState, EnrolmentState, MeetingState
from services.models import Activity, Attendance, Enrolment, HeadCount, Meeting, SignUp, SupportDelivery
from services.queries.sign_ups import places_of
from services.tables.sign_ups import place_rows
from tests.factories.activities import HOUR, make_activity, make_meeting, make_place, make_sign_up, make_venue
from tests.factories.beneficiaries import make_participant
from tests.forms import fill, sent_of

pytestmark = pytest.mark.usefixtures("accounts_speak_english")


START = datetime.datetime(2019, 3, 5, 16, tzinfo=datetime.UTC)
"""A day before the project."""
LIST, NEW = "/wydarzenia/", "/wydarzenia/nowe/"
SAID = {
    "chosen_kind": "event", "title": "Spacer", "title_uk": "Прогулянка", "day": "2026-12-20", "time": "17:00",
    "minutes": "90", "service_type": "culture-integration", "capacity": "12", "language": "uk", "is_public": "on",
}  # fmt: skip


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")


def page_of(event):
    return reverse("event", args=[event.pk])


def once(**values) -> dict:
    return {"submission": str(uuid.uuid4()), **values}


def act(client, event, do="", **values):
    event.refresh_from_db()
    return client.post(page_of(event), once(do=do, **{"version": str(event.version), **values}))


def text_of(answer) -> str:
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_event_is_made_in_preparation_then_published(client, sopot):
    answer = client.post(NEW, once(**SAID))
    event = Activity.objects.get()
    assert answer["Location"] == page_of(event)
    assert (event.kind, event.state, event.capacity, event.title_uk) == ("event", "draft", 12, "Прогулянка")
    assert Meeting.objects.get().starts_at == datetime.datetime(2026, 12, 20, 16, tzinfo=datetime.UTC)
    act(client, event, step="open")
    event.refresh_from_db()
    assert event.state == ActivityState.OPEN


def test_open_event_has_neither_places_nor_a_kind_of_support(client, sopot):
    client.post(NEW, once(**{**SAID, "chosen_kind": "open"}))
    event = Activity.objects.get()
    assert (event.kind, event.capacity, event.service_type) == ("open", None, None)


def test_who_teaches_can_lead_an_event_and_mark_who_came(client, client_of, sopot, instructor):
    client.post(NEW, once(**{**SAID, "teacher": str(instructor.pk)}))
    event = Activity.objects.get()
    assert event.teacher == instructor
    roll = reverse("roll", args=[event.meetings.get().pk])
    assert client_of(instructor).get(roll).status_code == 200


def test_new_event_asks_what_takes_its_place_then(client, sopot):
    venue = make_venue(sopot)
    make_meeting(make_activity(sopot, meetings=0, title="Warsztat", venue=venue),
                 starts_at=datetime.datetime(2026, 12, 20, 16, tzinfo=datetime.UTC))  # fmt: skip
    sent = once(**{**SAID, "venue": str(venue.pk)})
    answer = client.post(NEW, sent)
    assert "Warsztat" in text_of(answer)
    assert Activity.objects.count() == 1
    assert client.post(NEW, {**sent, "confirmed": answer.context["form"].mark}).status_code == 302
    assert Meeting.objects.count() == 2


def test_another_place_of_an_event_is_asked_about_where_it_is_taken(client, sopot):
    venue, soon = make_venue(sopot), now() + HOUR
    make_meeting(make_activity(sopot, meetings=0, title="Warsztat", venue=venue), starts_at=soon)
    event = make_activity(sopot, meetings=0, title="Spacer")
    make_meeting(event, starts_at=soon)
    change = reverse("change_event", args=[event.pk])
    page = fill(client, change, venue=str(venue.pk))
    assert "Warsztat" in page.context["form"].questions[0]
    assert fill(client, change, venue=str(venue.pk), confirmed=page.context["form"].mark).status_code == 302
    event.refresh_from_db()
    assert event.venue == venue


def test_another_meeting_asks_what_takes_its_place_then_and_keeps_what_was_typed(client, sopot):
    venue = make_venue(sopot)
    make_meeting(make_activity(sopot, meetings=0, title="Warsztat", venue=venue),
                 starts_at=datetime.datetime(2026, 12, 20, 16, tzinfo=datetime.UTC))  # fmt: skip
    event = make_activity(sopot, meetings=0, venue=venue)
    sent = once(do="add", day="2026-12-20", time="17:00", minutes="90", topic="finał")
    answer = client.post(page_of(event), sent)
    assert "Warsztat" in text_of(answer)
    assert "finał" in text_of(answer)
    assert not event.meetings.exists()
    assert client.post(page_of(event), {**sent, "confirmed": answer.context["meeting_form"].mark}).status_code == 302
    assert event.meetings.count() == 1
    wrong = client.post(page_of(event), once(do="add", day="2026-12-27", time="17:00", minutes="1", topic="finał"))
    assert "finał" in text_of(wrong)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"service_type": ""}, "service_type"), ({"age_from": "9", "age_to": "5"}, "age_to"),
     ({"minutes": "1"}, "minutes"), ({"online_link": "javascript:x"}, "online_link"), ({"day": "x"}, "day"),
     ({"day": "2027-03-28", "time": "02:30"}, "time"), ({"chosen_kind": "course"}, "chosen_kind")],
)  # fmt: skip
def test_form_says_what_is_wrong_and_makes_nothing(client, sopot, values, field):
    answer = client.post(NEW, once(**{**SAID, **values}))
    assert field in answer.context["form"].errors
    assert not Activity.objects.exists()


def test_second_of_two_who_change_an_event_is_told(client, sopot):
    event = make_activity(sopot)
    seen = str(event.version)
    change = reverse("change_event", args=[event.pk])
    said = {key: value for key, value in SAID.items() if key not in ("chosen_kind", "day", "time", "minutes")}
    assert client.post(change, once(version=seen, **said)).status_code == 302
    answer = client.post(change, once(version=seen, **{**said, "title": "Inny"}))
    assert answer.status_code == 200
    event.refresh_from_db()
    assert event.title == "Spacer"


# --- The list ---


def test_list_shows_places_of_events_by_name_and_visitors_of_open_ones_apart(client, sopot, person):
    named = make_activity(sopot, title="Imienne", meetings=0)
    make_meeting(named, starts_at=now() + datetime.timedelta(days=3))
    make_place(named, person)
    picnic = make_activity(sopot, ActivityKind.OPEN, title="Piknik", meetings=0, capacity=None)
    make_meeting(picnic, starts_at=now() - datetime.timedelta(days=3), head_count=250)
    make_meeting(picnic, starts_at=now() + datetime.timedelta(days=3))
    by_name, open_ones = text_of(client.get(LIST)), text_of(client.get(f"{LIST}?rodzaj=otwarte"))
    assert "1 of 2 places taken" in by_name
    assert "Piknik" not in by_name
    assert "250 visitors" in open_ones
    assert "Imienne" not in open_ones


@pytest.mark.parametrize("asked", ["", "?rodzaj=otwarte"])
def test_list_costs_the_same_for_one_and_three(client, sopot, django_assert_num_queries, asked, person):
    def add():
        for kind in (ActivityKind.EVENT, ActivityKind.OPEN):
            event = make_activity(sopot, kind, meetings=0, venue=make_venue(sopot, str(uuid.uuid4())))
            make_meeting(event, starts_at=now() + datetime.timedelta(days=1))

    add()
    with django_assert_num_queries(4) as first:
        client.get(f"{LIST}{asked}")
    add()
    add()
    with django_assert_num_queries(len(first)):
        client.get(f"{LIST}{asked}")


def test_filters_narrow_and_nonsense_narrows_nothing(client, sopot):
    make_activity(sopot, title="Dawno")
    later = make_activity(sopot, title="Wkrótce", meetings=0, venue=make_venue(sopot, "Port", town="Gdynia"))
    make_meeting(later, starts_at=now() + datetime.timedelta(days=1))
    assert "Dawno" not in text_of(client.get(LIST))
    assert "Dawno" in text_of(client.get(f"{LIST}?kiedy=minione"))
    assert "Wkrótce" in text_of(client.get(f"{LIST}?miasto=Gdynia&stan=nic"))
    assert "Wkrótce" not in text_of(client.get(f"{LIST}?stan=draft"))


def test_partner_sees_events_of_its_own_and_of_nobody(client_of, caseworker_foundation, sopot, city, foundation):
    mine, theirs = make_activity(sopot, organisation=foundation), make_activity(sopot, organisation=city)
    client = client_of(caseworker_foundation)
    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404
    assert client.post(page_of(theirs), once(do="add")).status_code == 404


# --- One event ---


def test_hidden_person_is_a_participant_without_name_or_buttons(client, sopot, city, person, coordinator):
    event = make_activity(sopot)
    make_place(event, person)
    hidden = make_participant(city, sopot, given_names="Tajna", surname="Osoba")
    place = make_place(event, hidden)
    conceal(hidden, [coordinator], by=coordinator, reason="Somebody looks for her.")
    text = text_of(client.get(page_of(event)))
    assert "Mammadowa" in text
    assert "Tajna" not in text
    assert "2 of 2 places taken" in text
    assert str(place.pk) not in text
    act(client, event, "give-up", place=str(place.pk))
    place.refresh_from_db()
    assert place.state == EnrolmentState.TAKEN


def test_opening_an_event_leaves_the_mark_of_reading(client, sopot, person):
    event = make_activity(sopot)
    make_place(event, person)
    client.get(page_of(event))
    noted = AuditEvent.objects.filter(action="view").latest("at")
    assert noted.subjects == [str(person.person_id)]


def test_event_page_costs_the_same_for_one_and_three(client, sopot, city, django_assert_num_queries):
    event = make_activity(sopot, capacity=None)

    def add():
        make_place(event, make_participant(city, sopot))
        make_place(event, sign_up=make_sign_up(event, code=str(uuid.uuid4())), name="Ola", birth_year="2000")

    add()
    with django_assert_num_queries(8) as first:
        client.get(page_of(event))
    add()
    add()
    with django_assert_num_queries(len(first)):
        client.get(page_of(event))


def test_person_is_written_down_by_number_and_gets_a_place_or_a_turn(client, sopot, person):
    event = make_activity(sopot, capacity=1)
    act(client, event, "enrol", number=person.number.lower())
    assert Enrolment.objects.get().participation == person
    answer = act(client, event, "enrol", number="WS-999999")
    assert "There is nobody with this number" in text_of(answer)


def test_cancelling_needs_a_reason_and_tells_everybody_once(client, sopot, person):
    event = make_activity(sopot)
    make_place(event, sign_up=make_sign_up(event), name="Ola", birth_year="2000")
    make_place(event, person, state=EnrolmentState.WAITING)
    act(client, event, step="cancelled")
    event.refresh_from_db()
    assert event.state == ActivityState.OPEN
    act(client, event, step="cancelled", why="choroba prowadzącej")
    event.refresh_from_db()
    assert event.state == ActivityState.CANCELLED
    assert sorted(OutgoingMessage.objects.values_list("kind", "recipient_kind")) == [
        ("place-news", "person"), ("place-news", "sign-up")
    ]  # fmt: skip
    assert all("Spacer" not in str(each.payload) for each in OutgoingMessage.objects.all())


def test_each_cancelled_meeting_is_told(client, sopot):
    event = make_activity(sopot, meetings=0)
    for days in (1, 2):
        make_meeting(event, starts_at=now() + datetime.timedelta(days=days))
    make_place(event, sign_up=make_sign_up(event), name="Ola", birth_year="2000")
    for meeting in event.meetings.all():
        act(client, event, "off", meeting=str(meeting.pk), version=str(meeting.version), why="sala zajęta")
    assert set(event.meetings.values_list("state", flat=True)) == {MeetingState.CANCELLED}
    assert OutgoingMessage.objects.count() == 2


def test_visitors_are_a_number_at_an_open_event_alone(client, sopot):
    picnic, named = make_activity(sopot, ActivityKind.OPEN, capacity=None), make_activity(sopot)
    for event, count in ((picnic, "250"), (named, "7")):
        meeting = event.meetings.get()
        act(client, event, "visitors", meeting=str(meeting.pk), version=str(meeting.version), count=count)
    assert picnic.meetings.get().head_count == 250
    assert picnic.meetings.get().state == MeetingState.HELD
    assert named.meetings.get().head_count is None
    assert "250 visitors" in text_of(client.get(page_of(picnic)))
    assert not Enrolment.objects.exists()


def test_visitors_are_not_noted_before_it_begins_nor_below_nothing(client, sopot):
    event = make_activity(sopot, ActivityKind.OPEN, capacity=None, meetings=0)
    meeting = make_meeting(event, starts_at=now() + datetime.timedelta(days=1))
    over = make_meeting(event, starts_at=now() - datetime.timedelta(days=1))
    for each, count in ((meeting, "5"), (over, "-5"), (over, "9999999"), (over, "x")):
        act(client, event, "visitors", meeting=str(each.pk), version=str(each.version), count=count)
    assert not Meeting.objects.exclude(head_count=None).exists()


def test_odd_sign_up_is_let_in_or_turned_away_by_people(client, sopot):
    event = make_activity(sopot, meetings=0)
    rows = [
        make_place(event, sign_up=make_sign_up(event, code=code, doubts="fast"), name=code, birth_year="1990",
                   state=EnrolmentState.HELD)
        for code in ("aaaa", "bbbb")
    ]  # fmt: skip
    make_meeting(event, starts_at=now() + datetime.timedelta(days=1))
    assert "sign-ups to look at" in text_of(client.get(LIST))
    act(client, event, "let-in", place=str(rows[0].pk))
    act(client, event, "turn-away", place=str(rows[1].pk))
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [EnrolmentState.OFFERED, EnrolmentState.CANCELLED]


def test_number_of_a_page_with_very_many_digits_is_the_last(client, sopot):
    assert client.get(LIST, {"strona": "9" * 5000}).status_code == 200


@pytest.mark.parametrize("odd", ["", "x", "\0", "018f0000-0000-7000-8000-00000000ffff", "9" * 400])
def test_no_input_is_an_error_page(client, sopot, odd):
    event = make_activity(sopot)
    for do in ("step", "off", "visitors", "add", "enrol", "give", "give-up", "let-in", "nothing"):
        keys = ("meeting", "place", "version", "count", "number", "why", "step", "day", "time", "minutes")
        answer = client.post(page_of(event), once(do=do, **dict.fromkeys(keys, odd)))
        assert answer.status_code == 200, do


# --- Joining a sign-up ---


def test_sign_up_is_joined_to_the_person_whom_the_portal_proposes(client, sopot, city):
    event = make_activity(sopot)
    person = make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", phone="+48 512 334 218")
    row = make_place(event, sign_up=make_sign_up(event), name="Оксана Коваленко", birth_year="1988")
    where = reverse("join_sign_up", args=[row.pk])
    text = text_of(client.get(where))
    assert person.number in text
    assert client.post(where, once(number=person.number))["Location"] == page_of(event)
    row.refresh_from_db()
    assert row.participation == person
    assert [each.kind for each in row.changes.all()] == ["linked"]
    assert client.get(where).status_code == 404


def test_search_finds_somebody_else_and_nobody_out_of_reach(client, sopot, city, foundation):
    event = make_activity(sopot)
    make_participant(city, sopot, given_names="Anna", surname="Zielona")
    other = make_participant(foundation, sopot, given_names="Anna", surname="Niebieska")
    row = make_place(event, sign_up=make_sign_up(event), name="Ania", birth_year="1988")
    where = reverse("join_sign_up", args=[row.pk])
    text = text_of(client.post(where, {"who": "Anna"}))
    assert "Zielona" in text
    assert "Niebieska" not in text
    client.post(where, once(number=other.number))
    row.refresh_from_db()
    assert row.participation is None


def test_joining_records_the_support_of_classes_at_which_the_person_was(client, sopot, city):
    event = make_activity(sopot, meetings=0, service_type=sopot.service_types.first(), organisation=city)
    lesson = make_meeting(event, starts_at=now() - datetime.timedelta(days=1))
    row = make_place(event, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    mark_meeting(lesson, [Mark(row, True)], by=None, now=now())
    person = make_participant(city, sopot)
    client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    assert SupportDelivery.objects.get().participation == person


def test_who_signed_up_is_not_said_when_that_may_be_somebody_hidden(client, sopot, city, coordinator):
    event = make_activity(sopot)
    made = make_sign_up(event, name="Tajna Osoba")
    child = make_place(event, sign_up=made, name="Dziecko", birth_year="2018", is_child=True)
    hidden = make_participant(city, sopot, given_names="Tajna", surname="Osoba")
    make_place(event, hidden, sign_up=made, name="Tajna Osoba", birth_year="1988")
    pages = (page_of(event), reverse("join_sign_up", args=[child.pk]))
    assert all("Tajna" in text_of(client.get(each)) and "334 218" in text_of(client.get(each)) for each in pages)
    conceal(hidden, [coordinator], by=coordinator, reason="Somebody looks for her.")
    for each in pages:
        text = text_of(client.get(each))
        assert "Dziecko" in text
        assert "Tajna" not in text and "334 218" not in text


def test_who_has_a_place_already_keeps_one(client, sopot, person):
    event = make_activity(sopot)
    make_place(event, person)
    row = make_place(event, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    states = list(Enrolment.objects.order_by("pk").values_list("state", flat=True))
    assert states == [EnrolmentState.TAKEN, EnrolmentState.JOINED]


def test_place_that_was_given_up_before_is_taken_over(client, sopot, person):
    event = make_activity(sopot, capacity=1)
    old = make_place(event, person, state=EnrolmentState.CANCELLED)
    row = make_place(event, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    old.refresh_from_db()
    row.refresh_from_db()
    assert (old.state, row.state) == (EnrolmentState.TAKEN, EnrolmentState.JOINED)


def test_who_waits_and_signed_up_for_a_place_gets_the_place_and_is_told(client, sopot, person):
    event = make_activity(sopot, capacity=1)
    row = make_place(event, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    old = make_place(event, person, state=EnrolmentState.WAITING, asked_at=now())
    client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    for each in (old, row):
        each.refresh_from_db()
    assert (old.state, row.state) == (EnrolmentState.TAKEN, EnrolmentState.JOINED)
    assert old.asked_at == row.asked_at
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient_kind, message.recipient_id) == (NEWS, SIGN_UP, str(row.sign_up_id))
    (shown,) = place_rows(places_of(row.sign_up), now())
    assert "nothing is lost" in shown.words
    assert not shown.may_give_up


def test_the_place_that_becomes_free_when_two_are_one_goes_to_who_waits(client, sopot, person):
    event = make_activity(sopot, capacity=2, meetings=0)
    make_meeting(event, starts_at=now() + datetime.timedelta(days=7))
    row = make_place(event, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    make_place(event, person)
    next_one = make_place(event, name="Ktoś", state=EnrolmentState.WAITING)
    client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    next_one.refresh_from_db()
    assert next_one.state == EnrolmentState.OFFERED


@pytest.fixture
def lesson(sopot):
    """A class of a course that took place yesterday."""
    group = make_activity(sopot, ActivityKind.COURSE, meetings=0)
    return make_meeting(group, starts_at=now() - datetime.timedelta(days=1))


def stranger_at(lesson):
    """Somebody who signed up alone, and came."""
    row = make_place(lesson.activity, sign_up=make_sign_up(lesson.activity), name="Lejla", birth_year="1988")
    mark_meeting(lesson, [Mark(row, True)], by=None, now=now())
    assert not SupportDelivery.objects.exists()
    return row


@pytest.mark.parametrize("before", [None, EnrolmentState.CANCELLED, EnrolmentState.TAKEN])
def test_attendance_so_far_becomes_support_of_the_person_who_is_joined(client, lesson, person, before):
    row = stranger_at(lesson)
    if before:
        old = make_place(lesson.activity, person, state=before)
        record_fact(Attendance(enrolment=old, meeting=lesson, is_present=False), by=None)
    place = client.get(reverse("course_place", args=[row.pk])).content.decode()
    assert reverse("join_sign_up", args=[row.pk]) in place
    answer = client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    assert answer["Location"] == reverse("course_group", args=[lesson.activity.pk])
    delivery = SupportDelivery.objects.current().get()
    assert (delivery.participation, delivery.hours, delivery.delivered_on) == (person, 2, lesson.day)
    entry = Attendance.objects.current().get()
    assert (entry.enrolment.participation, entry.is_present, entry.support_fact) == (person, True, delivery.fact_id)


def test_meeting_that_was_held_is_cancelled_with_its_support_and_nobody_is_told(client, sopot, person):
    event = make_activity(sopot, meetings=0)
    meeting = make_meeting(event, starts_at=now() - datetime.timedelta(days=1))
    mark_meeting(meeting, [Mark(make_place(event, person), True)], by=None, now=now())
    meeting.refresh_from_db()
    act(client, event, "off", meeting=str(meeting.pk), version=str(meeting.version), why="pomyłka")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert not SupportDelivery.objects.current().exists()
    assert not OutgoingMessage.objects.exists()


def test_nothing_is_joined_when_a_class_lies_outside_the_project(client, lesson, person):
    row = stranger_at(lesson)
    Meeting.objects.update(starts_at=START, ends_at=START + datetime.timedelta(hours=2))
    answer = client.post(reverse("join_sign_up", args=[row.pk]), once(number=person.number))
    assert answer.context["form"].non_field_errors()
    row.refresh_from_db()
    assert row.participation is None


def test_what_strangers_wrote_goes_after_three_months_and_the_place_stays(sopot, person):
    event = make_activity(sopot)
    joined = make_place(event, person, sign_up=make_sign_up(event), name="Lejla", birth_year="1988")
    make_place(event, sign_up=make_sign_up(event, code="b"), name="Ola", birth_year="1990")
    end = event.meetings.get().ends_at
    assert remove_old_sign_ups(end + datetime.timedelta(days=89)) == 0
    assert remove_old_sign_ups(end + datetime.timedelta(days=91)) == 2
    assert not SignUp.objects.exists()
    assert list(Enrolment.objects.values_list("pk", flat=True)) == [joined.pk]
    assert not re.search("Lejla", str(Enrolment.objects.get().name))


def test_cancelling_an_event_leaves_what_was_held_as_it_is_and_says_so(client, sopot, person):
    event = make_activity(sopot, meetings=0)
    lesson = make_meeting(event, starts_at=now() - datetime.timedelta(days=1))
    coming = make_meeting(event, starts_at=lesson.starts_at + datetime.timedelta(weeks=1))
    place = make_place(event, person)
    mark_meeting(lesson, [Mark(place, True)], by=None, now=now())

    assert "1 meeting that was held stays as it is" in text_of(client.get(page_of(event)))
    act(client, event, step="cancelled", why="No money")

    said = text_of(client.get(page_of(event)))
    assert "1 meeting that was held stays as it is" in said
    assert Meeting.objects.get(pk=lesson.pk).state == MeetingState.HELD
    assert SupportDelivery.objects.current().count() == Attendance.objects.current().count() == 1
    assert client.get(reverse("roll", args=[lesson.pk])).context["may_mark"]
    Meeting.objects.filter(pk=coming.pk).update(starts_at=lesson.starts_at + datetime.timedelta(hours=1))
    assert not client.get(reverse("roll", args=[coming.pk])).context["may_mark"]
    with pytest.raises(NotYet):
        mark_meeting(coming, [Mark(place, True)], by=None, now=now())
    listed = client.get(f"{reverse('attendance')}?dzien={lesson.day.isoformat()}").context["rows"]
    assert [each.url for each in listed] == [reverse("roll", args=[lesson.pk])]


def move(client, meeting, **changes):
    return fill(client, reverse("event_meeting", args=[meeting.pk]), **changes)


def test_meeting_of_an_event_is_moved_and_everybody_who_signed_up_is_told_once(client, sopot, person, city):
    event = make_activity(sopot, capacity=1, venue=make_venue(sopot))
    meeting = event.meetings.get()
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=now() + datetime.timedelta(days=9), ends_at=now() + datetime.timedelta(days=9, hours=2)
    )
    make_place(event, person)
    make_place(event, make_participant(city, sopot), state=EnrolmentState.WAITING)
    make_place(event, make_participant(city, sopot), state=EnrolmentState.CANCELLED)
    make_place(event, sign_up=make_sign_up(event, code="BBBB-CCCC-DDDD"), name="Lejla")
    elsewhere = make_venue(sopot, "Biblioteka")
    day = (now() + datetime.timedelta(days=12)).date().isoformat()

    answer = move(client, meeting, day=day, begins="18:00", ends="19:30", venue=str(elsewhere.pk), tell="on")

    assert answer["Location"] == page_of(event)
    meeting.refresh_from_db()
    assert (meeting.day.isoformat(), meeting.venue, meeting.minutes) == (day, elsewhere, 90)
    told = [(each.kind, each.recipient_kind) for each in OutgoingMessage.objects.all()]
    assert sorted(told) == [("class-moved", "person"), ("class-moved", "person"), ("class-moved", "sign-up")]
    move(client, meeting, topic="Co widać z mola", tell="on")
    assert OutgoingMessage.objects.count() == 3  # what it is about is no news of when and where


def test_second_of_two_who_move_a_meeting_is_told_and_nothing_of_a_cancelled_one_moves(client, sopot):
    event = make_activity(sopot)
    meeting = event.meetings.get()
    page = client.get(reverse("event_meeting", args=[meeting.pk])).context["form"]
    Meeting.objects.filter(pk=meeting.pk).update(version=uuid.uuid4())
    answer = client.post(reverse("event_meeting", args=[meeting.pk]), {**sent_of(page), "begins": "09:00"})
    assert answer.context["form"].non_field_errors()
    assert Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    assert "cannot be moved" in text_of(client.get(reverse("event_meeting", args=[meeting.pk])))
    move(client, meeting, begins="09:00")
    assert Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at


def test_number_of_visitors_goes_to_the_new_day_with_a_reason(client, sopot, caseworker_city):
    event = make_activity(sopot, ActivityKind.OPEN, capacity=None)
    meeting = event.meetings.get()
    note_visitors(meeting, meeting.version, 70, by=caseworker_city, now=meeting.ends_at)
    assert move(client, meeting, day="2026-09-16").status_code == 200
    assert move(client, meeting, day="2026-09-16", why="zły dzień").status_code == 302
    assert HeadCount.objects.current().get().held_on == datetime.date(2026, 9, 16)
    assert not OutgoingMessage.objects.exists()


def test_meeting_out_of_reach_is_not_there(client_of, caseworker_foundation, sopot, city):
    meeting = make_activity(sopot, organisation=city).meetings.get()
    assert client_of(caseworker_foundation).get(reverse("event_meeting", args=[meeting.pk])).status_code == 404
