"""Tabs that do not all fit on a phone begin where the page in hand is seen."""

import pytest
from django.urls import reverse

from tests.browser import LOOKS_ONLY, windows
from tests.factories.beneficiaries import make_participant

pytestmark = LOOKS_ONLY
PLACE = "document.querySelector('.sub [aria-current]').getBoundingClientRect()"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_tab_of_the_page_is_seen(
    transactional_db, browser, live_server, client_of, city, sopot, coordinator, direction
):
    number = make_participant(city, sopot).number
    with windows(browser, live_server.url, client_of) as opened:
        page = opened(coordinator, viewport={"width": 390, "height": 844})
        page.add_init_script(
            f"document.addEventListener('readystatechange', () => document.documentElement.dir = '{direction}')"
        )
        page.goto(reverse("person_history", args=[number]))
        here = page.evaluate(f"{PLACE}.toJSON()")
        assert (here["left"] >= 0, here["right"] <= 390) == (True, True)
        assert page.evaluate("window.scrollY") == 0
