"""Pages of appointments: make one, ask before a double booking, move, cancel, miss; the calendar, my day, the record."""

import datetime
import re
import uuid
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.protection import conceal
from beneficiaries.queries.record import record_of
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.worklist.registry import Desk
from services.enums import AppointmentState, PlaceKind, Purpose
from services.models import Appointment, SupportDelivery
from services.tables import agenda
from services.tables.appointments import alerts, timeline
from services.views.clashes import questions_about
from tests.factories.activities import make_group, make_meeting
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_diagnosis
from tests.factories.services import make_support
from tests.forms import fill, sent_of

DAY, HOUR = datetime.date(2026, 9, 15), datetime.timedelta(hours=1)
NEW, CALENDAR = "/kalendarz/spotkanie/nowe/", "/kalendarz/"
PLANNED = {
    "day": "2026-09-15", "time": "11:00", "minutes": "45", "purpose": "support:career-advice-adults",
    "place_kind": "outside", "place": "SP nr 8", "language": "uk", "needs_interpreter": "on", "interpreter": "Nina R.",
    "note": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch):
    """It is the day before the appointment; a test may move the clock."""
    stands = SimpleNamespace(now=START - datetime.timedelta(days=1))
    for place in ("views.clashes", "views.appointments"):
        monkeypatch.setattr(f"services.{place}.now", lambda: stands.now)
    return stands


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")


@pytest.fixture
def planned(person, caseworker_city):
    return make_appointment(person, in_charge=caseworker_city, place="Ratusz", note="bring the contract")


def page_of(appointment):
    return reverse("appointment", args=[appointment.pk])


def sent(account, *people, do="save", **values):
    numbers = [getattr(each, "number", each) for each in people]
    token = str(uuid.uuid4())
    return {**PLANNED, "in_charge": account.pk, "people": numbers, "do": do, "submission": token, **values}


def settle(client, appointment, state, why=""):
    form = client.get(page_of(appointment)).context["outcome"]
    token = str(form["submission"].value())
    return client.post(
        page_of(appointment),
        {"do": state, "submission": token, "outcome-submission": token, "outcome-version": str(appointment.version),
         "outcome-why": why},
    )  # fmt: skip


def day_of(account, day=DAY, most=8):
    return agenda.today_of(Desk(account, day, most))


def test_appointment_is_made_once_for_several_people(client, city, sopot, person, caseworker_city, coordinator):
    child = make_participant(city, sopot)
    values = sent(caseworker_city, person, child, colleagues=[coordinator.pk])
    answers = [client.post(reverse("new_appointment_of", args=[person.number]), values) for _ in range(2)]
    assert {answer.url for answer in answers} == {reverse("person_record", args=[person.number])}
    made = Appointment.objects.get()
    assert (made.starts_at, made.minutes, made.in_charge) == (START, 45, caseworker_city)
    assert (made.purpose, made.service_type.code) == (Purpose.SUPPORT, "career-advice-adults")
    assert (made.place, made.interpreter, made.language) == ("SP nr 8", "Nina R.", "uk")
    assert set(made.people.all()) == {person, child}
    assert list(made.colleagues.all()) == [coordinator]


def test_double_booking_is_asked_about_and_tells_nothing_of_the_other(
    client, city, sopot, person, planned, caseworker_city
):
    other = make_participant(city, sopot)
    answer = client.post(NEW, sent(caseworker_city, other, time="11:30"))
    form = answer.context["form"]
    assert [caseworker_city.name in question for question in form.questions] == [True]
    assert person.person.surname not in form.questions[0]
    assert client.post(NEW, sent(caseworker_city, other, time="11:30", confirmed=form.mark)).status_code == 302
    assert Appointment.objects.count() == 2


def test_person_who_meets_somebody_else_then_is_asked_about(client, person, planned, coordinator):
    form = client.post(NEW, sent(coordinator, person)).context["form"]
    assert [person.person.surname in question for question in form.questions] == [True]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ({"day": "2026-03-29", "time": "02:30"}, "time"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "9" * 30}, "minutes"),
        ({"place": ""}, "place"),
        ({"place": "a\0b"}, "place"),
        ({"purpose": "support:nothing"}, "purpose"),
        ({"people": []}, "who"),
        ({"people": ["WS-99999"]}, "who"),
        ({"in_charge": "99999\0"}, "in_charge"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, person, caseworker_city, field, typed):
    answer = client.post(NEW, sent(caseworker_city, person, interpreter="Nina R.", **field))
    assert list(answer.context["form"].errors) == [typed]
    assert "Nina R." in answer.content.decode()
    assert not Appointment.objects.exists()


def test_nobody_of_another_organisation_is_met_or_asked_to_meet(
    client, foundation, sopot, person, caseworker_city, caseworker_foundation
):
    theirs = make_participant(foundation, sopot)
    answer = client.post(NEW, sent(caseworker_city, theirs))
    assert "who" in answer.context["form"].errors
    assert theirs.person.surname not in answer.content.decode()
    assert client.get(reverse("new_appointment_of", args=[theirs.number])).status_code == 404
    assert "in_charge" in client.post(NEW, sent(caseworker_foundation, person)).context["form"].errors
    assert client.get(CALENDAR, {"kto": caseworker_foundation.pk}).status_code == 404


@pytest.mark.parametrize("wall", ["denied", "confidential"])
def test_nobody_is_met_by_a_colleague_who_must_not_know_them(
    client, person, planned, caseworker_city, coordinator, wall
):
    if wall == "denied":
        person.person.denied_to.add(coordinator)
    else:
        conceal(person, [caseworker_city], by=caseworker_city, reason="She is looked for.")
    alone = client.post(NEW, sent(coordinator, person))
    beside = client.post(NEW, sent(caseworker_city, person, colleagues=[coordinator.pk]))
    moved = fill(client, page_of(planned), in_charge=coordinator.pk)
    assert [list(page.context["form"].errors) for page in (alone, beside, moved)] == [
        ["in_charge"], ["colleagues"], ["in_charge"],
    ]  # fmt: skip
    assert Appointment.objects.filter(in_charge=caseworker_city, colleagues=None).count() == 1


def test_person_is_found_added_and_removed_and_the_rest_stays(client, person, caseworker_city):
    found = client.post(NEW, sent(caseworker_city, do="find", who="Mammadowa", note="keep"))
    assert [each.number for each in found.context["offered"]] == [person.number]
    added = client.post(NEW, sent(caseworker_city, do="", add=person.number, note="keep"))
    assert [each.number for each in added.context["picked"]] == [person.number]
    form = added.context["form"]
    assert (form["note"].value(), form["needs_interpreter"].value(), form["time"].value()) == ("keep", True, "11:00")
    gone = client.post(NEW, sent(caseworker_city, person, do="", remove=person.number))
    assert gone.context["picked"] == []


class TestDraft:
    def picked(self, page) -> list[str]:
        return [each.number for each in page.context["picked"]]

    def keep(self, client, page, *people, **typed):
        mark = re.search(r'name="draft_subject" value="(\w+)"', page.content.decode())[1]
        values = {**typed, "people": [each.number for each in people], "draft_subject": mark, "draft_page": mark}
        assert client.post(reverse("keep_draft", args=["page"]), values).status_code == 204
        return mark

    @pytest.mark.parametrize("path", [NEW, "opened"])
    def test_chosen_people_and_typed_words_come_back(self, client, city, sopot, person, path):
        other = make_participant(city, sopot)
        path = reverse("new_appointment_of", args=[person.number]) if path == "opened" else path
        self.keep(client, client.get(path), person, other, note="bring the contract", day="2026-09-16")
        page = client.get(path)
        assert self.picked(page) == [person.number, other.number]
        assert (page.context["form"]["note"].value(), page.context["form"]["day"].value()) == (
            "bring the contract", "2026-09-16",
        )  # fmt: skip

    def test_whoever_was_chosen_without_a_word_typed_is_kept_too(self, client, person, caseworker_city):
        client.post(NEW, sent(caseworker_city, do="", add=person.number))
        assert self.picked(client.get(NEW)) == [person.number]
        client.post(NEW, sent(caseworker_city, person, do="", remove=person.number))
        assert self.picked(client.get(NEW)) == []

    def test_choosing_keeps_the_words_of_now_not_those_of_the_older_draft(self, client, person, caseworker_city):
        self.keep(client, client.get(NEW), note="older")
        page = client.post(NEW, sent(caseworker_city, do="", add=person.number, note="newer"))
        assert page.context["form"]["note"].value() == "newer"
        assert client.get(NEW).context["form"]["note"].value() == "newer"

    def test_sending_drops_it_and_the_next_begins_empty(self, client, person, caseworker_city):
        mark = self.keep(client, client.get(NEW), person, note="older")
        assert client.post(NEW, sent(caseworker_city, person, draft_page=mark)).status_code == 302
        assert self.picked(client.get(NEW)) == []

    def test_it_never_shows_somebody_out_of_reach_now(self, client, person, caseworker_city):
        self.keep(client, client.get(NEW), person)
        person.person.denied_to.add(caseworker_city)
        page = client.get(NEW)
        assert self.picked(page) == []
        assert person.number not in page.content.decode()


def test_appointment_is_moved_and_says_from_when(client, planned, caseworker_city):
    assert fill(client, page_of(planned), time="13:00", do="change").status_code == 302
    assert Appointment.objects.get().starts_at == START + 2 * HOUR
    page = client.get(page_of(planned)).content.decode()
    assert "11:00" in page and "bring the contract" in page


def test_second_of_two_who_change_sees_both_texts(client, client_of, coordinator, planned):
    typed = sent_of(client.get(page_of(planned)).context["form"])
    fill(client_of(coordinator), page_of(planned), place="Biblioteka", do="change")
    answer = client.post(page_of(planned), {**typed, "place": "Dworzec", "do": "change"})
    (difference,) = answer.context["differences"]
    assert (difference.theirs, difference.yours) == ("Biblioteka", "Dworzec")
    assert answer.context["changed_by"] == coordinator.name
    assert Appointment.objects.get().place == "Biblioteka"


def test_cancelling_needs_a_reason(client, planned):
    assert "why" in settle(client, planned, "cancelled").context["outcome"].errors
    assert settle(client, planned, "cancelled", "the room is flooded").status_code == 302
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert "the room is flooded" in client.get(page_of(planned)).content.decode()


def test_missing_is_noted_only_after_it_began(client, planned, clock_stands):
    assert settle(client, planned, "no-show").context["outcome"].non_field_errors()
    clock_stands.now = START + HOUR
    assert settle(client, planned, "no-show").status_code == 302
    assert Appointment.objects.get().state == AppointmentState.NO_SHOW


@pytest.mark.parametrize("wall", ["foreign", "confidential", "denied", "one of two"])
def test_page_is_not_there_for_who_may_not_see_everybody(
    wall, client, planned, caseworker_city, city, sopot, foundation
):
    person = planned.participation.person
    if wall == "confidential":
        person.is_confidential = True
        person.save()
    elif wall == "denied":
        person.denied_to.add(caseworker_city)
    else:
        people = [make_participant(foundation, sopot)]
        people += [make_participant(city, sopot)] if wall == "one of two" else []
        planned = make_appointment(*people, in_charge=caseworker_city)
    assert client.get(page_of(planned)).status_code == 404
    assert client.post(page_of(planned), {"do": "cancelled"}).status_code == 404


def test_week_shows_names_or_only_that_the_time_is_taken_and_notes_who_was_read(
    client, city, sopot, planned, coordinator, person
):
    hidden = make_participant(city, sopot, given_names="Skryta")
    hidden.person.is_confidential = True
    hidden.person.save()
    make_appointment(hidden, in_charge=coordinator, place="Shelter", starts_at=START + 3 * HOUR)
    make_appointment(person, in_charge=coordinator, starts_at=START + 24 * HOUR)
    answer = client.get(CALENDAR, {"dzien": DAY.isoformat(), "kto": coordinator.pk, "widok": "tydzien"})
    page = answer.content.decode()
    assert [len(rows) for _day, rows in answer.context["days"]] == [0, 1, 1, 0, 0, 0, 0]
    assert "14:00" in page and "Mammadowa" in page
    assert "Skryta" not in page and "Shelter" not in page
    event = AuditEvent.objects.filter(action="list", detail__page="calendar").get()
    assert event.subjects == [str(person.person_id)]


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_day_that_is_none_shows_today(client, day):
    assert client.get(CALENDAR, {"dzien": day, "widok": "tydzien"}).context["page"].day >= DAY.replace(year=2000)


def test_agenda_offers_the_diagnosis_and_the_log_filled_in(client, planned, person, caseworker_city, sopot):
    kind = sopot.service_types.get(code="career-advice-adults")
    Appointment.objects.update(purpose=Purpose.SUPPORT, service_type=kind)
    (row,) = day_of(caseworker_city).rows
    diagnose, log = row.acts
    assert diagnose.url == reverse("new_diagnosis", args=[person.number])
    form = client.get(log.url).context["form"]
    filled = (form["kind"].value(), form["day"].value(), form["minutes"].value())
    assert filled == ("career-advice-adults", "2026-09-15", "60")
    make_diagnosis(person)
    assert [act.url for act in day_of(caseworker_city).rows[0].acts] == [log.url]
    drawn = render_to_string("services/agenda.html", {"card": {"rows": [{"row": row}]}})
    assert "11:00" in drawn and "Mammadowa" in drawn and "Ratusz" in drawn


def test_diagnosis_is_offered_at_an_appointment_for_that_until_it_is_taken(planned, person, caseworker_city):
    Appointment.objects.update(purpose=Purpose.DIAGNOSIS)
    make_diagnosis(person)
    assert len(day_of(caseworker_city).rows[0].acts) == 2
    make_diagnosis(person, taken_on=DAY)
    assert [act.panel for act in day_of(caseworker_city).rows[0].acts] == ["quick-log"]


def test_support_recorded_from_the_calendar_is_told_on_my_day(client, city, sopot, planned, person, caseworker_city):
    brother = make_participant(city, sopot)
    met = make_appointment(person, brother, in_charge=caseworker_city, starts_at=START + 2 * HOUR, minutes=50)
    given = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "60", "hours": "", "note": ""}
    log = agenda.log_address(met, person.number)
    page = client.get(log)
    assert [each.number for each in page.context["picked"]] == [person.number, brother.number]
    assert page.context["form"]["minutes"].value() == "other"
    assert "13:00" in page.context["from_calendar"]
    people = [person.number, brother.number]
    values = {**given, "people": people, "submission": str(uuid.uuid4()), "do": "save"}
    assert client.post(log, values).status_code == 302
    assert SupportDelivery.objects.count() == 2
    earlier, row = day_of(caseworker_city).rows
    assert (earlier.done, bool(row.done), list(row.acts)) == ("", True, [])
    assert re.search(r"\d:\d\d", row.done)


def test_row_at_hand_is_marked_and_many_rows_begin_near_it(person, caseworker_city):
    moment = now()
    day = timezone.localdate(moment)
    for shift in range(-4, 4):
        make_appointment(person, in_charge=caseworker_city, starts_at=moment + shift * HOUR / 12, minutes=5)
    work = day_of(caseworker_city, day, 3)
    if work.total == 8:  # not around midnight
        assert len(work.rows) == 3
        assert [row.is_now for row in work.rows].count(True) == 1


def test_hidden_person_is_only_time_taken_on_ones_own_day(planned, person, caseworker_city):
    person.person.denied_to.add(caseworker_city)
    (row,) = day_of(caseworker_city).rows
    assert (row.url, row.note, row.subject, list(row.acts), list(row.tags)) == ("", "", None, [], [])


def test_record_shows_what_comes_what_was_missed_and_who_stays_away(client, planned, person, caseworker_city):
    soon = now() + 2 * HOUR
    make_appointment(
        person, in_charge=caseworker_city, starts_at=soon, place="Biblioteka", place_kind=PlaceKind.OUTSIDE
    )
    record = lambda: record_of(caseworker_city, "view_person", person.number)  # noqa: E731
    for week in (10, 11):
        missed = make_appointment(person, in_charge=caseworker_city, starts_at=START - week * 168 * HOUR)
        Appointment.objects.filter(pk=missed.pk).update(state=AppointmentState.NO_SHOW)
    assert len(list(alerts(record()))) == 1
    assert [entry.on for entry in timeline(record(), 15)][-1] == datetime.date(2026, 6, 30)
    page = client.get(reverse("person_record", args=[person.number])).content.decode()
    assert "Biblioteka" in page and reverse("new_appointment_of", args=[person.number]) in page
    Appointment.objects.filter(pk=missed.pk).update(state=AppointmentState.TOOK_PLACE)
    assert not list(alerts(record()))


def test_support_from_an_appointment_stands_once_on_the_timeline(planned, person, caseworker_city):
    from services.domain.appointments import mark_logged

    Appointment.objects.update(starts_at=START - 5000 * HOUR, ends_at=START - 4999 * HOUR)
    record = lambda: record_of(caseworker_city, "view_person", person.number)  # noqa: E731
    assert len(timeline(record(), 15)) == 1
    mark_logged(str(planned.pk), [make_support(person)], by=caseworker_city)
    assert timeline(record(), 15) == []


def test_its_page_leads_to_the_support_recorded_from_it(client, planned, person, caseworker_city):
    from services.domain.appointments import mark_logged

    made = make_support(person)
    mark_logged(str(planned.pk), [made], by=caseworker_city)
    path = reverse("change_support", args=[person.number, made.fact_id])
    assert f'href="{path}"' in client.get(page_of(planned)).content.decode()


def test_record_costs_the_same_with_one_and_with_three(person, caseworker_city, django_assert_num_queries):
    make_appointment(person, in_charge=caseworker_city, place="x")
    for _ in range(2):
        record = record_of(caseworker_city, "view_person", person.number)
        with django_assert_num_queries(1):
            assert timeline(record, 15) is not None
            list(alerts(record))
        for week in (1, 2):
            make_appointment(person, in_charge=caseworker_city, starts_at=START - week * 168 * HOUR, place="x")


def test_my_day_costs_the_same_with_one_and_with_three(
    city, sopot, planned, caseworker_city, django_assert_num_queries
):
    day_of(caseworker_city)
    with django_assert_num_queries(4):
        assert len(day_of(caseworker_city).rows) == 1
    for hour in (2, 3):
        make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + hour * HOUR)
    with django_assert_num_queries(4):
        assert len(day_of(caseworker_city).rows) == 3


def test_second_of_two_at_the_same_moment_reads_what_was_taken_and_keeps_what_was_typed(
    client, city, sopot, person, caseworker_city, monkeypatch
):
    """The first one writes between the question and the lock."""
    other, asked = make_participant(city, sopot, surname="Tajna"), []

    def ask(*args, **kwargs):
        if not asked:
            asked.append(True)
            made = questions_about(*args, **kwargs)
            make_appointment(other, in_charge=caseworker_city)
            return made
        return questions_about(*args, **kwargs)

    monkeypatch.setattr("services.views.booking.questions_about", ask)
    values = sent(caseworker_city, person, note="Proszę o tłumacza migowego")
    answer = client.post(NEW, values)
    form = answer.context["form"]
    page = answer.content.decode()
    assert form.non_field_errors() and len(form.questions) == 1
    assert "Proszę o tłumacza migowego" in page and "Tajna" not in page
    assert not Appointment.objects.filter(people=person).exists()
    assert client.post(NEW, {**values, "confirmed": form.mark}).status_code == 302
    assert Appointment.objects.filter(people=person).count() == 1


def test_colleague_who_teaches_then_is_asked_about(client, sopot, person, caseworker_city):
    make_meeting(make_group(sopot, teacher=caseworker_city), starts_at=START, minutes=60)
    form = client.post(NEW, sent(caseworker_city, person)).context["form"]
    assert [caseworker_city.name in question for question in form.questions] == [True]


def test_appointment_that_is_planned_again_says_what_took_its_time(
    client, city, sopot, person, planned, caseworker_city
):
    settle(client, planned, AppointmentState.CANCELLED, why="chory kolega")
    make_appointment(make_participant(city, sopot, surname="Tajna"), in_charge=caseworker_city)
    planned.refresh_from_db()
    answer = settle(client, planned, AppointmentState.PLANNED)
    page = client.get(answer.url).content.decode()
    assert f"{caseworker_city.name} is occupied" in page or "zajęt" in page
    assert "Tajna" not in page
    planned.refresh_from_db()
    assert planned.is_planned
