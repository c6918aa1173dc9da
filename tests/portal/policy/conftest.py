"""A small portal for tests of the gate, and the stage of the access tests, built once for a module."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from portal.accounts.models import User
from portal.programmes.loading import load_programme
from tests.clients import signed_in as signed_in_client
from tests.stage import Target, build_stage, make_cast

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.language_of_user",
    "portal.policy.middleware.gate",
]


@pytest.fixture(autouse=True)
def _signed_in_just_now(monkeypatch):
    """Everybody signed in when the stage was built; on a slow machine that is long ago (S17, S18)."""
    for limit in ("fresh.FRESH_SECONDS", "sessions.IDLE_SECONDS", "sessions.OWN_IDLE_SECONDS"):
        monkeypatch.setattr(f"portal.accounts.{limit}", 24 * 60 * 60)


@pytest.fixture
def refusals(monkeypatch):
    """What was noted as refused, instead of the audit log."""
    noted = []
    monkeypatch.setattr("portal.policy.middleware.note_refusal", lambda request, *about: noted.append(about))
    return noted


@pytest.fixture
def small_portal(settings, refusals):
    """Only the middleware of the gate, and the made-up pages as they should be."""
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "tests.portal.policy.urls_good"
    settings.LOGIN_URL = "/konto/login/"


@dataclass(frozen=True)
class Theatre:
    """The cast, the people on stage, and for everybody of the cast the cookies of who is signed in."""

    cast: dict[str, User]
    stage: list[Target]
    cookies: Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def _theatre(django_db_setup, django_db_blocker) -> Iterator[Theatre]:
    """Build the stage once; what a test writes is undone after it, and the stage itself after the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        project = load_programme("sopot-5.15")
        cast = make_cast(project)
        stage = build_stage(project, cast)
        yield Theatre(cast, stage, {name: _cookies_of(user) for name, user in cast.items()})
        transaction.set_rollback(True)


def _cookies_of(user: User) -> dict[str, str]:
    return {name: morsel.value for name, morsel in signed_in_client(user).cookies.items()}


@pytest.fixture
def cast(_theatre: Theatre, db: None) -> dict[str, User]:
    """Everybody of the cast, by name."""
    return _theatre.cast


@pytest.fixture
def stage(_theatre: Theatre, db: None) -> list[Target]:
    """The people of the stage."""
    return _theatre.stage


@pytest.fixture
def signed_in(_theatre: Theatre, db: None) -> Callable[[str], Client]:
    """Return a new browser in which somebody of the cast is signed in, all with the same session.

    What ends a session (signing out, a new password) ends it for the rest of the test: that needs ``client_of``.
    """

    def browser_of(member: str) -> Client:
        client = Client()
        client.cookies.load(dict(_theatre.cookies[member]))
        return client

    return browser_of
