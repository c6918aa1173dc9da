"""The administrator of the city at work."""

import pytest


@pytest.fixture
def administrator(accounts_speak_english, technical_admin, client_of):
    """A browser in which the technical administrator is signed in."""
    technical_admin.language = "en"
    technical_admin.password = "pbkdf2$x"  # somebody who can sign in
    technical_admin.save()
    return client_of(technical_admin)


@pytest.fixture
def coordination(accounts_speak_english, coordinator, client_of):
    """A browser in which the coordinator is signed in."""
    coordinator.language = "en"
    coordinator.save()
    return client_of(coordinator)
