"""A word that never ends – a pasted link, a letter held down – breaks inside its box; no page scrolls sideways."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from portal.versions.actions import correct_fact
from services.domain.support import correct_support
from tests.browser import NEEDS_BROWSER
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_finding
from tests.factories.plans import make_goal, make_plan, make_review, make_signature, make_step
from tests.factories.services import make_support

pytestmark = NEEDS_BROWSER
NAME, LINK, LETTERS = "W" * 60, "https://example.test/" + "q" * 2000, "x" * 10_000
SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = """() => [...document.querySelectorAll('main .pane')].filter(p => p.scrollWidth > p.clientWidth + 1)
    .map(p => p.getAttribute('aria-label'))"""


@pytest.fixture
def addresses(transactional_db, city, sopot, caseworker_city) -> list[str]:
    """Pages of a person about whom everything is too long."""
    person = make_person(given_names=NAME, surname=NAME, original_name="Щ" * 60)
    make_care(person, city, sopot, caseworker_city)
    made = make_participation(person, sopot, end_on=datetime.date(2026, 6, 29))
    given = make_support(made, note=LETTERS, provider="W" * 120)
    given = correct_support(given, {"note": LINK}, by=caseworker_city, why="y" * 300)
    correct_fact(made.current_version, {"education": "isced-5-8"}, by=caseworker_city, why="z" * 300)
    make_diagnosis(made, note=LINK, assessor="W" * 120)
    make_finding(made, reason=LINK, categories="v" * 200, assessor="W" * 120)
    plan = make_plan(made, statutory_programme="yes", statutory_where=LINK)
    step = make_step(make_goal(plan, text=LINK), what=LETTERS[:300], owner_kind="organisation", owner_name="W" * 120,
                     other_help=LINK[:300])  # fmt: skip
    make_review(plan, agreed=LINK, held_by="W" * 120)
    make_signature(plan, signer_name="W" * 120, colleague="W" * 120)
    names = ("person_record", "person_support", "person_data", "person_history", "person_diagnosis", "record_finding")
    return [
        *(reverse(name, args=[made.number]) for name in ("person_plan", "plan_sheet", "plan_history", "new_review")),
        reverse("change_step", args=[made.number, step.fact_id]),
        *(reverse(name, args=[made.number]) for name in (*names, "new_support", "person_edit")),
        reverse("change_support", args=[made.number, given.fact_id]),
        reverse("person_list"),
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_scrolls_sideways(browser, live_server, client_of, caseworker_city, addresses, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL")
    session = client_of(caseworker_city).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page: Page = context.new_page()
    wrong = {}
    for path in addresses:
        assert page.goto(live_server.url + path).ok
        if (over := page.evaluate(SIDEWAYS)) > 0 or (panes := page.evaluate(TOO_WIDE)):
            wrong[path] = over if over > 0 else panes
    context.close()
    assert wrong == {}
