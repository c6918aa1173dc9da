"""Calendar files: read by a parser of this test alone, as RFC 5545 says it; the secret feed and its page."""

import datetime
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.clock import now
from services.domain.feeds import make_feed
from services.enums import ActivityState, EnrolmentState, MeetingState
from services.models import CalendarFeed
from services.rules.ics import CalendarEvent, calendar_text
from tests.factories.activities import make_activity, make_meeting, make_place
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.own import make_own_account

pytestmark = pytest.mark.usefixtures("accounts_speak_english")

START = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
PAGE = "/kalendarz/kanal/"


def parsed(content: bytes) -> list[dict[str, str]]:
    """Read a calendar strictly: lines end in CRLF and have at most 75 bytes, every component is closed."""
    assert content.endswith(b"\r\n")
    raw = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    lines: list[bytes] = []
    for line in raw:
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    events, opened, current = [], [], {}
    for line in lines:
        name, value = line.decode().split(":", 1)
        assert re.fullmatch(r"[A-Z-]+", name)
        if name == "BEGIN":
            opened.append(value)
            current = {} if value == "VEVENT" else current
        elif name == "END":
            assert opened.pop() == value
            if value == "VEVENT":
                events.append(current)
        elif opened[-1] == "VEVENT":
            assert name not in current
            current[name] = value
    assert not opened
    assert lines[:2] == [b"BEGIN:VCALENDAR", b"VERSION:2.0"]
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= event.keys()
    assert len({event["UID"] for event in events}) == len(events)
    return events


def plain(value: str) -> str:
    """Undo the escapes of a text."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(value: str) -> datetime.datetime:
    return datetime.datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)


TEXTS = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=120)


@given(TEXTS, TEXTS)
def test_any_text_comes_back_as_it_was(title, words):
    event = CalendarEvent("1@x", START, START + datetime.timedelta(hours=1), title, words=words)
    (read,) = parsed(calendar_text([event], name=title, made_at=START).encode())
    printable = "".join(
        char for char in title.replace("\r\n", "\n").replace("\r", "\n") if char.isprintable() or char == "\n"
    )
    assert plain(read["SUMMARY"]) == printable


def test_moments_are_utc_over_the_night_in_which_the_clocks_go_back():
    event = CalendarEvent("1@x", START, START + datetime.timedelta(hours=2), "Noc")
    (read,) = parsed(calendar_text([event], name="x", made_at=START).encode())
    assert moment(read["DTEND"]) - moment(read["DTSTART"]) == datetime.timedelta(hours=2)
    assert read["DTSTART"] == "20261025T003000Z"


def test_activity_gives_all_its_meetings_and_one_alone(sopot):
    activity = make_activity(sopot, title="Żółta łódź; Ґанок, «Сонце»", meetings=3)
    off = activity.meetings.last()
    off.state = MeetingState.CANCELLED
    off.save()
    where = f"/uk/zajecia/{activity.pk}/kalendarz/"
    answer = Client().get(where)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="zolta-lodz.ics"'
    events = parsed(answer.content)
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert plain(events[0]["SUMMARY"]) == "Żółta łódź; Ґанок, «Сонце»"
    assert len(parsed(Client().get(f"{where}?termin={off.pk}").content)) == 1
    for odd in ("x", str(activity.pk)):
        assert Client().get(f"{where}?termin={odd}").status_code == 404


def test_online_link_stands_in_no_file(sopot):
    activity = make_activity(sopot, online_link="https://meet.example.org/secret")
    assert b"meet.example.org" not in Client().get(f"/pl/zajecia/{activity.pk}/kalendarz/").content.replace(
        b"\r\n ", b""
    )


# --- The feed ---


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def address_in(answer) -> str:
    return re.search(r'<b translate="no">https?://[^/]+(/[^<]+)</b>', answer.content.decode())[1]


def tomorrow() -> datetime.datetime:
    return now() + datetime.timedelta(days=1)


def test_staff_make_an_address_that_tells_times_and_nothing_of_anybody(client, caseworker_city, sopot, city):
    person = make_participant(city, sopot, given_names="Lejla", surname="Mammadowa")
    make_appointment(person, in_charge=caseworker_city, starts_at=tomorrow(), place="Ratusz", note="paszport")
    make_meeting(make_activity(sopot, meetings=0, teacher=caseworker_city, title="Spacer"), starts_at=tomorrow())
    other = make_activity(sopot, meetings=0, title="Cudze")
    make_meeting(other, starts_at=tomorrow())
    where = address_in(client.post(PAGE, {"do": "make"}))
    answer = Client().get(where)
    events = parsed(answer.content)
    assert sorted(plain(event["SUMMARY"]) for event in events) == ["Class", "Meeting"]
    text = answer.content.replace(b"\r\n ", b"").decode()
    for word in (
        "Lejla",
        "Mammadowa",
        "Ratusz",
        "paszport",
        "Spacer",
        person.number,
        str(other.pk),
        caseworker_city.name,
    ):
        assert word not in text
    assert {key for event in events for key in event} == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"}


def test_secret_is_not_kept_and_shown_once(client, caseworker_city):
    where = address_in(client.post(PAGE, {"do": "make"}))
    secret = where.rstrip("/").rsplit("/", 1)[1]
    held = CalendarFeed.objects.get()
    assert secret.encode() not in bytes(held.secret_mark)
    assert secret not in client.get(PAGE).content.decode()
    Client().get(where)
    held.refresh_from_db()
    assert held.used_on is not None


def test_new_address_ends_the_old_one_and_taking_away_ends_both(client):
    first = address_in(client.post(PAGE, {"do": "make"}))
    second = address_in(client.post(PAGE, {"do": "make"}))
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    client.post(PAGE, {"do": "remove"})
    assert Client().get(second).status_code == 404
    assert Client().get(f"/pl/zajecia/kanal/{'x' * 43}/").status_code == 404


@pytest.mark.parametrize("ending", ["inactive", "no role"])
def test_address_of_who_has_left_leads_nowhere(client, caseworker_city, ending):
    where = address_in(client.post(PAGE, {"do": "make"}))
    if ending == "inactive":
        User.objects.filter(pk=caseworker_city.pk).update(is_active=False)
    else:
        caseworker_city.memberships.all().delete()
    assert Client().get(where).status_code == 404


def test_participant_reads_what_they_come_to(sopot, city, caseworker_city, client_of):
    person = make_participant(city, sopot)
    account = make_own_account(person).user
    make_appointment(person, in_charge=caseworker_city, starts_at=tomorrow())
    for state in (EnrolmentState.TAKEN, EnrolmentState.WAITING):
        activity = make_activity(sopot, meetings=0, state=ActivityState.OPEN)
        make_meeting(activity, starts_at=tomorrow())
        make_place(activity, person, state=state)
    secret = make_feed(account)
    events = parsed(Client().get(f"/uk/zajecia/kanal/{secret}/").content)
    assert len(events) == 2


def test_feed_costs_the_same_for_one_and_three(sopot, caseworker_city, city, django_assert_num_queries):
    secret = make_feed(caseworker_city)
    person = make_participant(city, sopot)

    def add(hours: int):
        make_appointment(person, in_charge=caseworker_city, starts_at=tomorrow() + datetime.timedelta(hours=hours))
        make_meeting(make_activity(sopot, meetings=0, teacher=caseworker_city), starts_at=tomorrow())

    where = f"/pl/zajecia/kanal/{secret}/"
    add(0)
    Client().get(where)
    with django_assert_num_queries(4):
        Client().get(where)
    add(2)
    add(4)
    with django_assert_num_queries(4):
        assert len(parsed(Client().get(where).content)) == 6
