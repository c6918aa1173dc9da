"""The work of a caseworker in a real browser: a row of my day in few presses, and one person from the start to a result."""

import datetime
import time
from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from beneficiaries.models import Participation, Registration
from portal.clock import today
from services.models import Appointment, SupportDelivery
from tests.browser import NEEDS_BROWSER, follow, windows
from tests.counting import figures
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.registering import Registrant, take_time

pytestmark = NEEDS_BROWSER

MOST_INTERACTIONS, MOST_SECONDS = 4, 20
SHEET, ACT, SAVED = "#quick-log", ".ag .go [data-panel]", ".messages .note.ok"
SEND = "main form:has([name=submission]) :is(.actions button, .log-foot [value=save])"
MARCH = "2026-03-{:02}".format
SEEN = {
    "legal-stay_outcome": "met", "legal-stay_evidence": "residence-card", "legal-stay_number_end": "6789",
    "legal-stay_valid_until_0": "3", "legal-stay_valid_until_1": "5", "legal-stay_valid_until_2": "2029",
    "residence_outcome": "met", "residence_evidence": "lease",
}  # fmt: skip
ENDED_ON, AFTER, DAY = datetime.date(2026, 3, 31), datetime.date(2026, 12, 31), datetime.timedelta(days=1)
FOUND_ON = ENDED_ON + 28 * DAY
"""The last day on which a finding counts."""


@pytest.fixture
def window(browser, live_server, client_of, caseworker_city):
    """Windows of a caseworker; a mistake in a script fails the test."""
    with windows(browser, live_server.url, client_of) as opened:
        yield partial(opened, caseworker_city)


@pytest.fixture
def meeting(transactional_db, city, sopot, caseworker_city) -> Participation:
    """A person with an appointment at noon today that is for nothing in particular: the kind of support is not known."""
    person = make_participant(city, sopot, given_names="Anna", surname="Kowalczuk")
    noon = datetime.datetime.combine(today(), datetime.time(11), datetime.UTC)
    make_appointment(person, in_charge=caseworker_city, starts_at=noon)
    return person


def by_keyboard(page: Page) -> list[str]:
    """Press from the focused act of the row to the end; return what was pressed."""
    presses = ["Enter", "1", "Control+Enter"]
    page.keyboard.press(presses[0])
    expect(page.locator(f"{SHEET} .picked")).to_be_visible()
    for key in presses[1:]:
        page.keyboard.press(key)
    return presses


def by_thumb(page: Page) -> list[str]:
    """Tap from the act of the row to the end; return what was tapped."""
    taps = [ACT, f"{SHEET} label.kind >> nth=0", f"{SHEET} .log-foot button[value=save]"]
    for place in taps:
        page.locator(place).tap()
    return taps


@pytest.mark.parametrize(
    ("device", "record"),
    [
        ({"viewport": {"width": 1280, "height": 900}}, by_keyboard),
        ({"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}, by_thumb),
    ],
    ids=["keyboard", "thumb"],
)
def test_support_is_recorded_from_the_row_of_my_day(window, meeting, device, record):
    page = window(**device)
    page.goto(reverse("my_day"))
    page.locator(ACT).focus()
    began = time.monotonic()
    interactions = record(page)
    expect(page.locator("[data-notices] .note.ok")).to_be_visible()
    expect(page.locator(".ag .go")).to_contain_text("zapisane")
    assert len(interactions) <= MOST_INTERACTIONS
    assert time.monotonic() - began < MOST_SECONDS
    expect(page.locator(ACT)).to_have_count(0)
    given = SupportDelivery.objects.get()
    assert (given.participation, given.delivered_on, given.hours) == (meeting, today(), 1)
    assert Appointment.objects.get().places.get().support_fact == given.fact_id


def write(page: Page, **answers: str) -> None:
    """Fill the fields of the form on the page as their kinds need it."""
    for name, answer in answers.items():
        field = page.locator(f'main [name="{name}"]')
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(answer)
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f'main [name="{name}"][value="{answer}"]').check()
        else:
            field.fill(answer)


def send(page: Page, path: str, *, asked: bool = False, **answers: str) -> None:
    """Open a page, fill its form, send it, confirm what is asked, and see that it was taken."""
    page.goto(path, wait_until="domcontentloaded")
    write(page, **answers)
    page.locator(SEND).first.click()
    if asked:
        page.locator("main [name=confirmed]").check()
        page.locator(SEND).last.click()
    expect(page.locator(SAVED)).to_be_visible()


def register() -> str:
    """Register as somebody does on their own phone; return the address at which the application is accepted."""
    somebody = Registrant("uk")
    somebody.answer_all()
    take_time()
    somebody.send()
    return reverse("accept_registration", args=[Registration.objects.get().pk])


@pytest.mark.main
def test_person_is_led_from_the_registration_to_the_result(window, transactional_db, sopot, caseworker_city):
    application = register()
    page = window(viewport={"width": 1280, "height": 900})
    accepted = {"p0-sex": "K", "p0-education": "isced-5-8", "p0-labour_status": "employed"}
    send(page, application, **accepted)
    number = Participation.objects.get().number

    def of(name: str, *keys: str) -> str:
        return reverse(name, args=[number, *keys])

    send(page, of("eligibility"), seen_on=MARCH(2), **SEEN)
    send(page, of("new_appointment_of"), asked=True, day=MARCH(2), time="11:00", minutes="45", purpose="diagnosis")
    send(page, of("new_diagnosis"), stage="entry", taken_on=MARCH(2), social="2", work="1", culture="2")
    send(page, of("new_plan"), opened_on=MARCH(3), first_review_on="2026-06-02", statutory_programme="no")
    send(page, of("new_goal"), area="work", text="Praca w zawodzie")
    follow(page, page.locator("main a[href$='/krok/']").first)
    send(page, page.url, what="Spotkanie z doradcą", due_on=MARCH(20), help_by="service:career-advice-adults")
    for day in (3, 10, 17):
        send(page, of("new_support"), kind="career-advice-adults", day=MARCH(day))
    send(page, of("end_participation"), asked=True, end_on=str(ENDED_ON), path_completed="yes")
    assert figures(sopot, last="2026-03-31")["EECO01 cumulative"][2] == 1
    before = improved_until(sopot, AFTER)
    late = {"outcome": "improved", "categories": "rozpoczęcie nauki", "reason": "Uczy się na kursie; umowa, wgląd."}
    send(page, of("record_finding"), asked=True, found_on=str(ENDED_ON + 29 * DAY), **late)
    assert improved_until(sopot, AFTER) == before
    send(page, of("record_finding"), found_on=str(FOUND_ON), **late)

    assert SupportDelivery.objects.count() == 3
    assert improved_until(sopot, FOUND_ON - DAY) == before
    assert improved_until(sopot, FOUND_ON) == improved_until(sopot, AFTER) == before + 1


def improved_until(project, last: datetime.date) -> int:
    """Return how many people's situation improved by the end of a day."""
    return figures(project, last=str(last))["IMPROVED cumulative"][2]
