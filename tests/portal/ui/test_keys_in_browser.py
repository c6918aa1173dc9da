"""Keys in a real browser: on Cyrillic keyboards, changed by the account, with the letters that keyboards share."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
PRESS = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {...key, bubbles: true, cancelable: true}))"


@pytest.fixture
def _own_routes() -> None:
    """The routes of the portal itself."""


@pytest.fixture
def opened(browser, live_server, transactional_db, client_of, caseworker_city):
    """A page of the account in a browser, and a way to press a key of any keyboard."""
    contexts = []

    def at(path: str = ""):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL")
        contexts.append(context)
        session = client_of(caseworker_city).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + (path or reverse("account_settings")))
        return page

    yield at
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("networkidle")
        context.close()


def test_cyrillic_keyboard_presses_the_key_in_the_same_place(opened):
    page = opened()
    page.evaluate(PRESS, {"key": ".", "code": "Slash"})
    expect(page.locator("#find")).to_be_focused()
    page.locator("h1").click()
    page.evaluate(PRESS, {"key": ",", "code": "Slash", "shiftKey": True})
    expect(page.locator("#keys[open] .key-list").first).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate(PRESS, {"key": "т", "code": "KeyN"})
    expect(page.locator("#quick-log[open] form[data-quick-log]")).to_be_visible()
    page.evaluate(PRESS, {"key": "2", "code": "Digit2"})
    expect(page.locator('#quick-log input[name="kind"]').nth(1)).to_be_checked()
    page.keyboard.press("Escape")
    page.goto(page.url)
    page.evaluate(PRESS, {"key": "п", "code": "KeyG"})
    page.evaluate(PRESS, {"key": "щ", "code": "KeyO"})
    page.wait_for_url("**/osoby/")


def test_letter_made_with_a_third_level_is_no_shortcut(opened):
    page = opened()
    page.evaluate(PRESS, {"key": "ń", "code": "KeyN", "modifierAltGraph": True})
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_changed_key_works_and_the_usual_one_rests(opened, caseworker_city):
    caseworker_city.own_keys = {"record": "w", "search": "n"}
    caseworker_city.save()
    page = opened()
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#find")).to_be_focused()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("w")
    expect(page.locator("#quick-log[open] form[data-quick-log]")).to_be_visible()


def test_top_layer_closes_first_and_focus_goes_back_to_what_opened_it(opened):
    page = opened()
    opener = page.locator('.bar [data-panel="quick-log"]')
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#quick-log[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#quick-log")).not_to_be_visible()
    expect(opener).to_be_focused()
    menu = page.locator("details.me summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details.me[open]")).to_have_count(0)
    expect(menu).to_be_focused()


@pytest.mark.parametrize(("width", "row"), [(1280, "nav.tabs.primary"), (390, "nav.bottomnav")])
def test_further_places_fit_the_screen_and_repeat_nothing_of_their_row(opened, width, row):
    page = opened()
    page.set_viewport_size({"width": width, "height": 800})
    more = page.locator(f"{row} details.further")
    more.locator("summary").click()
    expect(more.get_by_role("link", name="Rodziny")).to_be_visible()
    box = more.locator(".menu").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
    shown = [link.get_attribute("href") for link in page.locator(f"{row} a").all()]
    assert len(shown) == len(set(shown))
    page.keyboard.press("Escape")
    expect(more.locator(".menu")).not_to_be_visible()
    expect(more.locator("summary")).to_be_focused()


def test_page_behind_more_is_marked_there_and_breaks_no_script(opened):
    page = opened()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page.url.split("/konto")[0] + reverse("household_list"))
    expect(page.locator("nav.tabs.primary details.further a[aria-current]")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert errors == []
