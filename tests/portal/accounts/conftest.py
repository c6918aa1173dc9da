"""A clock, an account with a password, and a portal that requires the second factor."""

import time

import pytest

from portal.accounts.domain import create_account
from tests.factories.accounts import PASSWORD


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets: seconds from the start of a half minute."""
    start = (int(time.time()) // 30) * 30
    moment = {"seconds": 0}
    monkeypatch.setattr(time, "time", lambda: start + moment["seconds"])
    return moment


@pytest.fixture
def account(db):
    return create_account(email="anna@example.test", name="Anna", by=None, password=PASSWORD)


@pytest.fixture
def required(settings):
    """As in production: a password alone opens nothing."""
    settings.PORTAL_SECOND_FACTOR_REQUIRED = True
