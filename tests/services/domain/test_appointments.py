"""An appointment is made, moved, settled, and becomes support; every step keeps who did it and from when."""

import datetime

import pytest
from django.db import connection

from portal.audit.models import AuditEvent
from portal.versions.actions import FactChanged
from services.domain.appointments import (
    AppointmentRefused,
    change_appointment,
    mark_logged,
    settle_appointment,
)
from services.domain.support import withdraw_support
from services.enums import AppointmentState as State
from services.models import Appointment, AppointmentPerson
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

HOUR, AFTER = datetime.timedelta(hours=1), START + datetime.timedelta(days=1)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def planned(person, caseworker_city):
    return make_appointment(person, in_charge=caseworker_city, place="Ratusz, pok. 12", note="bring the contract")


def moved(appointment, caseworker, **values):
    times = {"starts_at": START + HOUR, "ends_at": START + HOUR * 2, "in_charge": caseworker}
    return change_appointment(appointment, appointment.version, times | values, colleagues=[], by=caseworker)


def settled(appointment, state, by, **values):
    settle_appointment(appointment, appointment.version, state, by=by, now=AFTER, **values)


def test_texts_are_sealed_and_the_trail_names_people_and_no_words(planned, person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, note FROM services_appointment")
        assert not any(b"Ratusz" in bytes(each) or b"contract" in bytes(each) for each in cursor.fetchone())
    found = Appointment.objects.get()
    assert (found.place, found.note) == ("Ratusz, pok. 12", "bring the contract")
    event = AuditEvent.objects.get(object_type="appointment")
    assert (event.action, event.subjects, event.detail) == ("create", [str(person.person_id)], {})


def test_move_keeps_from_when_and_who(planned, caseworker_city):
    assert moved(planned, caseworker_city)
    last = planned.changes.get(kind="moved")
    assert (last.was_start, last.was_end, last.by) == (START, START + HOUR, caseworker_city)
    assert Appointment.objects.get().place == "Ratusz, pok. 12"


def test_hand_over_keeps_from_whom(planned, caseworker_city, coordinator):
    same = {"starts_at": planned.starts_at, "ends_at": planned.ends_at}
    assert moved(planned, coordinator, **same)
    assert planned.changes.get(kind="changed").was_in_charge == caseworker_city


def test_nothing_different_writes_nothing(planned, caseworker_city):
    same = {"starts_at": planned.starts_at, "ends_at": planned.ends_at}
    assert not moved(planned, caseworker_city, **same)
    assert planned.changes.count() == 1


def test_second_of_two_who_move_at_once_is_refused(planned, caseworker_city):
    other = Appointment.objects.get()
    moved(planned, caseworker_city)
    with pytest.raises(FactChanged):
        moved(other, caseworker_city, starts_at=START - HOUR)
    assert Appointment.objects.get().starts_at == START + HOUR


def test_what_is_settled_is_not_moved_and_can_be_planned_again(planned, caseworker_city):
    settled(planned, State.CANCELLED, caseworker_city, why="the room is flooded")
    with pytest.raises(AppointmentRefused):
        moved(planned, caseworker_city)
    settled(planned, State.PLANNED, caseworker_city)
    assert moved(planned, caseworker_city)
    assert [each.kind for each in planned.changes.order_by("at")] == ["made", "cancelled", "reopened", "moved"]
    assert planned.changes.get(kind="cancelled").why == "the room is flooded"


def test_nobody_stays_away_from_what_has_not_begun(planned):
    with pytest.raises(AppointmentRefused):
        settle_appointment(planned, planned.version, State.NO_SHOW, by=None, now=START - HOUR)
    assert Appointment.objects.get().is_planned


def test_support_of_several_people_marks_the_appointment_as_held(city, sopot, person, caseworker_city):
    mother, child = person, make_participant(city, sopot)
    met = make_appointment(mother, child, in_charge=caseworker_city)
    mark_logged(str(met.pk), [make_support(each) for each in (mother, child)], by=caseworker_city)
    assert Appointment.objects.get().state == State.TOOK_PLACE
    assert AppointmentPerson.objects.filter(support_fact__isnull=False, logged_at__isnull=False).count() == 2
    with pytest.raises(AppointmentRefused):
        settled(Appointment.objects.get(), State.PLANNED, caseworker_city)


def test_support_taken_back_lets_the_appointment_be_planned_again(planned, person, caseworker_city):
    support = make_support(person)
    mark_logged(str(planned.pk), [support], by=caseworker_city)
    withdraw_support(support, by=caseworker_city, why="a mistake")
    settled(Appointment.objects.get(), State.PLANNED, caseworker_city)
    assert Appointment.objects.get().is_planned


@pytest.mark.parametrize("asked_for", ["", "x\0", "018f0000-0000-7000-8000-000000000000"])
def test_address_that_names_no_appointment_changes_nothing(planned, person, asked_for):
    mark_logged(asked_for, [make_support(person)], by=None)
    assert Appointment.objects.get().is_planned


def test_appointment_of_somebody_else_is_not_marked(planned, city, sopot):
    mark_logged(str(planned.pk), [make_support(make_participant(city, sopot))], by=None)
    assert Appointment.objects.get().is_planned
