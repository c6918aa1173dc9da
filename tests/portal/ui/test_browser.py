"""In a real browser: nothing for axe to find, nothing blocked by the policy, nothing asked of another origin."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser import LOOKS_ONLY, wrong_with_each

pytestmark = LOOKS_ONLY

OPEN_PAGES = ["/konto/login/", "/konto/password/reset/", "/konto/password/reset/done/", "/closed/", "/nowhere/"]
OWN_PAGES = ["/gallery/", "/gallery/?bound"]
MODES = [
    (1280, "light", {}),
    (1280, "dark", {}),
    (390, "light", {}),
    (390, "dark", {}),
    (1280, "light", {"direction": "rtl"}),
    (390, "dark", {"direction": "rtl"}),
    (1280, "light", {"forced": True}),
    (390, "dark", {"forced": True}),
    (320, "light", {"direction": "rtl"}),
    (1280, "light", {"contrast": "more"}),
    (390, "dark", {"contrast": "more"}),
]
LOOKS = [pytest.param(1280, "light", marks=pytest.mark.long), (390, "dark")]


@pytest.fixture
def look_at(browser: Browser, live_server) -> Callable[..., dict[str, list[str]]]:
    """Open pages in one window and return everything that is wrong with each."""

    def wrong(paths: list[str], width: int, theme: str, session: str = "") -> dict[str, list[str]]:
        found = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme, session=session)
        return {path: lines for path, lines in found.items() if lines}

    return wrong


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_for_strangers_have_nothing_wrong(look_at, transactional_db, width: int, theme: str) -> None:
    assert look_at(OPEN_PAGES, width, theme) == {}


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_an_account_have_nothing_wrong(
    look_at, transactional_db, caseworker_city, client_of, places, width, theme
) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    assert look_at(OWN_PAGES, width, theme, session) == {}


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme", "mode"), MODES)
def test_gallery_has_nothing_wrong_in_any_mode(
    browser, live_server, transactional_db, caseworker_city, client_of, places, width, theme, mode
) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    found = wrong_with_each(browser, live_server.url, OWN_PAGES, width=width, theme=theme, session=session, **mode)

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.long
def test_nothing_moves_for_those_who_asked_for_rest(browser, live_server, transactional_db, caseworker_city, client_of):
    context = browser.new_context(reduced_motion="reduce")
    session = client_of(caseworker_city).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + OWN_PAGES[0])
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each => {
          const style = getComputedStyle(each);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth";
        }).map(each => each.outerHTML.slice(0, 100))"""
    )
    context.close()

    assert moving == []
