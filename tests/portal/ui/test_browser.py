"""In a real browser: nothing for axe to find, nothing blocked by the policy, nothing asked of another origin."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.portal.ui.conftest import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]

OPEN_PAGES = ["/konto/login/", "/konto/password/reset/", "/konto/password/reset/done/", "/closed/", "/nowhere/"]
OWN_PAGES = [
    "/gallery/",
    "/gallery/?bound",
    "/konto/2fa/",
    "/konto/password/change/",
    "/konto/sessions/",
]
LOOKS = [(1280, "light"), (390, "dark")]


@pytest.fixture
def look_at(browser: Browser, live_server) -> Callable[..., list[str]]:
    """Open a page and return everything that is wrong with it."""

    def wrong(path: str, width: int, theme: str, session: str = "") -> list[str]:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, locale="pl-PL")
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("request", lambda asked: said.append(f"foreign: {asked.url}") if not asked.url.startswith(live_server.url) else None)
        status = page.goto(live_server.url + path).status
        found = [*said, *_axe(page), *_sideways(page)]
        if status >= 400:
            found = [line for line in found if "status of" not in line]
        context.close()
        return found

    return wrong


def _axe(page: Page) -> list[str]:
    """Run axe on the whole page at once, so that the bar at the foot of a phone covers nothing."""
    page.set_viewport_size({**page.viewport_size, "height": page.evaluate("document.documentElement.scrollHeight")})
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"axe {v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in violations for node in v["nodes"]]


def _sideways(page: Page) -> list[str]:
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"sideways: {width} in {room}"] if width > room else []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_for_strangers_have_nothing_wrong(look_at, transactional_db, path: str, width: int, theme: str) -> None:
    assert look_at(path, width, theme) == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_an_account_have_nothing_wrong(look_at, transactional_db, caseworker_city, client_of, places, width, theme) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    wrong = {path: look_at(path, width, theme, session) for path in OWN_PAGES}

    assert {path: found for path, found in wrong.items() if found} == {}
