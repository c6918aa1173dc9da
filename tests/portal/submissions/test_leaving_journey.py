"""Leaving a page in a real browser: what was typed a moment ago is kept, what was sent or dropped is not."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.submissions.models import Draft
from tests.browser import NEEDS_BROWSER, follow, windows
from tests.factories.beneficiaries import make_participant

pytestmark = NEEDS_BROWSER
BOX, WORDS = "main [name=text]", "Umowa od poniedziałku"


@pytest.fixture
def page(transactional_db, browser, live_server, client_of, city, sopot, caseworker_city):
    """The form of a new task, with nothing written in it."""
    make_participant(city, sopot, caseworker=caseworker_city)
    with windows(browser, live_server.url, client_of) as opened:
        window = opened(caseworker_city)
        window.goto(reverse("new_task"))
        yield window


def write(page: Page, words: str) -> None:
    page.locator(BOX).press("End")
    page.locator(BOX).press_sequentially(words)


def test_what_was_typed_a_moment_before_a_link_was_followed_is_kept(page):
    address = page.url
    write(page, WORDS)
    follow(page, "header .brand >> nth=0")
    for _tenth in range(100):  # sent by the page that is gone: the browser does not tell of it
        if Draft.objects.exists():
            break
        page.wait_for_timeout(100)
    page.goto(address)
    expect(page.locator(BOX)).to_have_value(WORDS)


def test_what_was_typed_before_the_draft_was_dropped_goes_with_it(page):
    write(page, WORDS)
    with page.expect_response("**/szkice/**"):
        pass
    page.reload()
    write(page, " i dalej")
    follow(page, page.locator("form[data-drops-drafts] button"))
    expect(page.locator(BOX)).to_have_value("")
    page.wait_for_load_state("networkidle")
    assert not Draft.objects.exists()
