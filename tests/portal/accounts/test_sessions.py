"""How long a session lives, and how many there are."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse

from portal.accounts import sessions
from portal.accounts.middleware import session_limits


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets: seconds from the sign-in."""
    start = time.time()
    moment = {"seconds": 0}
    monkeypatch.setattr(time, "time", lambda: start + moment["seconds"])
    return moment


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
