"""Before an appointment is saved at a time when nobody is there, one is asked; nothing is forbidden."""

import datetime
from types import SimpleNamespace

import pytest

from services.models import Appointment, DayOff, DaysAway, OpeningHours
from services.queries.closed import closed_then
from services.rules.opening import is_open_during
from tests.factories.activities import HOUR, START, make_venue
from tests.factories.beneficiaries import make_participant
from tests.forms import fill
from tests.services.test_appointments import NEW, page_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
TUESDAY, TIME = 1, datetime.time
DAY = datetime.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch):
    stands = SimpleNamespace(now=START - datetime.timedelta(days=1))
    for place in ("views.clashes", "views.appointments"):
        monkeypatch.setattr(f"services.{place}.now", lambda: stands.now)
    return stands


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def venue(sopot):
    """The town hall, open on Tuesdays from 8 to 12 and from 13 to 17."""
    venue = make_venue(sopot, "Ratusz")
    for begins, ends in ((8, 12), (13, 17)):
        OpeningHours.objects.create(venue=venue, weekday=TUESDAY, begins_at=TIME(begins), ends_at=TIME(ends))
    return venue


def asked(client, account, person, **values):
    answer = client.post(NEW, sent(account, person, **values))
    return [] if answer.status_code == 302 else answer.context["form"].questions


@pytest.mark.parametrize(
    ("day", "time", "questions"),
    [
        ("2026-09-15", "11:00", []),
        ("2026-09-15", "11:15", []),
        ("2026-09-15", "11:16", ["Ratusz is open on Tuesday, 15 September 2026 only at: 8:00–12:00, 13:00–17:00."]),
        ("2026-09-15", "17:30", ["Ratusz is open on Tuesday, 15 September 2026 only at: 8:00–12:00, 13:00–17:00."]),
        ("2026-09-16", "11:00", ["Ratusz is closed on Wednesday, 16 September 2026."]),
    ],
)
def test_place_that_is_closed_then_is_asked_about(client, caseworker_city, person, venue, day, time, questions):
    place = {"place_kind": "office", "place": "", "venue": str(venue.pk)}
    assert asked(client, caseworker_city, person, day=day, time=time, **place) == questions


def test_place_whose_hours_nobody_wrote_is_open(client, caseworker_city, person, sopot):
    assert asked(client, caseworker_city, person, venue=str(make_venue(sopot).pk), time="23:00") == []


def test_call_asks_for_no_place(client, caseworker_city, person, venue):
    phone = {"place_kind": "phone", "place": "", "venue": str(venue.pk)}
    assert asked(client, caseworker_city, person, time="20:00", **phone) == []


def test_day_off_and_absence_are_asked_about_and_may_be_confirmed(client, caseworker_city, coordinator, person, sopot):
    DayOff.objects.create(grant_project=sopot, name="Dzień Patrona", first_on=DAY, last_on=DAY)
    for account, first in ((caseworker_city, DAY), (coordinator, DAY + datetime.timedelta(days=1))):
        DaysAway.objects.create(account=account, first_on=first, last_on=first + datetime.timedelta(days=7))
    values = sent(caseworker_city, person, colleagues=[coordinator.pk])
    form = client.post(NEW, values).context["form"]
    assert form.questions == [
        "Tuesday, 15 September 2026 is a day off: Dzień Patrona.",
        f"{caseworker_city.name} is away on Tuesday, 15 September 2026.",
    ]
    assert client.post(NEW, {**values, "confirmed": form.mark}).status_code == 302
    assert Appointment.objects.count() == 1


def test_day_off_by_law_is_asked_about_and_a_school_break_is_not(client, caseworker_city, person, sopot):
    DayOff.objects.create(grant_project=sopot, name="Ferie", first_on=DAY, last_on=DAY, is_school=True)
    assert asked(client, caseworker_city, person) == []
    assert asked(client, caseworker_city, person, day="2026-11-11") == [
        "Wednesday, 11 November 2026 is a day off: Independence Day."
    ]


def test_what_is_over_or_stays_asks_nothing_of_it(client, caseworker_city, person, sopot, city, clock_stands):
    DayOff.objects.create(grant_project=sopot, name="Dzień Patrona", first_on=DAY, last_on=DAY)
    values = sent(caseworker_city, person)
    client.post(NEW, {**values, "confirmed": client.post(NEW, values).context["form"].mark})
    page = page_of(Appointment.objects.get())
    assert fill(client, page, note="bring the contract").status_code == 302
    assert len(fill(client, page, time="12:00").context["form"].questions) == 1
    clock_stands.now = START + datetime.timedelta(days=1)
    assert asked(client, caseworker_city, make_participant(city, sopot), time="14:00") == [
        "This time is over already: the appointment is written down afterwards."
    ]


def test_time_over_midnight_is_never_within_the_hours_of_a_day(venue):
    OpeningHours.objects.create(venue=venue, weekday=TUESDAY, begins_at=TIME(17), ends_at=TIME(23, 59))
    late = datetime.datetime(2026, 9, 15, 21, tzinfo=datetime.UTC)
    assert closed_then(venue, (late, late + HOUR / 2)) is None
    assert closed_then(venue, (late, late + 2 * HOUR)) == "8:00–12:00, 13:00–17:00, 17:00–23:59"


@pytest.mark.parametrize(
    ("begins", "ends", "is_open"),
    [((8, 0), (12, 0), True), ((7, 59), (9, 0), False), ((11, 0), (14, 0), True), ((15, 0), (16, 1), False)],
)
def test_spans_that_touch_are_one(begins, ends, is_open):
    spans = [(TIME(8), TIME(12)), (TIME(12), TIME(16))]
    assert is_open_during(spans, TIME(*begins), TIME(*ends)) is is_open
