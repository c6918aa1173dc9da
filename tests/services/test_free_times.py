"""Free times in the form of an appointment: from hours, open places and calendars; nothing typed is lost (C8)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.protection import conceal
from services.enums import PlaceKind
from services.models import Appointment, ConsultationHours, DaysAway, OpeningHours
from services.queries.free_times import Wanted, free_times
from services.rules.slots import Window, within_opening
from services.views import free_times as page
from tests.factories.activities import make_activity, make_meeting, make_venue
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.services.test_appointments import NEW, sent

TUESDAY = datetime.date(2026, 9, 15)
DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.datetime(2026, 9, 14, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch):
    monkeypatch.setattr(page, "now", lambda: LONG_AGO)
    monkeypatch.setattr(page, "today", LONG_AGO.date)
    for place in ("views.clashes", "views.appointments"):
        monkeypatch.setattr(f"services.{place}.now", lambda: LONG_AGO)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")


def sees_people(account, sopot, begins=9, ends=12, **values):
    """Every Tuesday and Wednesday, in the office."""
    for weekday in (1, 2):
        ConsultationHours.objects.create(
            account=account, grant_project=sopot, weekday=weekday, begins_at=datetime.time(begins),
            ends_at=datetime.time(ends), valid_from=datetime.date(2026, 1, 1), **values,
        )  # fmt: skip


def is_open(venue, weekday, opens, closes):
    OpeningHours.objects.create(
        venue=venue, weekday=weekday, begins_at=datetime.time(opens), ends_at=datetime.time(closes)
    )


def found(user, sopot, *colleagues, minutes=60, first=TUESDAY, **wanted):
    asked = Wanted(colleagues or [user], minutes, first, LONG_AGO, **wanted)
    return [
        f"{timezone.localtime(each.starts_at):%d %H:%M} {each.colleague.pk if colleagues else ''}".strip()
        for each in free_times(user, sopot, asked)
    ]


def test_times_are_free_of_appointments_classes_and_days_away(sopot, person, caseworker_city):
    sees_people(caseworker_city, sopot)
    make_appointment(
        person, in_charge=caseworker_city, starts_at=datetime.datetime(2026, 9, 15, 7, tzinfo=datetime.UTC)
    )
    group = make_activity(sopot, meetings=0, teacher=caseworker_city)
    make_meeting(group, starts_at=datetime.datetime(2026, 9, 16, 8, tzinfo=datetime.UTC), minutes=60)
    DaysAway.objects.create(account=caseworker_city, first_on=TUESDAY + 7 * DAY, last_on=TUESDAY + 7 * DAY)
    assert found(caseworker_city, sopot) == ["15 10:00", "15 11:00", "16 09:00", "16 11:00", "23 09:00", "23 10:00",
                                             "23 11:00"]  # fmt: skip


def test_length_decides_what_fits(sopot, caseworker_city):
    sees_people(caseworker_city, sopot)
    assert found(caseworker_city, sopot, minutes=120)[:4] == ["15 09:00", "15 09:30", "15 10:00", "16 09:00"]
    assert found(caseworker_city, sopot, minutes=181) == []


def test_place_is_open_then_and_hours_elsewhere_are_not_offered(sopot, caseworker_city):
    ratusz, library = make_venue(sopot, "Ratusz"), make_venue(sopot, "Biblioteka")
    is_open(ratusz, 1, 10, 16)
    sees_people(caseworker_city, sopot)
    assert found(caseworker_city, sopot, venue=ratusz)[:3] == ["15 10:00", "15 11:00", "22 10:00"]
    ConsultationHours.objects.filter(weekday=1).update(venue=library)
    assert found(caseworker_city, sopot, venue=ratusz) == []
    assert found(caseworker_city, sopot, venue=library)[:2] == ["15 09:00", "15 10:00"]


def test_who_wrote_no_hours_is_offered_when_places_are_open(sopot, caseworker_city):
    assert found(caseworker_city, sopot) == []
    is_open(make_venue(sopot, "Ratusz"), 1, 8, 10)
    is_open(make_venue(sopot, "Stary Ratusz", is_retired=True), 1, 6, 8)
    assert found(caseworker_city, sopot)[:2] == ["15 08:00", "15 09:00"]


def test_people_who_meet_somebody_else_are_not_free(sopot, city, person, caseworker_city, coordinator):
    sees_people(caseworker_city, sopot)
    make_appointment(person, in_charge=coordinator, starts_at=datetime.datetime(2026, 9, 15, 8, tzinfo=datetime.UTC))
    assert found(caseworker_city, sopot, people=[person])[:2] == ["15 09:00", "15 11:00"]
    assert found(caseworker_city, sopot, people=[make_participant(city, sopot)])[:2] == ["15 09:00", "15 10:00"]


def test_hidden_appointment_takes_time_of_the_colleague_and_tells_nothing_of_the_person(
    sopot, city, person, caseworker_city, coordinator
):
    """That somebody hidden meets another colleague must not be read off the times that are left out."""
    sees_people(caseworker_city, sopot)
    hidden = make_participant(city, sopot)
    conceal(hidden, [coordinator], by=coordinator, reason="She is looked for.")
    make_appointment(hidden, in_charge=coordinator, starts_at=datetime.datetime(2026, 9, 15, 8, tzinfo=datetime.UTC))
    assert found(caseworker_city, sopot, people=[hidden]) == []  # this colleague may not know the person at all
    assert found(caseworker_city, sopot)[:2] == ["15 09:00", "15 10:00"]
    make_appointment(
        hidden, in_charge=caseworker_city, starts_at=datetime.datetime(2026, 9, 15, 8, tzinfo=datetime.UTC)
    )
    assert found(caseworker_city, sopot)[:2] == ["15 09:00", "15 11:00"]


def test_cost_is_the_same_for_one_and_for_three_colleagues(
    sopot, person, caseworker_city, coordinator, instructor, django_assert_max_num_queries
):
    is_open(make_venue(sopot), 1, 8, 16)
    colleagues = [caseworker_city, coordinator, instructor]
    for number in (1, 3):
        asked = Wanted(colleagues[:number], 60, TUESDAY, LONG_AGO, people=[person])
        with django_assert_max_num_queries(13):
            assert free_times(caseworker_city, sopot, asked)


def test_window_is_cut_to_what_is_open():
    window = Window(1, datetime.time(9), datetime.time(15), 60, TUESDAY)
    noon = [OpeningHours(weekday=1, begins_at=datetime.time(8), ends_at=datetime.time(12)),
            OpeningHours(weekday=1, begins_at=datetime.time(13), ends_at=datetime.time(17)),
            OpeningHours(weekday=2, begins_at=datetime.time(8), ends_at=datetime.time(17))]  # fmt: skip
    parts = [(each.begins_at.hour, each.ends_at.hour) for each in within_opening(window, noon)]
    assert parts == [(9, 12), (13, 15)]
    assert within_opening(window, noon[2:]) == []
    assert within_opening(window, []) == [window]


def test_chosen_time_fills_the_form_and_saves_nothing(client, sopot, person, caseworker_city, coordinator):
    venue = make_venue(sopot, "Ratusz")
    sees_people(coordinator, sopot, venue=venue)
    typed = {"day": "", "time": "", "note": "weźcie umowę", "of_all": "1", "purpose": "diagnosis"}
    shown = client.post(NEW, sent(caseworker_city, person, do="times", **typed))
    ((_day, (row,)), *_more) = shown.context["free"].days
    assert (row.name, row.place, [each.clock for each in row.times]) == (
        coordinator.name,
        "Ratusz",
        ["9:00", "9:30", "10:00", "10:30", "11:00"],
    )
    assert "weźcie umowę" in shown.content.decode()
    filled = client.post(NEW, sent(caseworker_city, person, do="", slot=row.times[1].value, **typed))
    form = filled.context["form"]
    said = {name: str(form[name].value()) for name in ("day", "time", "in_charge", "venue", "note", "place_kind")}
    assert said == {"day": "2026-09-15", "time": "09:30:00", "in_charge": str(coordinator.pk), "venue": str(venue.pk),
                    "note": "weźcie umowę", "place_kind": "office"}  # fmt: skip
    assert "9:30" in filled.context["free"].chosen
    assert not Appointment.objects.exists()


def test_made_appointment_is_at_the_place_and_its_people_are_told_where(client, sopot, person, caseworker_city):
    venue = make_venue(sopot, "Ratusz", address="ul. Kościuszki 25")
    answer = client.post(NEW, sent(caseworker_city, person, place_kind="office", place="pok. 4", venue=str(venue.pk)))
    assert answer.status_code == 302
    made = Appointment.objects.get()
    assert (made.venue, made.where) == (venue, "Ratusz, ul. Kościuszki 25, pok. 4")
    assert "Ratusz, ul. Kościuszki 25, pok. 4" in client.get(f"/kalendarz/?dzien={made.day}").content.decode()


def test_call_is_at_no_place(client, sopot, person, caseworker_city):
    venue = make_venue(sopot)
    client.post(NEW, sent(caseworker_city, person, place_kind=PlaceKind.PHONE, place="", venue=str(venue.pk)))
    assert Appointment.objects.get().venue is None


def test_class_at_the_place_is_asked_about(client, sopot, person, caseworker_city):
    venue = make_venue(sopot)
    make_meeting(make_activity(sopot, meetings=0, venue=venue, title="Chór"), starts_at=START)
    form = client.post(NEW, sent(caseworker_city, person, venue=str(venue.pk))).context["form"]
    assert ["Chór" in question for question in form.questions] == [True]


@pytest.mark.parametrize(
    "typed",
    [
        {"minutes": "x"}, {"minutes": ""}, {"minutes": "9" * 400}, {"day": "9999-99-99"}, {"day": "9999-12-31"},
        {"day": "\0"}, {"in_charge": "\0"}, {"in_charge": "9" * 40},
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_said_and_what_was_typed_stays(client, sopot, person, caseworker_city, typed):
    sees_people(caseworker_city, sopot)
    answer = client.post(NEW, sent(caseworker_city, person, do="times", **{"note": "zostaje", **typed}))
    assert answer.status_code == 200
    assert answer.context["free"].faults
    assert "zostaje" in answer.content.decode()


@pytest.mark.parametrize("slot", ["", "x", "|||", "9999-12-31T23:59:59+00:00|1|1|office", "2026-09-15T09:00|\0|x|y"])
def test_what_was_never_offered_fills_in_nothing(client, sopot, person, caseworker_city, slot):
    answer = client.post(NEW, sent(caseworker_city, person, do="", slot=slot))
    assert answer.status_code == 200
    assert answer.context["form"]["day"].value() == "2026-09-15"
    assert not answer.context["free"].chosen


def test_appointment_is_moved_to_a_free_time_and_its_own_time_counts_as_free(client, sopot, person, caseworker_city):
    sees_people(caseworker_city, sopot)
    made = make_appointment(person, in_charge=caseworker_city, note="stara uwaga")
    address = reverse("appointment", args=[made.pk])
    typed = sent(caseworker_city, do="times", version=str(made.version), note="nowa uwaga", minutes="60")
    shown = client.post(address, typed)
    times = [each.clock for each in shown.context["free"].days[0][1][0].times]
    assert times == ["9:00", "10:00", "11:00"]
    assert "nowa uwaga" in shown.content.decode()
    slot = shown.context["free"].days[0][1][0].times[0].value
    filled = client.post(address, {**typed, "do": "", "slot": slot})
    form = filled.context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values["version"] == str(made.version)
    kept = {**typed, "do": "change", "day": values["day"].isoformat(), "time": f"{values['time']:%H:%M}"}
    assert client.post(address, kept).status_code == 302
    made.refresh_from_db()
    assert f"{timezone.localtime(made.starts_at):%d %H:%M}" == "15 09:00"
