"""A small portal for tests of the gate, and the stage of the access tests, built once for a module."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.programmes.loading import load_programme
from tests.stage import Target, build_stage, make_cast

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.language_of_user",
    "portal.policy.middleware.gate",
]


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
    """The cast and the people on stage."""

    cast: dict[str, User]
    stage: list[Target]


@pytest.fixture(scope="module")
def _theatre(django_db_setup, django_db_blocker) -> Iterator[Theatre]:
    """Build the stage once; what a test writes is undone after it, and the stage itself after the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        project = load_programme("sopot-5.15")
        cast = make_cast(project)
        yield Theatre(cast, build_stage(project, cast))
        transaction.set_rollback(True)


@pytest.fixture
def cast(_theatre: Theatre, db: None) -> dict[str, User]:
    """Everybody of the cast, by name."""
    return _theatre.cast


@pytest.fixture
def stage(_theatre: Theatre, db: None) -> list[Target]:
    """The people of the stage."""
    return _theatre.stage
