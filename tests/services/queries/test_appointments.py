"""Who may know of an appointment, and how much (S6, S26–S27)."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts.enums import Role
from portal.policy.access import forget_access
from services.enums import AppointmentState
from services.models import Appointment
from services.queries.appointments import calendar_of, colleagues_within
from services.queries.clashes import occupied_colleagues, occupied_people
from services.rules.appointments import span_of_days
from services.tables.appointments import row_of
from tests.factories.accounts import make_member, make_membership, make_organisation
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_care, make_participant, make_participation
from tests.factories.programmes import make_project

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
DAY = datetime.date(2026, 9, 15)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot)


def seen_by(user, account, day=DAY):
    return calendar_of(user, account, *span_of_days(day, 1, timezone.get_default_timezone()))


def hide_from_all(participation):
    participation.person.is_confidential = True
    participation.person.save()


def test_colleague_of_the_same_organisation_sees_who_and_where(person, caseworker_city, city, sopot):
    other = make_member(Role.CASEWORKER, city, sopot)
    make_appointment(person, in_charge=other, place="Ratusz")
    (met,) = seen_by(caseworker_city, other)
    assert row_of(met).people[0].number == person.number
    assert "Ratusz" in row_of(met).note


@pytest.mark.parametrize("wall", ["foreign", "confidential", "denied"])
def test_whoever_may_not_see_the_person_sees_only_that_the_time_is_taken(wall, person, caseworker_city, request):
    reader = request.getfixturevalue("caseworker_foundation" if wall == "foreign" else "coordinator")
    if wall == "confidential":
        hide_from_all(person)
    if wall == "denied":
        person.person.denied_to.add(reader)
    make_appointment(person, in_charge=caseworker_city, place="Ratusz", note="secret", language="uk")
    row = row_of(seen_by(reader, caseworker_city)[0])
    assert (row.people, row.note, row.url, row.tags) == ([], "", "", ())
    assert row.at == "11:00"


def test_named_few_see_the_confidential_person_and_the_keeper_who_is_not_named_does_not(
    person, caseworker_city, coordinator
):
    hide_from_all(person)
    person.person.confidential_to.add(coordinator)
    make_appointment(person, in_charge=caseworker_city)
    assert not seen_by(coordinator, caseworker_city)[0].is_hidden
    assert seen_by(caseworker_city, caseworker_city)[0].is_hidden


def test_of_a_family_with_a_hidden_member_the_others_are_named_without_place_and_note(
    person, city, sopot, caseworker_city
):
    hidden = make_participant(city, sopot, given_names="Skryta")
    hide_from_all(hidden)
    make_appointment(person, hidden, in_charge=caseworker_city, place="Shelter", note="secret", interpreter="Nina")
    (met,) = seen_by(caseworker_city, caseworker_city)
    assert [each.number for each in row_of(met).people] == [person.number]
    assert (met.place, met.note, met.interpreter, row_of(met).url) == ("", "", "", "")
    assert not Appointment.objects.wholly_visible_to(caseworker_city).exists()
    assert Appointment.objects.visible_to(caseworker_city).count() == 1


def test_appointment_of_another_project_is_only_time_for_who_works_in_this_one(person, caseworker_city, coordinator):
    other = make_project()
    body = make_organisation()
    elsewhere = make_participation(person.person, other)
    make_care(person.person, body, other)
    make_membership(caseworker_city, Role.CASEWORKER, body, other)
    forget_access(caseworker_city)
    make_appointment(elsewhere, in_charge=caseworker_city)
    assert seen_by(coordinator, caseworker_city)[0].is_hidden
    assert not seen_by(caseworker_city, caseworker_city)[0].is_hidden


def test_calendars_within_reach_are_those_of_the_own_organisation_and_all_for_the_leader(
    caseworker_city, caseworker_foundation, coordinator, coordinator_foundation, auditor, instructor
):
    def of(user):
        return {each.pk for each in colleagues_within(user, "view_calendar", DAY)}

    city, both = {caseworker_city.pk, coordinator.pk}, {caseworker_foundation.pk, coordinator_foundation.pk}
    assert of(caseworker_city) == city
    assert of(caseworker_foundation) == of(coordinator_foundation) == both
    assert of(coordinator) == city | both
    assert of(auditor) == of(instructor) == set()


def test_day_of_the_clocks_holds_its_last_hour(person, caseworker_city):
    late = datetime.datetime(2026, 10, 25, 22, 30, tzinfo=datetime.UTC)  # 23:30 after the clocks went back
    make_appointment(person, in_charge=caseworker_city, starts_at=late)
    assert len(seen_by(caseworker_city, caseworker_city, datetime.date(2026, 10, 25))) == 1
    assert not seen_by(caseworker_city, caseworker_city, datetime.date(2026, 10, 26))


def test_who_comes_beside_has_it_in_the_calendar_and_what_is_cancelled_is_gone(person, caseworker_city, coordinator):
    met = make_appointment(person, in_charge=caseworker_city, colleagues=[coordinator])
    assert len(seen_by(coordinator, coordinator)) == 1
    Appointment.objects.filter(pk=met.pk).update(state=AppointmentState.CANCELLED)
    assert not seen_by(coordinator, coordinator)


@pytest.mark.parametrize(
    ("shift", "clashes"), [(HOUR, 0), (HOUR - MINUTE, 1), (-HOUR, 0), (-HOUR + MINUTE, 1), (0 * HOUR, 1)]
)
def test_to_touch_is_not_to_collide(person, caseworker_city, shift, clashes):
    make_appointment(person, in_charge=caseworker_city)
    span = (START + shift, START + shift + HOUR)
    assert len(occupied_colleagues([caseworker_city], span, None)) == clashes
    assert len(occupied_people(caseworker_city, [person], span, None)) == clashes


def test_appointment_does_not_collide_with_itself_nor_with_what_is_off(person, caseworker_city):
    met = make_appointment(person, in_charge=caseworker_city)
    span = (met.starts_at, met.ends_at)
    assert not occupied_colleagues([caseworker_city], span, met.pk)
    Appointment.objects.update(state=AppointmentState.NO_SHOW)
    assert not occupied_people(caseworker_city, [person], span, None)


def test_calendar_costs_the_same_with_one_and_with_three(
    person, city, sopot, caseworker_city, coordinator, django_assert_num_queries
):
    make_appointment(person, in_charge=caseworker_city)
    seen_by(coordinator, caseworker_city)
    with django_assert_num_queries(4):
        assert len([row_of(each) for each in seen_by(coordinator, caseworker_city)]) == 1
    for hour in (2, 3):
        others = [make_participant(city, sopot) for _ in range(2)]
        make_appointment(
            *others, in_charge=caseworker_city, starts_at=START + hour * HOUR, note="n", colleagues=[coordinator]
        )
    with django_assert_num_queries(4):
        assert len([(row_of(each), each.note) for each in seen_by(coordinator, caseworker_city)]) == 3
