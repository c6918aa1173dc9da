"""The own space in a real browser: in Ukrainian, on a phone, without a password; and how it looks."""

import datetime

import pytest

from portal.own.codes import in_groups
from portal.own.slips import make_slip
from services.models import Appointment
from tests.browser import NEEDS_BROWSER, ONCE, follow, wrong_with_each
from tests.factories.appointments import make_appointment
from tests.factories.documents import make_document
from tests.factories.own import own_browser
from tests.factories.plans import make_goal, make_plan, make_step
from tests.portal.accounts.test_in_browser import AUTHENTICATOR
from tests.portal.uploads.corpus import picture

pytestmark = NEEDS_BROWSER
PAGES = ("", "spotkania/", "dokumenty/", "plan/", "dane/", "zgody/", "kto-widzial/", "klucz/")


@pytest.fixture
def filled(transactional_db, oksana, city, caseworker_city):
    """Oksana with a meeting, a plan and a document that ends soon."""
    make_appointment(
        oksana, in_charge=caseworker_city, starts_at=datetime.datetime(2026, 12, 16, 8, 30, tzinfo=datetime.UTC),
        place="12", bring="photo residence",
    )  # fmt: skip
    make_step(make_goal(make_plan(oksana), text="Praca w zawodzie"), what="Nostryfikacja")
    make_document(oksana, city, valid_to=datetime.date(2026, 12, 20))
    return oksana


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_code_of_a_paper_stays_when_another_language_is_chosen_and_enter_goes_in(scripts, browser, live_server, filled):
    code = in_groups(make_slip(filled.person.own_account.user, by=None)[1])
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="pl", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{live_server.url}/pl/moje/wejscie/")
    page.fill("input[name=slip]", code)
    page.click(".langs button[lang=uk]")
    page.wait_for_url("**/uk/moje/wejscie/")
    assert page.input_value("input[name=slip]") == code
    assert page.locator(".errors").count() == 0
    page.press("input[name=slip]", "Enter")
    page.wait_for_url("**/uk/moje/")
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_somebody_comes_in_with_a_paper_sends_a_photo_asks_and_leaves_in_a_hurry(
    scripts, browser, live_server, filled, settings
):
    settings.PORTAL_EXIT_URL = f"{live_server.url}/pl/"
    code = make_slip(filled.person.own_account.user, by=None)[1]
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="uk-UA", java_script_enabled=scripts, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/uk/moje/")
    assert page.url.endswith("/uk/moje/wejscie/")
    page.fill("input[name=slip]", in_groups(code))
    page.click("button[value=slip]")
    page.wait_for_url("**/uk/moje/")
    assert "9:30" in page.inner_text(".next .when")
    assert page.title() == page.title().replace("Oksana", "")
    follow(page, ".note a")
    page.check("input[name=shows][value=residence]")
    page.set_input_files("input[name=chosen]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    follow(page, "form[enctype] button[type=submit]")
    assert filled.sent_files.count() == 1
    follow(page, ".crumb a")
    follow(page, ".next .btn.second")
    page.check("input[name=wish][value=other-time]")
    follow(page, "form:has(input[name=wish]) button[type=submit]")
    assert filled.tasks.get().assigned_to == Appointment.objects.get().in_charge
    page.click("[data-exit] button")
    page.wait_for_url(f"{live_server.url}/pl/")
    page.goto(f"{live_server.url}/uk/moje/dane/")
    assert page.url.endswith("/uk/moje/wejscie/")
    context.close()


@pytest.mark.long
def test_passkey_set_up_after_a_code_is_enough_the_next_time_and_can_be_removed(browser, live_server, filled):
    account = filled.person.own_account.user
    context = browser.new_context(locale="uk-UA", viewport={"width": 390, "height": 844})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"{live_server.url}/uk/moje/wejscie/")
    page.fill("input[name=slip]", make_slip(account, by=None)[1])
    page.click("button[value=slip]")
    page.wait_for_url("**/uk/moje/")
    page.goto(f"{live_server.url}/uk/moje/klucz/")
    page.click("[data-passkey]")
    page.locator("button[name=remove]").wait_for()
    assert list(account.authenticator_set.values_list("type", flat=True)) == ["webauthn"]
    page.click(".own-leave button")
    page.wait_for_url(f"{live_server.url}/uk/")
    page.goto(f"{live_server.url}/uk/moje/wejscie/")
    page.click("#passkey_login")
    page.wait_for_url("**/moje/")
    assert "device" not in {cookie["name"] for cookie in context.cookies()}
    page.goto(f"{live_server.url}/uk/moje/klucz/")
    page.click("button[name=remove]")
    page.locator("button[name=remove]").wait_for(state="detached")
    assert not account.authenticator_set.exists()
    context.close()


@pytest.mark.long
def test_three_presses_of_shift_leave(browser, live_server, filled, settings):
    settings.PORTAL_EXIT_URL = f"{live_server.url}/pl/"
    inside = own_browser(filled)
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": inside.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/uk/moje/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{live_server.url}/pl/")
    page.wait_for_timeout(500)
    page.goto(f"{live_server.url}/uk/moje/")
    assert page.url.endswith("/uk/moje/wejscie/")
    context.close()


@pytest.mark.long
@ONCE
@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1280, "dark"), (320, "light")])
def test_no_page_has_anything_wrong(browser, live_server, filled, width, theme):
    session = own_browser(filled).cookies["sessionid"].value
    paths = [f"/uk/moje/{page}" for page in PAGES]
    found = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme, session=session)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.long
@ONCE
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_door_has_nothing_wrong(browser, live_server, transactional_db, sopot, theme):
    found = wrong_with_each(browser, live_server.url, ["/be/moje/wejscie/"], width=390, theme=theme)
    assert found["/be/moje/wejscie/"] == []
