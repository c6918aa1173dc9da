"""People book times with who is in charge of them, move them, give them back; and are reminded (C8, S24)."""

import datetime
import threading
import uuid
from unittest.mock import Mock

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.protection import conceal
from beneficiaries.models import Care
from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.messages.models import OutgoingMessage
from services.domain import slots
from services.domain.appointments import change_appointment, settle_appointment
from services.domain.consulting import add_days_away, remove_own
from services.domain.reminding import remind
from services.domain.slots import BookingRefused
from services.enums import AppointmentState
from services.models import Appointment, ConsultationHours, DayOff, DaysAway
from services.queries.keepers import bookable_keeper
from services.queries.slots import slots_of
from tests.factories.activities import make_activity, make_meeting
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian
from tests.factories.own import make_own_account, own_browser
from tests.forms import fill

BOOK = "/uk/moje/spotkania/umow/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def hours(sopot, caseworker_city):
    """Every day from nine to noon, for a week from today on."""
    return [
        ConsultationHours.objects.create(
            account=caseworker_city, grant_project=sopot, weekday=weekday, begins_at=datetime.time(9),
            ends_at=datetime.time(12), is_open=True, valid_from=datetime.date(2025, 1, 1),
        )
        for weekday in range(7)
    ]  # fmt: skip


@pytest.fixture
def person(city, sopot, caseworker_city):
    who = make_participant(city, sopot, given_names="Oksana", surname="Kowalenko")
    Care.objects.filter(person=who.person).update(caseworker=caseworker_city)
    make_own_account(who)
    return who


@pytest.fixture
def browser_of(person):
    return own_browser(person)


def free(sopot, keeper, **how):
    return slots_of(keeper, sopot, today(), after=now(), open_only=True, **how)


def test_a_free_time_is_booked_and_is_free_no_more(browser_of, person, hours, sopot, caseworker_city):
    first = free(sopot, caseworker_city)[0]
    answer = fill(browser_of, BOOK, time=first.starts_at.isoformat())
    made = Appointment.objects.get()
    assert answer.url == reverse("own_meeting", args=[made.pk])
    assert (made.in_charge, made.starts_at, list(made.people.all())) == (caseworker_city, first.starts_at, [person])
    assert first.starts_at not in [slot.starts_at for slot in free(sopot, caseworker_city)]


def test_time_taken_meanwhile_is_said_and_nothing_is_booked(browser_of, person, hours, sopot, caseworker_city, city):
    first = free(sopot, caseworker_city)[0]
    page = browser_of.get(BOOK)
    make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=first.starts_at)
    token = str(page.context["form"]["submission"].value())
    answer = browser_of.post(BOOK, {"submission": token, "time": first.starts_at.isoformat()})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert person.appointments.count() == 0


@pytest.mark.parametrize("time", ["", "x", "2026-01-01T09:00:00+00:00", "\x00", "9" * 3000])
def test_what_is_no_free_time_is_refused_in_words(browser_of, hours, time):
    answer = browser_of.post(BOOK, {"submission": str(uuid.uuid4()), "time": time})
    assert answer.status_code == 200
    assert not Appointment.objects.exists()


def test_third_meeting_to_come_is_not_booked(browser_of, person, hours, sopot, caseworker_city):
    found = free(sopot, caseworker_city)
    for slot in found[:2]:
        slots.book(person, caseworker_city, slot.starts_at, by=caseworker_city, now=now())
    with pytest.raises(BookingRefused, match="too-many"):
        slots.book(person, caseworker_city, found[2].starts_at, by=caseworker_city, now=now())
    page = browser_of.get(BOOK).content.decode()
    assert "дві зустрічі" in page
    assert 'name="time"' not in page


def test_classes_days_away_and_other_appointments_are_not_free(sopot, hours, caseworker_city, city):
    found = free(sopot, caseworker_city)
    day = timezone.localdate(found[4].starts_at)
    activity = make_activity(sopot, meetings=0, teacher=caseworker_city)
    make_meeting(activity, starts_at=found[3].starts_at, minutes=60)
    make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=found[0].starts_at)
    DaysAway.objects.create(account=caseworker_city, first_on=day + DAY, last_on=day + 2 * DAY)
    left = free(sopot, caseworker_city)
    assert not {found[0].starts_at, found[3].starts_at} & {slot.starts_at for slot in left}
    assert not {day + DAY, day + 2 * DAY} & {timezone.localdate(slot.starts_at) for slot in left}


def test_days_off_by_law_and_of_the_project_are_not_free_but_school_breaks_are(sopot, hours, caseworker_city):
    DayOff.objects.filter(grant_project=sopot).delete()
    christmas_week = datetime.date(2026, 12, 20)
    before = datetime.datetime.combine(christmas_week, datetime.time(), datetime.UTC)
    days = {"first_on": christmas_week + 2 * DAY, "last_on": christmas_week + 3 * DAY}
    DayOff.objects.create(grant_project=sopot, name="inwentaryzacja", **days)
    DayOff.objects.create(
        grant_project=sopot, name="ferie", is_school=True, first_on=christmas_week, last_on=christmas_week + 9 * DAY
    )
    found = slots_of(caseworker_city, sopot, christmas_week, after=before, days=8)
    assert sorted({timezone.localdate(slot.starts_at).day for slot in found}) == [20, 21, 27]


def test_colleague_who_may_not_see_the_person_any_more_keeps_no_meeting(person, hours, caseworker_city, coordinator):
    assert bookable_keeper(person) == caseworker_city
    conceal(person, [coordinator], by=coordinator, reason="danger")
    assert bookable_keeper(person) is None


def test_meeting_is_moved_and_given_back_in_time_only(browser_of, person, hours, sopot, caseworker_city):
    found = free(sopot, caseworker_city)
    later = [slot for slot in found if slot.starts_at - now() > 2 * DAY]
    made = slots.book(person, caseworker_city, later[0].starts_at, by=caseworker_city, now=now())
    fill(browser_of, f"{BOOK}?zamiast={made.pk}", time=later[1].starts_at.isoformat())
    made.refresh_from_db()
    assert made.starts_at == later[1].starts_at
    browser_of.post(f"/uk/moje/spotkania/{made.pk}/odwolaj/")
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    soon = make_appointment(person, in_charge=caseworker_city, starts_at=now() + DAY / 2)
    browser_of.post(f"/uk/moje/spotkania/{soon.pk}/odwolaj/")
    soon.refresh_from_db()
    assert soon.state == AppointmentState.PLANNED


def test_meeting_is_not_moved_to_who_may_not_see_the_person_any_more(
    browser_of, person, hours, sopot, caseworker_city, coordinator
):
    later = [slot for slot in free(sopot, caseworker_city) if slot.starts_at - now() > 2 * DAY]
    made = slots.book(person, caseworker_city, later[0].starts_at, by=caseworker_city, now=now())
    conceal(person, [coordinator], by=coordinator, reason="danger")
    answer = fill(browser_of, f"{BOOK}?zamiast={made.pk}", time=later[1].starts_at.isoformat())
    made.refresh_from_db()
    assert (answer.status_code, made.starts_at) == (200, later[0].starts_at)


def test_second_of_two_clicks_at_once_is_refused_in_words(person, hours, sopot, caseworker_city):
    later = [slot for slot in free(sopot, caseworker_city) if slot.starts_at - now() > 2 * DAY]
    first = slots.book(person, caseworker_city, later[0].starts_at, by=caseworker_city, now=now())
    second, third = Appointment.objects.get(), Appointment.objects.get()
    slots.give_back(first, by=caseworker_city, now=now())
    with pytest.raises(BookingRefused, match=slots.TOO_LATE):
        slots.give_back(second, by=caseworker_city, now=now())
    with pytest.raises(BookingRefused, match=slots.TOO_LATE):
        slots.move(third, person, later[1].starts_at, by=caseworker_city, now=now())


def test_nobody_touches_the_meeting_of_somebody_else(browser_of, hours, sopot, city, caseworker_city):
    other = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=now() + 3 * DAY)
    assert browser_of.post(f"/uk/moje/spotkania/{other.pk}/odwolaj/").status_code == 404
    assert browser_of.get(f"{BOOK}?zamiast={other.pk}").context["moved"] is None
    other.refresh_from_db()
    assert other.is_planned


def test_pages_lead_there_only_where_times_are_offered(browser_of, person, sopot, caseworker_city):
    assert BOOK not in browser_of.get("/uk/moje/spotkania/").content.decode()
    assert "form" in browser_of.get(BOOK).context


def test_everybody_is_reminded_once_in_neutral_words_and_of_the_new_time(person, caseworker_city):
    made = make_appointment(person, in_charge=caseworker_city, starts_at=now() + DAY)
    far = make_appointment(person, in_charge=caseworker_city, starts_at=now() + 9 * DAY)
    assert (remind(now()), remind(now())) == (1, 1)
    (message,) = OutgoingMessage.objects.all()
    assert (message.kind, message.recipient_id) == ("appointment-reminder", str(person.person_id))
    local = timezone.localtime(made.starts_at)
    assert f"{local:%d.%m.%Y}" in message.payload
    moved = made.starts_at + datetime.timedelta(hours=2)

    change_appointment(
        made, made.version, {"starts_at": moved, "ends_at": moved + DAY / 24, "in_charge": caseworker_city},
        colleagues=[], by=caseworker_city,
    )  # fmt: skip
    message.refresh_from_db()
    assert message.state != "waiting"
    assert list(OutgoingMessage.objects.filter(state="waiting").values_list("kind", flat=True)) == ["appointment-moved"]
    settle_appointment(far, far.version, "cancelled", by=caseworker_city, now=now(), why="urlop")
    assert OutgoingMessage.objects.filter(kind="appointment-cancelled").count() == 1


def test_who_has_just_read_the_new_time_is_not_reminded_of_it_as_well(person, caseworker_city):
    made = make_appointment(person, in_charge=caseworker_city, starts_at=now() + 9 * DAY)
    for soon in (DAY, 5 * DAY):
        values = {"starts_at": now() + soon, "ends_at": now() + soon + DAY / 24, "in_charge": caseworker_city}
        change_appointment(made, made.version, values, colleagues=[], by=caseworker_city)
        made.refresh_from_db()
        OutgoingMessage.objects.update(asked_at=now())
        assert remind(now()) == 0
    assert OutgoingMessage.objects.filter(kind="appointment-moved").count() == 2
    OutgoingMessage.objects.filter(kind="appointment-moved").update(asked_at=now() - 4 * DAY)
    made.starts_at, made.ends_at = now() + DAY, now() + DAY + DAY / 24
    made.save()
    assert remind(now()) == 1


def test_of_a_child_those_who_stand_for_it_are_reminded_once(city, sopot, caseworker_city):
    mother = make_participant(city, sopot, given_names="Olena")
    sasza, mia, alone = (
        make_participant(city, sopot, given_names=name, birth_date=datetime.date(2018, 5, 5))
        for name in ("Sasza", "Mia", "Jan")
    )
    hers = [make_guardian(each, mother) for each in (sasza, mia)]
    aunt = make_guardian(sasza, outside_name="Ciocia", outside_phone="+48 600 100 200")
    make_guardian(mia, valid_until=datetime.date(2026, 1, 6))
    made = make_appointment(sasza, mia, alone, in_charge=caseworker_city, starts_at=now() + DAY)
    make_appointment(mother, sasza, in_charge=caseworker_city, starts_at=now() + DAY)
    assert remind(now()) == 5
    assert sorted(OutgoingMessage.objects.values_list("recipient_kind", "recipient_id")) == sorted([
        ("person", str(alone.person_id)), ("guardian", str(hers[0].pk)), ("guardian", str(aunt.pk)),
        ("person", str(mother.person_id)), ("guardian", str(aunt.pk)),
    ])  # fmt: skip
    settle_appointment(made, made.version, "cancelled", by=caseworker_city, now=now(), why="urlop")
    waiting = OutgoingMessage.objects.filter(state="waiting")
    assert waiting.filter(kind="appointment-cancelled").count() == 3
    assert waiting.filter(kind="appointment-reminder").count() == 2


def test_own_hours_are_added_shown_and_removed_by_their_owner_alone(
    client_of, caseworker_city, coordinator, sopot, monkeypatch
):
    early = now().replace(hour=1)
    monkeypatch.setattr("services.views.hours.now", lambda: early)
    client, path = client_of(caseworker_city), reverse("consultation_hours")
    sent = {
        "do": "hours", "submission": str(uuid.uuid4()), "hours-submission": str(uuid.uuid4()), "hours-weekday": "1",
        "hours-begins_at": "09:00", "hours-ends_at": "12:00", "hours-minutes": "60", "hours-place_kind": "office",
        "hours-venue": "", "hours-valid_from": "2026-01-01", "hours-is_open": "on",
    }  # fmt: skip
    wrong = client.post(path, {**sent, "hours-ends_at": "09:30"})
    assert wrong.context["hours"].errors["ends_at"]
    assert client.post(path, sent).status_code == 302
    row = ConsultationHours.objects.get()
    assert (row.account, row.weekday, row.is_open) == (caseworker_city, 1, True)
    assert len(client.get(path).context["free"]) == 8
    client_of(coordinator).post(path, {"do": "remove", "row": str(row.pk)})
    assert ConsultationHours.objects.exists()
    client.post(path, {"do": "remove", "row": str(row.pk)})
    client.post(path, {"do": "remove", "row": str(row.pk)})
    assert not ConsultationHours.objects.exists()
    noted = AuditEvent.objects.filter(object_id=row.pk).order_by("pk")
    assert list(noted.values_list("action", "grant_project", "detail")) == [
        ("create", sopot.pk, {}), ("change", sopot.pk, {"removed": True}),
    ]  # fmt: skip


def test_days_away_are_removed_with_their_event_or_not_at_all(client_of, caseworker_city, sopot, monkeypatch):
    add_days_away(
        caseworker_city,
        {"first_on": datetime.date(2026, 2, 2), "last_on": datetime.date(2026, 2, 3)},
        grant_project=sopot,
    )
    row = DaysAway.objects.get()
    with pytest.raises(DatabaseError), monkeypatch.context() as broken:
        broken.setattr(DaysAway, "delete", Mock(side_effect=DatabaseError))
        remove_own(caseworker_city, row.pk, grant_project=sopot)
    assert not AuditEvent.objects.filter(object_id=row.pk, action="change").exists()
    assert remove_own(caseworker_city, row.pk, grant_project=sopot)
    assert not remove_own(caseworker_city, row.pk, grant_project=sopot)
    noted = AuditEvent.objects.get(object_id=row.pk, action="change")
    assert (noted.grant_project, noted.detail) == (sopot, {"removed": True})


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one connection in memory cannot be shared by clients")
@pytest.mark.django_db(transaction=True)
def test_two_people_never_get_the_same_time(transactional_db, city, sopot, caseworker_city, hours):
    people = [make_participant(city, sopot) for _number in range(8)]
    slot, gate, wrong = free(sopot, caseworker_city)[0], threading.Barrier(8), []

    def click(who):
        gate.wait()
        try:
            slots.book(who, caseworker_city, slot.starts_at, by=caseworker_city, now=now())
        except BookingRefused as refused:
            wrong.append(str(refused))
        finally:
            connection.close()

    clients = [threading.Thread(target=click, args=(who,)) for who in people]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert wrong == ["taken"] * 7
    assert Appointment.objects.count() == 1
