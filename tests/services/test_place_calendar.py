"""The calendar by place: who and what is there on a day or in a week, as far as the reader may know (C8, S26)."""

import datetime

import pytest

from beneficiaries.domain.protection import conceal
from portal.audit.models import AuditEvent
from services.enums import ActivityState, AppointmentState, MeetingState
from services.models import OpeningHours
from tests.factories.activities import make_activity, make_group, make_meeting, make_venue
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant

PAGE = "/kalendarz/miejsca/?dzien=2026-09-15"
WEEK = f"{PAGE}&widok=tydzien"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def ratusz(sopot):
    return make_venue(sopot, "Ratusz", address="ul. Kościuszki 25")


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")


def rows_of(answer, name):
    """Return the rows of a place, day by day."""
    (card,) = [each for each in answer.context["cards"] if (each.venue.name if each.venue else "") == name]
    return [row for day in card.days for row in day.rows]


def test_day_shows_appointments_and_classes_of_a_place_in_order(client, sopot, ratusz, person, caseworker_city):
    make_appointment(person, in_charge=caseworker_city, venue=ratusz, place="pok. 4")
    group = make_group(sopot, venue=ratusz)
    make_meeting(group, starts_at=START - HOUR, minutes=60)
    answer = client.get(PAGE)
    first, second = rows_of(answer, "Ratusz")
    assert (first.at, first.title) == ("10:00–11:00", "Polski od podstaw – Polish A1")
    assert (second.at, [each.name for each in second.people]) == ("11:00–12:00", ["Lejla Mammadowa"])
    assert caseworker_city.name in second.note
    assert "Ratusz, ul. Kościuszki 25, pok. 4" in second.note
    assert AuditEvent.objects.filter(detail__page="place-calendar").count() == 1


def test_class_stands_where_it_is_held_that_day_and_what_is_cancelled_nowhere(
    client, sopot, ratusz, person, caseworker_city
):
    library = make_venue(sopot, "Biblioteka")
    group = make_group(sopot, venue=ratusz)
    make_meeting(group, starts_at=START, venue=library)
    make_meeting(group, starts_at=START + 3 * HOUR, state=MeetingState.CANCELLED)
    make_meeting(make_activity(sopot, meetings=0, venue=ratusz, state=ActivityState.CANCELLED), starts_at=START)
    make_appointment(person, in_charge=caseworker_city, venue=ratusz, state=AppointmentState.CANCELLED)
    answer = client.get(PAGE)
    assert [row.title for row in rows_of(answer, "Biblioteka")] == ["Polski od podstaw – Polish A1"]
    assert rows_of(answer, "Ratusz") == []


def test_hidden_person_is_time_that_is_taken_without_who_keeps_it(
    client, sopot, city, ratusz, person, caseworker_city, coordinator
):
    """Also when somebody else is there whom the reader knows: the place would tell where both of them are."""
    hidden = make_participant(city, sopot, given_names="Ukryta", surname="Nazwana")
    conceal(hidden, [coordinator], by=coordinator, reason="She is looked for.")
    make_appointment(hidden, in_charge=coordinator, venue=ratusz)
    make_appointment(person, hidden, in_charge=coordinator, venue=ratusz, starts_at=START + 2 * HOUR)
    make_appointment(hidden, in_charge=coordinator, starts_at=START + 4 * HOUR)
    answer = client.get(PAGE)
    rows = rows_of(answer, "Ratusz")
    assert [(row.at, row.title, list(row.people), row.note, row.url) for row in rows] == [
        ("11:00–12:00", "", [], "", ""), ("13:00–14:00", "", [], "", ""),
    ]  # fmt: skip
    text = answer.content.decode()
    assert not any(words in text for words in ("Nazwana", "Mammadowa", coordinator.name))
    assert [each.venue for each in answer.context["cards"]] == [ratusz]
    assert not AuditEvent.objects.filter(detail__page="place-calendar").exists()


def test_colleague_of_another_organisation_sees_taken_time_alone(
    client_of, ratusz, person, caseworker_city, caseworker_foundation
):
    make_appointment(person, in_charge=caseworker_city, venue=ratusz)
    answer = client_of(caseworker_foundation).get(PAGE)
    assert [(row.people, row.note) for row in rows_of(answer, "Ratusz")] == [((), "")]


def test_office_without_a_place_stands_last_and_calls_nowhere(client, ratusz, person, caseworker_city):
    make_appointment(person, in_charge=caseworker_city)
    make_appointment(person, in_charge=caseworker_city, place_kind="phone", starts_at=START + HOUR)
    answer = client.get(PAGE)
    assert [each.venue for each in answer.context["cards"]] == [ratusz, None]
    assert [row.at for row in rows_of(answer, "")] == ["11:00–12:00"]


def test_week_of_one_place_has_every_day_with_its_opening_hours(client, sopot, ratusz, person, caseworker_city):
    make_venue(sopot, "Biblioteka")
    OpeningHours.objects.create(venue=ratusz, weekday=1, begins_at=datetime.time(8), ends_at=datetime.time(16))
    make_appointment(person, in_charge=caseworker_city, venue=ratusz)
    answer = client.get(f"{WEEK}&miejsce={ratusz.pk}")
    (card,) = answer.context["cards"]
    assert [len(day.rows) for day in card.days] == [0, 1, 0, 0, 0, 0, 0]
    assert [bool(day.hours) for day in card.days] == [True] * 7
    assert card.days[1].hours.endswith("8:00–16:00")
    assert "Mammadowa" in answer.content.decode()


@pytest.mark.parametrize("place", ["999999", "x", "9" * 400])
def test_place_of_no_project_does_not_exist(client, ratusz, place):
    assert client.get("/kalendarz/miejsca/", {"miejsce": place}).status_code == 404


@pytest.mark.parametrize("day", ["", "x", "9999-12-31", "0001-01-01", "9" * 400])
def test_what_is_no_day_is_today(client, ratusz, day):
    assert client.get("/kalendarz/miejsca/", {"dzien": day, "widok": "tydzien"}).status_code == 200


def test_page_costs_the_same_with_one_and_with_three(
    client, sopot, city, ratusz, caseworker_city, django_assert_num_queries
):
    def fill(number):
        venue = ratusz if number == 0 else make_venue(sopot, f"Miejsce {number}")
        OpeningHours.objects.create(venue=venue, weekday=1, begins_at=datetime.time(8), ends_at=datetime.time(16))
        make_meeting(make_group(sopot, venue=venue, edition=group_edition), starts_at=START)
        make_appointment(make_participant(city, sopot), in_charge=caseworker_city, venue=venue)

    group_edition = make_group(sopot).edition
    client.get(WEEK)
    fill(0)
    with django_assert_num_queries(16, exact=False) as one:
        client.get(WEEK)
    fill(1)
    fill(2)
    with django_assert_num_queries(len(one)):
        assert len(client.get(WEEK).context["cards"]) == 3
