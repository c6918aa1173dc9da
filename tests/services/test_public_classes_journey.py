"""Signing up on a phone in Ukrainian, with scripts and without: the list, the form with a mistake, the code, the place."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from beneficiaries.views.registration import guarding
from portal.clock import now
from services.enums import EnrolmentState
from services.models import Enrolment
from tests.browser import NEEDS_BROWSER, ONCE, follow, wrong_with_each
from tests.factories.activities import make_activity, make_meeting, make_venue

pytestmark = [*NEEDS_BROWSER, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def walk(sopot):
    venue = make_venue(sopot, address="ul. Kolejowa 14", access="Winda od podwórza")
    activity = make_activity(
        sopot, meetings=0, title="Spacer", title_uk="Прогулянка Сопотом", language="uk", venue=venue
    )
    make_meeting(activity, starts_at=now() + datetime.timedelta(days=3))
    return activity


def fits(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) <= 0, page.url


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_mother_signs_up_with_a_child_and_gives_one_place_up(browser, live_server, walk, monkeypatch, scripts):
    monkeypatch.setattr(guarding, "SOONEST", 0)
    context = browser.new_context(base_url=live_server.url, locale="uk-UA", java_script_enabled=scripts, **PHONE)
    page = context.new_page()
    page.goto("/uk/zajecia/")
    fits(page)
    follow(page, page.get_by_role("link", name="Прогулянка Сопотом").first)
    fits(page)
    follow(page, page.locator("aside .btn"))
    page.locator("[name=name]").fill("Оксана Коваленко")
    page.locator("[name=birth_year]").fill("1988")
    page.locator("[name=child_name_0]").fill("Данило")
    page.locator("[name=phone]").fill("512 334 21")
    follow(page, "[value=send]")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Оксана Коваленко")
    fits(page)
    page.locator("[name=child_year_0]").fill("2017")
    page.locator("[name=phone]").fill("512 334 218")
    follow(page, "[value=send]")
    code = page.locator(".code b").inner_text()
    assert page.locator(".places li").count() == 2
    fits(page)
    page.goto(f"/uk/zajecia/miejsce/?kod={code}")
    follow(page, "#answers .big-btn")
    follow(page, page.locator("[value=give-up]").nth(1))
    follow(page, page.locator("form:has([name=sure]) [value=give-up]"))
    fits(page)
    states = list(Enrolment.objects.order_by("pk").values_list("state", flat=True))
    assert states == [EnrolmentState.TAKEN, EnrolmentState.CANCELLED]
    context.close()


@ONCE
@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1280, "dark")])
def test_pages_are_for_everybody(browser, live_server, walk, width, theme):
    key = walk.pk
    paths = ["/uk/zajecia/", f"/uk/zajecia/{key}/", f"/uk/zajecia/{key}/zapis/", "/pl/zajecia/miejsce/"]
    found = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme)
    assert found == {path: [] for path in paths}
