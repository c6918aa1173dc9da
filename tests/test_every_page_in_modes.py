"""Every page in the colours of the device, on paper, turned to the other direction, and with the keyboard alone."""

import pytest
from playwright.sync_api import Page

from tests.browser import LOOKS_ONLY
from tests.modes import borderless, sideways, unprintable, unseen_focus
from tests.test_every_page import PARTS, STAFF, pages_of
from tests.test_every_page import stage as stage  # noqa: PLC0414 - the same stage

pytestmark = LOOKS_ONLY
NARROW, PHONE = 320, 390
OPEN_PAGES = ("/pl/", "/uk/deklaracja-dostepnosci/", "/konto/login/", "/konto/password/reset/", "/ru/nowhere/")


def wrong_in_modes(page: Page, address: str) -> list[str]:
    """Open an address and return what is wrong with it in any of the modes."""
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(address)
    found = [*borderless(page), *unseen_focus(page)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    found += sideways(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += [f"rtl {line}" for line in sideways(page)]
    page.set_viewport_size({"width": 718, "height": 1000})
    return found + unprintable(page)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_has_nothing_wrong_in_any_mode(browser, live_server, stage, cast, client_of, part) -> None:
    """Each address as the first of the staff who may open it; the dark look must not reach the paper."""
    looked_at: set[str] = set()
    wrong = {}
    for member in STAFF:
        client = client_of(cast[member])
        context = browser.new_context(color_scheme="dark", forced_colors="active", locale="pl-PL")
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        for path in pages_of(client, stage[0], part, PARTS):
            if path not in looked_at and (found := wrong_in_modes(page, live_server.url + path)):
                wrong[path] = found
            looked_at.add(path)
        context.close()
    assert looked_at
    assert wrong == {}


@pytest.mark.long
def test_pages_for_strangers_have_nothing_wrong_in_any_mode(browser, live_server, transactional_db, sopot) -> None:
    context = browser.new_context(color_scheme="dark", forced_colors="active", locale="pl-PL")
    page = context.new_page()
    wrong = {path: found for path in OPEN_PAGES if (found := wrong_in_modes(page, live_server.url + path))}
    context.close()
    assert wrong == {}
