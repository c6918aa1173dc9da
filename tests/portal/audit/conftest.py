"""A small portal whose pages read people, for tests of what their reading leaves behind."""

import pytest


@pytest.fixture
def small_portal(settings):
    """The middleware of the portal around made-up pages."""
    settings.ROOT_URLCONF = "tests.portal.audit.pages"
