"""Public pages in a real browser: in every language, on phone and desk, light and dark."""

import pytest

from portal.ui.languages import LANGUAGE_NAMES
from tests.browser import NEEDS_BROWSER, wrong_with

pytestmark = NEEDS_BROWSER

FEW = [("pl", 1280, "light"), ("uk", 390, "dark")]
ALL = [(code, width, theme) for code in LANGUAGE_NAMES for width in (390, 1280) for theme in ("light", "dark")]
ALL += [("be", 320, "light")]
REST = [pytest.param(*look, marks=pytest.mark.long) for look in ALL if look not in FEW]


@pytest.mark.parametrize(("language", "width", "theme"), [*FEW, *REST])
def test_landing_page_has_nothing_wrong(browser, live_server, transactional_db, sopot, language, width, theme):
    assert wrong_with(browser, live_server.url, f"/{language}/", width=width, theme=theme) == []


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("uk", 390, "light"), pytest.param("pl", 1280, "dark", marks=pytest.mark.long)]
)
def test_privacy_page_has_nothing_wrong(browser, live_server, transactional_db, language, width, theme):
    assert wrong_with(browser, live_server.url, f"/{language}/prywatnosc/", width=width, theme=theme) == []


def test_language_chosen_by_a_link_is_met_again(browser, live_server, transactional_db, sopot):
    context = browser.new_context(locale="pl-PL", java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/pl/"
    assert context.cookies() == []
    page.click(".planks a[lang=be]")
    assert page.url == f"{live_server.url}/be/"
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/be/"
    page.click(".planks a[aria-current]")
    assert page.url == f"{live_server.url}/be/#contact"
    context.close()
