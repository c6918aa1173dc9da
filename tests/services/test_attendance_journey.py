"""One thumb: ten people are marked in two taps, a lost connection loses nothing, and it works without scripts."""

import pytest

from services.models import Attendance
from tests.browser import NEEDS_BROWSER, faults_of, follow
from tests.factories.activities import HOUR, earlier_today, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant

pytestmark = [*NEEDS_BROWSER, pytest.mark.usefixtures("accounts_speak_english")]
TAPS = "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps += 1; }, true)"


@pytest.fixture
def lesson(transactional_db, sopot, city, instructor):
    group = make_group(sopot, organisation=city, teacher=instructor)
    for number in range(10):
        make_place(group, make_participant(city, sopot, given_names="Oksana", surname=f"Bojko{number}"))
    return make_meeting(group, earlier_today())


@pytest.fixture
def phone(browser, live_server, client_of, instructor):
    """A phone in the hand of the instructor; ``opened(path, scripts)`` opens a page."""
    made = []

    def opened(path, *, scripts=True):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=scripts, has_touch=True, locale="pl-PL"
        )
        cookie = client_of(instructor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.add_init_script(TAPS)
        page.goto(live_server.url + path)
        made.append(context)
        return page

    yield opened
    for context in made:
        context.close()


def here():
    return Attendance.objects.current().filter(is_present=True).count()


def test_ten_people_are_marked_in_two_taps(phone, lesson):
    page = phone(f"/obecnosc/{lesson.pk}/")
    page.click("button[value=all]")
    assert page.inner_text("[data-count=present]") == "10"
    assert page.evaluate("window.taps") == 1
    follow(page, "button[value=save]")
    assert here() == 10
    assert faults_of(page) == []
    assert "Bojko" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_exceptions_are_a_tap_each_and_the_count_follows(phone, lesson):
    page = phone(f"/obecnosc/{lesson.pk}/")
    page.click("button[value=all]")
    page.locator("label.absent").nth(3).click()
    assert (page.inner_text("[data-count=present]"), page.inner_text("[data-count=absent]")) == ("9", "1")
    follow(page, "button[value=save]")
    assert here() == 9


def test_lost_connection_keeps_the_page_says_so_and_sends_when_it_is_back(phone, lesson):
    page = phone(f"/obecnosc/{lesson.pk}/")
    page.click("button[value=all]")
    page.context.set_offline(True)
    page.click("button[value=save]")
    page.wait_for_selector("[data-lost]:visible")
    assert page.locator("[data-lost]").bounding_box()["y"] < page.viewport_size["height"]  # beside the thumb
    assert here() == 0
    assert page.inner_text("[data-count=present]") == "10"
    with page.expect_navigation(timeout=30000):
        page.context.set_offline(False)
    assert here() == 10


def test_without_scripts_the_same_buttons_do_the_same(phone, lesson):
    page = phone(f"/obecnosc/{lesson.pk}/", scripts=False)
    follow(page, "button[value=all]")
    assert here() == 0
    follow(page, "button[value=save]")
    assert here() == 10


def test_what_was_saved_before_is_not_said_above_a_refusal(phone, lesson):
    yesterday = make_meeting(lesson.activity, lesson.starts_at - 24 * HOUR)
    page = phone(f"/obecnosc/{yesterday.pk}/")
    page.click("button[value=all]")
    follow(page, "button[value=save]")
    assert page.locator(".messages").count() == 1
    page.locator(".seg .absent").first.click()
    page.click("button[value=save]")
    page.wait_for_selector(".errors")
    assert page.locator(".messages").count() == 0
    assert here() == 10
