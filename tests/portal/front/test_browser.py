"""Public pages in a real browser: in every language, on phone and desk, light and dark."""

import pytest
from django.db import connection

from portal.ui.languages import LANGUAGE_NAMES
from tests.browser import DATABASE, NEEDS_BROWSER, follow, wrong_with

pytestmark = NEEDS_BROWSER
ONCE = pytest.mark.skipif(connection.vendor != "sqlite", reason=DATABASE)

FEW = [("pl", 1280, "light"), ("uk", 390, "dark")]
ALL = [(code, width, theme) for code in LANGUAGE_NAMES for width in (390, 1280) for theme in ("light", "dark")]
ALL += [("be", 320, "light")]
REST = [pytest.param(*look, marks=pytest.mark.long) for look in ALL if look not in FEW]


@ONCE
@pytest.mark.parametrize(("language", "width", "theme"), [*FEW, *REST])
def test_landing_page_has_nothing_wrong(browser, live_server, transactional_db, sopot, language, width, theme):
    assert wrong_with(browser, live_server.url, f"/{language}/", width=width, theme=theme) == []


@ONCE
@pytest.mark.parametrize(
    ("language", "width", "theme"), [("uk", 390, "light"), pytest.param("pl", 1280, "dark", marks=pytest.mark.long)]
)
def test_privacy_page_has_nothing_wrong(browser, live_server, transactional_db, language, width, theme):
    assert wrong_with(browser, live_server.url, f"/{language}/prywatnosc/kto-widzi/", width=width, theme=theme) == []


WORDS = ("pomoc", "pomoc/kurs-polskiego", "zajecia", "kontakt", "prywatnosc", "bezpiecznie")


@ONCE
@pytest.mark.long
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("language", "width", "theme"), [("uk", 320, "dark"), ("pl", 1280, "light")])
def test_written_page_has_nothing_wrong(browser, live_server, transactional_db, sopot, word, language, width, theme):
    assert wrong_with(browser, live_server.url, f"/{language}/{word}/", width=width, theme=theme) == []


def test_language_chosen_by_a_link_is_met_again(browser, live_server, transactional_db, sopot):
    context = browser.new_context(locale="pl-PL", java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/pl/"
    assert context.cookies() == []
    follow(page, ".planks a[lang=be]")
    assert page.url == f"{live_server.url}/be/rejestracja/"
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/be/"
    follow(page, ".planks a[aria-current]")
    assert page.url == f"{live_server.url}/be/rejestracja/"
    context.close()


@ONCE
@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [
        ("be", 390, "dark"),
        *(pytest.param(*look, marks=pytest.mark.long) for look in [("pl", 1280, "light"), ("ru", 320, "light")]),
    ],
)
def test_accessibility_declaration_has_nothing_wrong(
    browser, live_server, transactional_db, sopot, language, width, theme
):
    assert wrong_with(browser, live_server.url, f"/{language}/deklaracja-dostepnosci/", width=width, theme=theme) == []
