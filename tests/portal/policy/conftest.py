"""A small portal for tests of the gate: sessions, sign-in, the gate, and made-up pages."""

import pytest

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
