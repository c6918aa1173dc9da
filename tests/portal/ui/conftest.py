"""Routes, navigation and the browser for the tests of the frame."""

from collections.abc import Iterator

import pytest

from portal.ui import navigation
from portal.ui.navigation import Item, Workspace


@pytest.fixture(autouse=True)
def _own_routes(settings) -> None:
    settings.ROOT_URLCONF = "tests.portal.ui.urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("portal.audit.")]


@pytest.fixture
def places() -> Iterator[None]:
    """Two places in the navigation, for caseworkers."""
    before = dict(navigation._items)
    navigation._items.clear()
    navigation.register(
        Item("person_list", "Osoby", Workspace.WORK, "list_people", "people", order=20),
        Item("account_settings", "Mój dzień", Workspace.WORK, "list_people", "home", order=10, short="Dzień"),
        Item("page_of_tomorrow", "Jutro", Workspace.WORK, "list_people", "calendar", order=30),
    )
    yield
    navigation._items.clear()
    navigation._items.update(before)
