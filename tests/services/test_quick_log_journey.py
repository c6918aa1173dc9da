"""Recording support in a real browser: N, a digit, Ctrl+Enter – at most four interactions and twenty seconds."""

import datetime
import time

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from services.enums import Purpose
from services.models import SupportDelivery
from tests.browser import NEEDS_BROWSER, faults_of
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

pytestmark = NEEDS_BROWSER
MOST_INTERACTIONS, MOST_SECONDS = 4, 20
SHEET = "#quick-log"


@pytest.fixture
def person(transactional_db, city, sopot, caseworker_city):
    given = make_participant(city, sopot, given_names="Anna", surname="Kowalczuk")
    make_support(given, delivered_by=caseworker_city)
    return given


@pytest.fixture
def opened(browser, live_server, client_of, caseworker_city, person):
    """The person's record in a browser, wide unless asked otherwise; whatever goes wrong in a script fails the test."""
    contexts, wrong = [], []

    def at(path: str = "", width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL")
        contexts.append(context)
        session = client_of(caseworker_city).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(live_server.url + (path or reverse("person_record", args=[person.number])))
        return page

    yield at
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("networkidle")
        context.close()
    assert wrong == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def sheet(page: Page):
    form = page.locator(f"{SHEET} form[data-quick-log]")
    expect(form).to_be_visible()
    return form


def test_support_is_recorded_with_three_keys(opened, person):
    page = opened()
    began, interactions = time.monotonic(), ["n", "1", "Control+Enter"]
    press(page, interactions[0])
    sheet(page)
    press(page, *interactions[1:])
    expect(page.locator("[data-notices] .note.ok")).to_be_visible()
    took = time.monotonic() - began
    print(f"\nopen to saved: {len(interactions)} interactions, {took:.1f} s by machine")  # noqa: T201 - the stopwatch
    assert len(interactions) <= MOST_INTERACTIONS
    assert took < MOST_SECONDS
    assert SupportDelivery.objects.filter(participation=person).count() == 2
    expect(page.locator(SHEET)).not_to_be_visible()
    expect(page.get_by_role("link", name="(2)")).to_be_visible()


def test_from_my_day_the_appointment_at_hand_is_recorded_with_two_keys(
    opened, person, caseworker_city, settings, sopot
):
    moment = timezone.localtime()
    settings.PORTAL_TODAY = "2026-12-15"
    starts = moment.replace(year=2026, month=12, day=15) - datetime.timedelta(minutes=1)
    kind = sopot.service_types.get(code="culture-integration")
    make_appointment(person, in_charge=caseworker_city, starts_at=starts, purpose=Purpose.SUPPORT, service_type=kind)
    page = opened(reverse("my_day"))
    press(page, "n")
    expect(sheet(page).get_by_role("group", name="Kto").locator("bdi")).to_have_text(person.person.full_name)
    press(page, "Control+Enter")
    expect(page.locator("[data-notices] .note.ok")).to_be_visible()
    assert (
        SupportDelivery.objects.get(delivered_on=moment.replace(year=2026, month=12, day=15).date()).service_type
        == kind
    )
    expect(page.locator(SHEET)).not_to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_open_sheet_has_nothing_wrong_and_gives_the_focus_back(opened, width):
    page = opened(width=width)
    opener = page.locator('.bottomnav [data-panel="quick-log"]' if width == 390 else '.bar [data-panel="quick-log"]')
    opener.click()
    sheet(page)
    assert page.evaluate("document.querySelector('#quick-log').contains(document.activeElement)")
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in faults_of(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    press(page, "Escape")
    expect(page.locator(SHEET)).not_to_be_visible()
    expect(opener).to_be_focused()


def test_effect_follows_the_kind_and_arrows_change_the_length(opened):
    page = opened()
    press(page, "n")
    form = sheet(page)
    press(page, "2")
    expect(form.locator("[data-effect]")).to_contain_text("Doradztwo zawodowe dla dorosłych")
    press(page, "ArrowLeft", "ArrowLeft")
    expect(form.locator('input[name="minutes"][value="30"]')).to_be_checked()


def test_keys_are_letters_inside_fields_and_escape_asks_when_something_was_typed(opened, person):
    page = opened()
    press(page, "n")
    form = sheet(page)
    press(page, "t")
    page.keyboard.type("N 1 ta notatka")
    expect(form.locator("textarea[name=note]")).to_have_value("N 1 ta notatka")
    expect(form.locator('input[name="kind"]:checked')).to_have_count(0)
    press(page, "Escape")
    expect(page.locator(".sheet-ask")).to_be_visible()
    page.locator("[data-stay]").click()
    expect(form.locator("textarea[name=note]")).to_have_value("N 1 ta notatka")
    expect(form.locator("[data-draft-state]")).not_to_be_empty(timeout=8000)
    press(page, "Escape")
    page.locator("[data-leave]").click()
    expect(page.locator(SHEET)).not_to_be_visible()
    press(page, "n")
    expect(sheet(page).locator("textarea[name=note]")).to_have_value("N 1 ta notatka")


def test_what_was_typed_a_moment_before_closing_stays_as_a_draft(opened):
    page = opened()
    press(page, "n")
    sheet(page)
    press(page, "t")
    page.keyboard.type("Umowa")
    with page.expect_response("**/szkice/quick-log/"):
        press(page, "Escape")
        page.locator("[data-leave]").click(timeout=1500)
    press(page, "n")
    expect(sheet(page).locator("textarea[name=note]")).to_have_value("Umowa")
    with page.expect_navigation():
        page.locator("#quick-log button[value=discard]").click()
    expect(page.locator("main textarea[name=note]")).to_have_value("")


def test_key_a_changes_who_is_suggested_and_adds_to_who_was_chosen(opened, person, city, sopot, caseworker_city):
    others = [make_participant(city, sopot, given_names=name, surname="Jaworska") for name in ("Ewa", "Iga", "Ola")]
    page = opened()
    press(page, "n")
    form = sheet(page)
    for look, many in (("Jaworska", 1), ("Jaworska Ola", 2)):
        press(page, "a")
        expect(form.locator("#log_who")).to_be_focused()
        page.keyboard.type(look)
        press(page, "Enter")
        found = form.locator(".log-found button")
        expect(found.first).to_be_focused()
        if many == 1:
            press(page, "ArrowDown")
            expect(found.nth(1)).to_be_focused()
            press(page, "ArrowUp", "ArrowUp")
            expect(form.locator("#log_who")).to_be_focused()
            press(page, "ArrowDown")
        press(page, "Enter")
        expect(form.locator(".picked")).to_have_count(many)
        expect(form.locator(".kinds input").first).to_be_focused()
    numbers = [field.get_attribute("value") for field in form.locator(".picked [name=people]").all()]
    assert numbers == [others[0].number, others[2].number]


def test_mistake_is_shown_inside_the_sheet_and_the_next_entry_keeps_the_kind(opened, person):
    page = opened()
    press(page, "n")
    sheet(page)
    press(page, "Control+Enter")
    expect(page.locator(f"{SHEET} .errors")).to_be_focused()
    press(page, "3", "Control+Shift+Enter")
    expect(page.locator(f"{SHEET} [data-log-notices] .note.ok")).to_be_visible()
    form = sheet(page)
    expect(form.locator(".picked")).to_have_count(0)
    expect(form.locator('input[value="culture-integration"]')).to_be_checked()
    expect(form.locator("#log_who")).to_be_focused()
    page.keyboard.type("kowalcz")
    press(page, "Enter")
    expect(form.locator(".log-found button").first).to_be_focused()
    press(page, "Enter")
    expect(sheet(page).locator(".picked")).to_have_count(1)
    press(page, "Control+Enter")
    expect(page.locator(f"{SHEET} .asked")).to_be_visible()
    assert SupportDelivery.objects.filter(participation=person).count() == 2
    page.check("#log_confirmed")
    press(page, "Control+Enter")
    expect(page.locator("[data-notices] .note.ok")).to_be_visible()
    assert SupportDelivery.objects.filter(participation=person).count() == 3


def test_lost_connection_is_said_and_the_entry_is_sent_once_when_it_is_back(opened, person):
    page = opened()
    press(page, "n")
    form = sheet(page)
    press(page, "1")
    page.context.set_offline(True)
    press(page, "Control+Enter")
    expect(form.locator("[data-log-lost]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-notices] .note.ok")).to_be_visible(timeout=15000)
    assert SupportDelivery.objects.filter(participation=person).count() == 2


def test_single_keys_can_be_turned_off_and_the_list_of_keys_opens(opened, caseworker_city):
    page = opened()
    press(page, "?")
    expect(page.locator("#keys .key-list").first).to_be_visible()
    press(page, "Escape")
    press(page, "/")
    expect(page.locator("#find")).to_be_focused()
    page.locator("h1").click()
    press(page, "g", "o")
    page.wait_for_url("**/osoby/")
    caseworker_city.single_keys = False
    caseworker_city.save()
    page.reload()
    press(page, "n", "/", "?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator('.bar [data-panel="quick-log"]').click()
    form = sheet(page)
    page.locator(f"{SHEET} h2").click()
    press(page, "1")
    expect(form.locator('input[name="kind"]:checked')).to_have_count(0)


def test_without_scripts_the_same_is_a_page(browser, live_server, client_of, caseworker_city, person):
    context = browser.new_context(java_script_enabled=False)
    session = client_of(caseworker_city).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("person_list"))
    page.locator(".bar .btn.amber").click()
    page.locator("#log_who").fill("kowalcz")
    page.locator("#log_who").press("Enter")
    page.locator(".log-found button").click()
    page.locator("label.kind").first.click()
    page.locator('button[value="save"]').click()
    page.wait_for_url(f"**{reverse('person_support', args=[person.number])}")
    assert SupportDelivery.objects.filter(participation=person).count() == 2
    context.close()
