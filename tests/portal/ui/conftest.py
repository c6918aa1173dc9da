"""Routes, navigation and the browser for the tests of the frame."""

import os
import shutil
from collections.abc import Iterator

import pytest

from portal.ui import navigation
from portal.ui.navigation import Item, Workspace

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the machine."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}
