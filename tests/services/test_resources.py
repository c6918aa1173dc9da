"""Pages of interpreters and childcare: written down, booked, shown to the staff, told neutrally, in the statement."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from beneficiaries.domain.protection import conceal
from services.domain.resources import book_resource, note_used
from services.enums import AppointmentState, MeetingState, Tie
from services.models import Resource, ResourceBooking
from services.queries.resources import bookings_of
from services.queries.statements import Month, Worker, statement_of, totals_of
from tests.factories.activities import make_activity, make_group, make_meeting
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.own import make_own_account, own_browser
from tests.factories.resources import make_childcare, make_interpreter
from tests.services.test_appointments import NEW, sent

SEPTEMBER = Month(datetime.date(2026, 9, 1))
CALENDAR = "/kalendarz/zasoby/?dzien=2026-09-15"
ABSENT = "018f0000-0000-7000-8000-00000000dead"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch):
    """It is the day before, where somebody would be asked about a time that is over."""
    monkeypatch.setattr("services.views.clashes.now", lambda: START - 24 * HOUR)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")


@pytest.fixture
def planned(person, caseworker_city):
    return make_appointment(person, in_charge=caseworker_city, language="uk", needs_interpreter=True)


@pytest.fixture
def nina(sopot):
    return make_interpreter(sopot)


def page_of(thing):
    return reverse("appointment_resources", args=[thing.pk])


def book(client, thing, booked, **values):
    said = {"do": "book", "submission": str(uuid.uuid4()), "resource": str(booked.pk), "places": "1", **values}
    return client.post(page_of(thing), said)


def test_who_speaks_the_language_stands_first_and_is_booked_once(client, sopot, planned, nina):
    make_interpreter(sopot, "Adam B.", languages=["ru"])
    make_childcare(sopot)
    choices = client.get(page_of(planned)).context["form"].fields["resource"].choices
    assert [key for key, _words in choices][0] == str(nina.pk)
    assert len(choices) == 3
    token = str(uuid.uuid4())
    for _ in range(2):
        assert book(client, planned, nina, submission=token).status_code == 302
    assert [each.resource for each in bookings_of(planned)] == [nina]
    page = client.get(reverse("appointment", args=[planned.pk])).content.decode()
    assert "Nina R." in page
    assert "Nina R." in client.get("/kalendarz/?dzien=2026-09-15").content.decode()


def test_what_is_needed_and_not_booked_is_said_and_asked_for_at_once(client, sopot, person, planned, caseworker_city):
    assert client.get(reverse("appointment", args=[planned.pk])).context["missing"]
    answer = client.post(NEW, sent(caseworker_city, person, interpreter="", time="15:00", confirmed=""))
    assert "/zasoby/" not in answer.url
    make_interpreter(sopot)
    answer = client.post(NEW, sent(caseworker_city, person, interpreter="", time="17:00"))
    assert answer.url.endswith("/zasoby/")


def test_taken_interpreter_is_named_as_taken_and_refused(client, sopot, city, planned, nina, caseworker_city):
    other = make_appointment(make_participant(city, sopot, surname="Tajna"), in_charge=caseworker_city)
    book_resource(other, nina, 1, by=caseworker_city)
    page = client.get(page_of(planned))
    assert [name for name, _why in page.context["others"]] == ["Nina R."]
    assert "Tajna" not in page.content.decode()
    assert book(client, planned, nina).status_code == 200
    assert bookings_of(planned) == []


@pytest.mark.parametrize(
    "typed",
    [{"resource": ""}, {"resource": "\0"}, {"resource": ABSENT}, {"places": "x"}, {"places": "9" * 40}],
)
def test_what_cannot_be_booked_is_said(client, sopot, planned, typed):
    childcare = make_childcare(sopot)
    answer = book(client, planned, childcare, **typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert book(client, planned, childcare, places="4").context["form"].errors
    assert not ResourceBooking.objects.exists()


@pytest.mark.parametrize("booking", ["", "x", "\0", ABSENT])
def test_nothing_is_released_that_is_not_booked_here(client, sopot, city, planned, nina, caseworker_city, booking):
    other = book_resource(make_appointment(make_participant(city, sopot), in_charge=caseworker_city), nina, 1, by=None)
    for key in (booking, str(other.pk)):
        assert client.post(page_of(planned), {"do": "release", "booking": key}).status_code == 302
    assert ResourceBooking.objects.live().count() == 1


def test_released_and_used(client, sopot, planned, nina, caseworker_city):
    booking = book_resource(planned, nina, 1, by=caseworker_city)
    path = page_of(planned)
    wrong = client.post(path, {"do": "used", "booking": str(booking.pk), f"{booking.pk}-minutes": "x"})
    assert wrong.context["failed"].errors
    client.post(path, {"do": "used", "booking": str(booking.pk), f"{booking.pk}-minutes": "75"})
    booking.refresh_from_db()
    assert booking.used_minutes == 75
    client.post(path, {"do": "release", "booking": str(booking.pk)})
    assert bookings_of(planned) == []


def test_only_who_may_see_everybody_at_the_appointment_books(client_of, planned, caseworker_foundation):
    assert client_of(caseworker_foundation).get(page_of(planned)).status_code == 404


def test_class_and_event_have_the_same_page(client, sopot, city, nina, coordinator):
    for activity in (make_group(sopot, organisation=city), make_activity(sopot, meetings=0, organisation=city)):
        meeting = make_meeting(activity, starts_at=START + HOUR * activity.is_by_name)
        path = reverse("class_resources", args=[meeting.pk])
        said = {"do": "book", "submission": str(uuid.uuid4()), "resource": str(nina.pk)}
        assert client.get(path).status_code == 200
        client.post(path, said)
    assert ResourceBooking.objects.live().count() == 1  # the second one shares an hour with the first


def test_person_reads_that_somebody_interprets_and_never_who(sopot, person, nina, caseworker_city):
    planned = make_appointment(person, in_charge=caseworker_city, starts_at=START + 400 * 24 * HOUR)
    book_resource(planned, nina, 1, by=caseworker_city)
    make_own_account(person)
    browser = own_browser(person)
    for path in (f"/uk/moje/spotkania/{planned.pk}/", "/uk/moje/"):
        page = browser.get(path).content.decode()
        assert "Буде усний переклад." in page
        assert "Nina R." not in page


def test_calendar_names_nobody_hidden(client, sopot, city, person, nina, caseworker_city, coordinator):
    hidden = make_participant(city, sopot, given_names="Ukryta", surname="Nazwana")
    conceal(hidden, [coordinator], by=coordinator, reason="She is looked for.")
    book_resource(make_appointment(person, in_charge=caseworker_city), nina, 1, by=None)
    for start, people in ((1, [hidden]), (2, [person, hidden])):
        made = make_appointment(*people, in_charge=coordinator, starts_at=START + start * HOUR)
        book_resource(made, nina, 1, by=None)
    answer = client.get(CALENDAR)
    (card,) = answer.context["cards"]
    rows = [row for day in card.days for row in day.rows]
    assert [[each.name for each in row.people] for row in rows] == [["Lejla Mammadowa"], [], []]
    assert "Nazwana" not in answer.content.decode()
    assert coordinator.name not in answer.content.decode()


def test_calendar_costs_the_same_with_one_and_with_three(
    client, sopot, city, nina, caseworker_city, django_assert_max_num_queries
):
    def fill(resource):
        book_resource(make_appointment(make_participant(city, sopot), in_charge=caseworker_city), resource, 1, by=None)

    fill(nina)
    client.get(CALENDAR)
    with django_assert_max_num_queries(30) as one:
        client.get(CALENDAR)
    for name in ("Adam B.", "Olena C."):
        fill(make_interpreter(sopot, name))
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(CALENDAR).context["cards"]) == 3


def test_statement_holds_what_was_planned_and_what_took_place(sopot, city, planned, nina, coordinator, caseworker_city):
    staff = make_interpreter(sopot, "Tomasz", account=coordinator, tie=Tie.STAFF)
    planned.state = AppointmentState.TOOK_PLACE
    planned.save()
    book_resource(planned, nina, 1, by=None)
    missed = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + HOUR)
    book_resource(missed, nina, 1, by=None)
    klass = make_meeting(make_group(sopot), starts_at=START, state=MeetingState.HELD)
    note_used(book_resource(klass, staff, 1, by=None), 90, by=None)
    (outside,) = statement_of(Worker(nina.name, resource=nina), sopot, SEPTEMBER).beside
    assert (outside.times, outside.planned, outside.used) == (2, Decimal(2), Decimal(1))
    own = statement_of(Worker(coordinator.name, coordinator), sopot, SEPTEMBER)
    assert own.work_hours == own.beside_hours == Decimal("1.5")
    totals = {each.worker.name: each.hours for each in totals_of(coordinator, sopot, SEPTEMBER)}
    assert (totals["Nina R."], totals[coordinator.name]) == (Decimal(1), Decimal("1.5"))


def test_statement_of_somebody_from_outside_is_a_page_and_a_pdf(client_of, sopot, planned, nina, coordinator, client):
    book_resource(planned, nina, 1, by=None)
    path = reverse("hours_of_resource", args=[nina.pk])
    page = client_of(coordinator).get(path, {"miesiac": "2026-09"})
    assert "Nina R." in page.content.decode()
    assert client_of(coordinator).get(f"{path}zestawienie.pdf", {"miesiac": "2026-09"}).content.startswith(b"%PDF")
    assert client.get(path).status_code == 404


def test_coordinator_writes_down_interpreters_and_childcare(client_of, sopot, coordinator, client):
    browser, path = client_of(coordinator), "/administracja/oferta/zasoby/nowe/"
    said = {"submission": str(uuid.uuid4()), "kind": "interpreter", "name": "Nina R.", "tie": "outside",
            "languages": ["uk", "ru"], "hours_1": "8:00–12:00, 13:00–16:00", "away": "24.12.2026–2.01.2027"}  # fmt: skip
    for field, wrong in (("languages", []), ("hours_1", "x"), ("away", "jutro"), ("name", ""), ("kind", "x")):
        answer = browser.post(path, {**said, field: wrong})
        assert field in answer.context["form"].errors
    assert browser.post(path, said).status_code == 302
    made = Resource.objects.get()
    assert (made.capacity, made.languages, made.hours.count(), made.away.count()) == (1, ["uk", "ru"], 2, 1)
    change = reverse("change_resource", args=[made.pk])
    form = browser.get(change).context["form"]
    assert form["away"].value() == "24.12.2026–2.01.2027"
    again = {**said, "submission": str(uuid.uuid4()), "hours_1": "", "is_retired": "on"}
    assert browser.post(change, again).status_code == 302
    made.refresh_from_db()
    assert (made.is_retired, made.hours.count(), made.name) == (True, 0, "Nina R.")
    spoken = {
        "submission": str(uuid.uuid4()),
        "name": "Leila S.",
        "languages": ["ru"],
        "other_languages": "азербайджанська; Turkish",
    }
    unknown = browser.post(path, {**said, **spoken, "other_languages": "marsjański"}).context["form"]
    assert "marsjański" in unknown.errors["other_languages"][0]
    assert browser.post(path, {**said, **spoken}).status_code == 302
    leila = Resource.objects.get(name="Leila S.")
    assert leila.languages == ["ru", "az", "tr"]
    kept = browser.get(reverse("change_resource", args=[leila.pk])).context["form"]
    assert (kept["languages"].value(), kept["other_languages"].value()) == (["ru"], "azərbaycan, Türkçe")
    assert "русский, azərbaycan, Türkçe" in browser.get("/administracja/oferta/zasoby/").content.decode()
    twice = browser.post(path, {**said, "submission": str(uuid.uuid4())})
    assert "name" in twice.context["form"].errors
    assert "Nina R." in browser.get("/administracja/oferta/zasoby/").content.decode()
    assert client.get(path).status_code == 404
