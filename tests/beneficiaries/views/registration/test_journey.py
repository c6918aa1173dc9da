"""A family of four on a phone, in every language, with scripts and without: begin, stop, go on elsewhere, send."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from beneficiaries.models import Participation, Registration
from portal.ui.languages import LANGUAGE_NAMES
from tests.browser import NEEDS_BROWSER, ONCE, follow, windows, wrong_with_each
from tests.factories.texts import make_kind, make_notice
from tests.registering import ANSWERS, Registrant, take_time

pytestmark = [*NEEDS_BROWSER, pytest.mark.django_db(transaction=True)]
LANGUAGES = list(LANGUAGE_NAMES) if connection.vendor == "sqlite" else ["uk"]
"""Words know no database: on the other one the family registers in one language."""
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
AT_THE_DESK = [
    ("K", "isced-3-4", "employed"),
    ("M", "isced-3-4", "employed"),
    ("M", "isced-0-2", ""),
    ("K", "isced-0-2", ""),
]
FAMILY = [("partner", "Тарас", "1985"), ("child", "Данило", "2015"), ("child", "Софія", "2018")]


@pytest.fixture
def window(browser, live_server):
    """Windows of a phone; a mistake in a script fails the test."""
    contexts, wrong = [], []

    def opened(**device) -> Page:
        context = browser.new_context(base_url=live_server.url, **PHONE, **device)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def windows_of_staff(browser, live_server, client_of):
    """Windows of accounts that are signed in."""
    with windows(browser, live_server.url, client_of) as opened:
        yield opened


def on(page: Page) -> None:
    """Press „next”; the page must fit the phone."""
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(room) <= 0, page.url
    follow(page, "#answers .btn.big-btn")


def choose(page: Page, name: str, value: str) -> None:
    """Choose a card."""
    page.locator(f"[name={name}][value={value}]").check()


def fill(page: Page, **values: str) -> None:
    """Type into boxes."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def up_to_names(page: Page, language: str) -> None:
    """Answer the first part."""
    page.goto(f"/{language}/")
    follow(page, ".planks a[aria-current]")
    follow(page, "main .acts .btn")
    choose(page, "contact_language", "uk")
    choose(page, "needs_interpreter", "yes")
    on(page)
    on(page)


def up_to_phone(page: Page, language: str) -> None:
    """Answer the first two parts."""
    up_to_names(page, language)
    fill(page, given_names="Оксана", surname="Коваленко")
    on(page)


def past_latin_letters(page: Page) -> None:
    """Go on where a page of its own shows the name in Latin letters: without scripts."""
    if "zapis" in page.url:
        expect(page.locator("[name=latin_surname]")).to_have_value("Kovalenko")
        on(page)


def from_phone_to_the_end(page: Page) -> None:
    """Answer the others, with a family."""
    fill(page, birth_date_0="41", birth_date_1="3", birth_date_2="1988", phone="+48 512 334 21")
    choose(page, "contact_way", "message")
    on(page)
    expect(page.locator(".errors li")).to_have_count(2)
    expect(page.locator(".errors")).to_be_focused()
    fill(page, birth_date_0="27", phone="+48 512 334 218")
    on(page)
    fill(page, citizenships_0="Україна")
    on(page)
    choose(page, "stay", "ukraine")
    on(page)
    choose(page, "lives_here", "yes")
    on(page)
    for relation, name, year in FAMILY:
        choose(page, "more", "yes")
        on(page)
        choose(page, "relation", relation)
        fill(page, given_names=name, birth_date_0="1", birth_date_1="5", birth_date_2=year)
        on(page)
    expect(page.locator(".members li")).to_have_count(3)
    choose(page, "more", "no")
    on(page)
    choose(page, "needs", "work")
    on(page)


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_family_registers_on_two_phones(window, sopot, language, scripts):
    make_kind(sopot, "photos")
    make_notice(sopot)
    page = window(java_script_enabled=scripts, locale=language)
    up_to_phone(page, language)
    past_latin_letters(page)
    follow(page, "#answers .acts [name=pause]")
    code = page.locator(".code b").inner_text()
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", code)

    other = window(java_script_enabled=scripts, locale=language)
    other.goto(f"/{language}/rejestracja/wroc/")
    fill(other, code=code.lower())
    on(other)
    from_phone_to_the_end(other)
    expect(other.locator(".sum").first).to_contain_text("Kovalenko")
    for box in other.locator("[name^=consent-][value=no]").all():
        box.check()
    take_time()
    on(other)
    row = Registration.objects.get()
    assert (row.state, row.language, len(row.application.people)) == ("sent", language, 4)
    expect(other.locator("[translate=no]").first).to_have_text(row.reference)
    page.goto(f"/{language}/rejestracja/imie/")
    assert page.url.endswith("/wroc/")


def press(page: Page) -> None:
    """Send the form of a page of the staff."""
    follow(page, "main form .actions button:not(.quiet):not(.second) >> nth=0")


def accept(staff: Page, row: Registration) -> list[Participation]:
    """Open the application from the queue, fill in what the family is asked at the desk, and accept."""
    staff.goto(reverse("registration_list"))
    follow(staff, f"a[href='{reverse('intake_registration', args=[row.pk])}']:visible")
    follow(staff, f"a[href='{reverse('accept_registration', args=[row.pk])}']")
    for place, (sex, education, work) in enumerate(AT_THE_DESK):
        choose(staff, f"p{place}-sex", sex)
        staff.locator(f"[name=p{place}-education]").select_option(education)
        if work:
            choose(staff, f"p{place}-labour_status", work)
        else:
            fill(staff, **{f"p{place}-education_end_{part}": typed for part, typed in enumerate(("30", "6", "2030"))})
    fill(staff, postcode="81-717")
    press(staff)
    return list(Participation.objects.order_by("number"))


def show_documents(staff: Page, participations: list[Participation]) -> None:
    """Note of each that legal stay and residence were shown."""
    for each in participations:
        staff.goto(reverse("eligibility", args=[each.number]))
        for criterion in ("legal-stay", "residence"):
            choose(staff, f"{criterion}_outcome", "met")
            staff.locator(f"[name={criterion}_evidence]").select_option(index=1)
        press(staff)


def log_support(staff: Page, participation: Participation) -> None:
    """Log an hour of support from the record."""
    staff.goto(reverse("new_support", args=[participation.number]))
    staff.locator("[name=kind]").first.check()
    follow(staff, ".log-foot [value=save]")


def enrolled(office: Page) -> int:
    """Return how many people the dashboard counts."""
    office.goto(f"{reverse('indicator_dashboard')}?od=2026-10-01&do=2026-12-31")
    row = office.locator("tr", has=office.get_by_text("EECO01", exact=True)).last
    return int(re.findall(r"\d+", row.inner_text().partition("EECO01")[2])[5])


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_family_that_changed_phone_and_language_is_counted_once_each(
    window, windows_of_staff, sopot, caseworker_city, coordinator, scripts
):
    """From the first page on a phone in Ukrainian to the figure, over another phone in Belarusian (R30, R32, R34)."""
    make_kind(sopot, "photos")
    make_notice(sopot)
    page = window(java_script_enabled=scripts, locale="uk")
    up_to_phone(page, "uk")
    past_latin_letters(page)
    follow(page, "#answers .acts [name=pause]")
    code = page.locator(".code b").inner_text()
    other = window(java_script_enabled=scripts, locale="be")
    other.goto("/be/rejestracja/wroc/")
    fill(other, code=code)
    on(other)
    from_phone_to_the_end(other)
    for box in other.locator("[name^=consent-][value=no]").all():
        box.check()
    take_time()
    on(other)
    row = Registration.objects.get()
    assert (row.state, row.language, len(row.application.people)) == ("sent", "be", 4)

    staff, office = windows_of_staff(caseworker_city, viewport=PHONE["viewport"]), windows_of_staff(coordinator)
    people = accept(staff, row)
    assert len(people) == 4
    show_documents(staff, people)
    assert enrolled(office) == 0
    for number, each in enumerate([*people, people[0]], start=1):
        log_support(staff, each)
        assert enrolled(office) == min(number, 4)


def test_shift_three_times_leaves_at_once_and_back_finds_nothing(window, sopot, settings):
    settings.PORTAL_EXIT_URL = "/static/img/mark.svg"
    page = window(locale="uk")
    up_to_phone(page, "uk")
    page.goto("/uk/rejestracja/imie/")
    expect(page.locator("[name=given_names]")).to_have_value("Оксана")
    page.locator("[name=given_names]").press("Shift+A")
    for _time in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/mark.svg")
    page.wait_for_timeout(300)
    assert Registration.objects.get().browser is None
    page.go_back()
    assert "Оксана" not in page.content()


def test_without_scripts_the_exit_is_a_button(window, sopot, settings):
    settings.PORTAL_EXIT_URL = "/static/img/mark.svg"
    page = window(java_script_enabled=False)
    up_to_phone(page, "pl")
    page.locator("button.exit").click()
    page.wait_for_url("**/mark.svg")
    assert Registration.objects.get().browser is None
    assert [each["name"] for each in page.context.cookies()] == []


def test_a_late_answer_does_not_take_latin_letters_away(window, sopot):
    """The answer about the given name, asked before the surname was typed, comes after that about both."""
    page = window(locale="uk")
    up_to_names(page, "uk")
    kept = []

    def hold_the_first(route):
        if route.request.method == "POST" and not kept:
            kept.append(route)
        else:
            route.continue_()

    page.route("**/rejestracja/imie/", hold_the_first)
    fill(page, given_names="Оксана", surname="Коваленко")
    page.locator("[name=preferred_name]").focus()
    shown = page.locator("[data-latin=surname] [data-shown]")
    expect(shown).to_have_text("Kovalenko")
    with page.expect_response("**/rejestracja/imie/"):
        kept[0].continue_()
    page.wait_for_timeout(200)
    expect(shown).to_have_text("Kovalenko")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_typed_survives_another_language_and_a_closed_browser(window, sopot, scripts):
    page = window(java_script_enabled=scripts, locale="uk")
    up_to_names(page, "uk")
    fill(page, given_names="Оксана", surname="Коваленко")
    if scripts:
        page.locator("[name=preferred_name]").focus()
        expect(page.locator("[data-latin=surname] [data-shown]")).to_have_text("Kovalenko")
    page.locator(".langs button[lang=be]").click()
    page.wait_for_url("**/be/rejestracja/imie/")
    expect(page.locator("[name=surname]")).to_have_value("Коваленко")
    expect(page.locator(".errors")).to_have_count(0)
    row = Registration.objects.get()
    assert row.application.registrant.name == ""
    other = window(java_script_enabled=scripts, locale="be")
    other.goto("/be/rejestracja/wroc/")
    fill(other, code=str(row.code))
    on(other)
    expect(other.locator("[name=surname]")).to_have_value("Коваленко")
    other.locator("[name=surname]").press("Enter")
    expect(other).not_to_have_url(re.compile("/imie/$"))
    assert Registration.objects.get().application.registrant.surname == "Коваленко"


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_typed_survives_the_way_back(window, sopot, scripts):
    page = window(java_script_enabled=scripts, locale="uk")
    up_to_names(page, "uk")
    fill(page, given_names="Оксана", surname="Коваленко")
    page.locator(".crumb button.back").click()
    page.wait_for_url("**/uk/rejestracja/kontakt/")
    on(page)
    page.wait_for_url("**/uk/rejestracja/imie/")
    expect(page.locator("[name=surname]")).to_have_value("Коваленко")
    expect(page.locator(".errors")).to_have_count(0)
    assert Registration.objects.get().application.registrant.name == ""


def test_latin_letters_that_come_during_a_press_do_not_move_the_button_away(window, sopot):
    page = window(locale="uk")
    up_to_names(page, "uk")
    fill(page, given_names="Оксана", surname="Коваленко")
    button = page.locator("#answers .btn.big-btn")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        page.mouse.down()
    page.wait_for_timeout(200)
    with page.expect_navigation():
        page.mouse.up()
    assert not page.url.endswith("/imie/")


@pytest.mark.long
@ONCE
@pytest.mark.parametrize(
    ("language", "width", "theme", "mode"),
    [("pl", 390, "light", {}), ("uk", 320, "dark", {}), ("ru", 1280, "light", {}), ("en", 390, "light", {"direction": "rtl"}),
     ("be", 390, "light", {"forced": True})],
)  # fmt: skip
def test_pages_have_nothing_wrong(browser, live_server, sopot, language, width, theme, mode):
    make_kind(sopot, "photos")
    make_notice(sopot)
    before = ["", "jezyk/", "wroc/"]
    paths = [f"/{language}/rejestracja/{each}" for each in before]
    found = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme, **mode)
    who = Registrant(language)
    who.answer_all()
    who.add(1, surname="Найдовшеіменнясловобезжодногопробілутут")
    context = {"name": "registration", "value": who.client.cookies["registration"].value, "url": live_server.url}
    steps = [f"/{language}/rejestracja/{each}/" for each in [*ANSWERS, "osoba-1", "sprawdz", "przerwij"]]
    found |= wrong_with_each(browser, live_server.url, steps, width=width, theme=theme, cookies=[context], **mode)
    assert {path: lines for path, lines in found.items() if lines} == {}
