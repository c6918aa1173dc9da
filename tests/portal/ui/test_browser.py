"""In a real browser: nothing for axe to find, nothing blocked by the policy, nothing asked of another origin."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser import NEEDS_BROWSER, wrong_with

pytestmark = NEEDS_BROWSER

OPEN_PAGES = ["/konto/login/", "/konto/password/reset/", "/konto/password/reset/done/", "/closed/", "/nowhere/"]
OWN_PAGES = ["/gallery/", "/gallery/?bound"]
LOOKS = [pytest.param(1280, "light", marks=pytest.mark.long), (390, "dark")]


@pytest.fixture
def look_at(browser: Browser, live_server) -> Callable[..., list[str]]:
    """Open a page and return everything that is wrong with it."""

    def wrong(path: str, width: int, theme: str, session: str = "") -> list[str]:
        return wrong_with(browser, live_server.url, path, width=width, theme=theme, session=session)

    return wrong


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_for_strangers_have_nothing_wrong(look_at, transactional_db, path: str, width: int, theme: str) -> None:
    assert look_at(path, width, theme) == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_an_account_have_nothing_wrong(
    look_at, transactional_db, caseworker_city, client_of, places, width, theme
) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    wrong = {path: look_at(path, width, theme, session) for path in OWN_PAGES}

    assert {path: found for path, found in wrong.items() if found} == {}
