"""How long a session lives, and how many there are."""

import time
from base64 import b64decode
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import sessions
from portal.accounts.devices import device_in_words
from portal.accounts.middleware import session_limits
from portal.accounts.sealed_sessions import SessionStore
from portal.accounts.tasks import remove_ended_sessions_task
from portal.audit.models import AuditEvent
from tests.portal.accounts.signing_in import sign_in


@pytest.fixture
def signed_in(rf, caseworker_city, clock):
    """Run a request of a session that began at second 0 and tell who it was in the view."""
    session = SessionStore()
    request = rf.get("/")
    request.session = session
    sessions.begin_session(request)
    session.save()

    def at(seconds):
        clock["seconds"] = seconds
        request.user = caseworker_city
        seen = []
        session_limits(lambda inner: seen.append(inner.user) or HttpResponse())(request)
        return seen[0]

    return at


def test_session_in_use_goes_on(signed_in, caseworker_city):
    assert all(signed_in(minute * 60) == caseworker_city for minute in (10, 25, 40, 59))


def test_session_idle_for_twenty_minutes_is_over(signed_in):
    assert signed_in(20 * 60) == AnonymousUser()


def test_session_of_ten_hours_is_over_even_in_use(signed_in, caseworker_city):
    assert all(signed_in(minutes * 60) == caseworker_city for minutes in range(15, 600, 15))
    assert signed_in(600 * 60) == AnonymousUser()


def test_session_is_written_at_most_once_a_minute(rf, clock):
    session = SessionStore()
    session[sessions.BEGAN] = session[sessions.SEEN] = int(time.time())
    session.modified = False
    clock["seconds"] = 59
    sessions.touch(session)
    assert not session.modified
    clock["seconds"] = 61
    sessions.touch(session)
    assert session.modified


def test_session_without_clocks_is_over(db):
    assert sessions.is_over(SessionStore())


def open_session(user):
    store = SessionStore()
    store["x"] = 1
    store.save()
    UserSession.objects.create(user=user, session_key=store.session_key, ip="127.0.0.1", user_agent="")
    return store.session_key


def test_three_sessions_are_kept_the_newest_and_the_one_in_use(caseworker_city, auditor):
    keys = [open_session(caseworker_city) for _ in range(5)]
    foreign = open_session(auditor)
    sessions.end_surplus_sessions(caseworker_city.pk, keep=keys[0])
    assert {key for key in keys if SessionStore().exists(key)} == {keys[0], keys[3], keys[4]}
    assert SessionStore().exists(foreign)


def test_all_sessions_of_an_account_end_together(caseworker_city):
    keys = [open_session(caseworker_city) for _ in range(2)]
    sessions.end_all_sessions(caseworker_city.pk)
    assert not any(SessionStore().exists(key) for key in keys)


def signed_in_browser(account, agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"):
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client, account)
    return client


def test_signing_in_gives_a_new_session(account):
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    before = client.cookies["sessionid"].value
    sign_in(client, account)
    assert client.cookies["sessionid"].value != before


def test_cookie_of_a_session_that_ended_opens_nothing(account):
    client = signed_in_browser(account)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert stolen.get(reverse("account_settings")).status_code == 200
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert stolen.get(reverse("account_settings"))["Location"].startswith(reverse("account_login"))


def test_own_sessions_are_listed_and_ended_one_by_one(account):
    here, other, third = (signed_in_browser(account) for _ in range(3))
    page = here.get(reverse("sessions"))
    assert [(words, is_here) for _row, words, is_here in page.context["rows"]] == [
        ("Firefox, Windows", False),
        ("Firefox, Windows", False),
        ("Firefox, Windows", True),
    ]
    row = UserSession.objects.get(session_key=other.session.session_key)
    here.post(reverse("sessions"), {"only": row.pk})
    assert opens(here, other, third) == [True, False, True]
    here.post(reverse("sessions"))
    assert opens(here, other, third) == [True, False, False]
    ended = AuditEvent.objects.filter(action="sign-out")
    assert [event.detail for event in ended] == [{"other_sessions": 1}] * 2


def opens(*clients):
    return [client.get(reverse("account_settings")).status_code == 200 for client in clients]


def test_nobody_ends_a_session_of_another_account_or_their_own(account, coordinator):
    mine, theirs = signed_in_browser(account), open_session(coordinator)
    here = UserSession.objects.get(session_key=mine.session.session_key)
    for only in (UserSession.objects.get(session_key=theirs).pk, here.pk, "x", "9" * 30, "١"):
        assert mine.post(reverse("sessions"), {"only": only}).status_code == 302
    assert UserSession.objects.count() == 2
    assert opens(mine) == [True]


def test_queries_of_the_list_do_not_grow_with_what_it_lists(account, django_assert_max_num_queries):
    clients = [signed_in_browser(account) for _ in range(3)]
    with django_assert_max_num_queries(14):
        clients[0].get(reverse("sessions"))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Gecko/20100101 Firefox/140.0", "Firefox, macOS"),
        ("curl/8.1", "Nieznane urządzenie"),
        ("", "Nieznane urządzenie"),
    ],
)  # fmt: skip
def test_device_is_told_in_words(agent, words):
    assert device_in_words(agent) in (words, "Unknown device")


def test_what_is_left_of_ended_sessions_is_removed(account):
    alive, ended = signed_in_browser(account), signed_in_browser(account)
    Session.objects.filter(session_key=ended.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    remove_ended_sessions_task()
    assert [row.session_key for row in UserSession.objects.all()] == [alive.session.session_key]


def test_content_of_a_session_is_sealed_in_the_table(account):
    client = Client()
    sign_in(client, account)
    session = client.session
    session["typed"] = "secret words"
    session.save()
    (kept,) = Session.objects.values_list("session_data", flat=True)
    raw = kept.encode() + b64decode(kept)
    assert not [word for word in (b"secret words", b"_auth_user_id", b"c2VjcmV0") if word in raw]
    assert SessionStore(session.session_key)["typed"] == "secret words"


def test_session_that_was_tampered_with_is_nobodys(account):
    client = Client()
    sign_in(client, account)
    row = Session.objects.get()
    forged = DatabaseStore().encode(SessionStore(row.session_key).load())
    for content in (forged, row.session_data[:-8] + "AAAAAAA=", "", "no base64"):
        Session.objects.update(session_data=content)
        assert client.get(reverse("account_settings")).status_code == 302
