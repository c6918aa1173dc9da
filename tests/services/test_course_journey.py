"""A course from end to end: signed up for on a phone, joined to a record, marked in two taps, certified, counted once."""

import datetime
import io
from decimal import Decimal

import pdfplumber
import pytest
from django.urls import reverse

from beneficiaries.views.registration import guarding
from portal.clock import now, today
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import shared_rules, support_table
from reporting.rules import Period
from services.models import Attendance, Certificate, Enrolment, SupportDelivery
from services.queries.statements import Month, statement_of
from services.queries.support import support_by_kind
from services.queries.workers import Worker
from tests.browser import NEEDS_BROWSER, faults_of, follow
from tests.factories.activities import HOUR, make_group, make_meeting
from tests.factories.beneficiaries import make_participant

pytestmark = [*NEEDS_BROWSER, pytest.mark.long, pytest.mark.usefixtures("accounts_speak_english")]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TAPS = "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps += 1; }, true)"
KIND, HOURS_OF_FIVE = "polish-course", Decimal("6.25")
"""Five classes of an hour and a half with a pause of fifteen minutes."""


@pytest.fixture
def group(transactional_db, sopot, city, instructor):
    """A group whose first class is still to come."""
    made = make_group(
        sopot, organisation=city, teacher=instructor, title_pl="Polski A1", title_uk="Польська для початківців",
        level="A1", language="pl", capacity=12,
    )  # fmt: skip
    make_meeting(made, now() + 72 * HOUR, 90, pause_minutes=15)
    return made


@pytest.fixture
def person(transactional_db, sopot, city):
    return make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", phone="+48 512 334 218")


@pytest.fixture
def window(browser, live_server, client_of):
    """A window of the browser; of an account when one is named."""
    made = []

    def opened(account=None, **how):
        context = browser.new_context(base_url=live_server.url, **how)
        made.append(context)
        if account:
            cookie = client_of(account).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.add_init_script(TAPS)
        return page

    yield opened
    for context in made:
        context.close()


def hold_five(group):
    """Let the class to come be the one that has just begun, and four before it be over."""
    start = now() - HOUR / 2
    group.meetings.update(starts_at=start, ends_at=start + datetime.timedelta(minutes=90))
    for days in range(1, 5):
        make_meeting(group, start - days * 24 * HOUR, 90, pause_minutes=15)
    return list(group.meetings.order_by("starts_at"))


def sign_up(page):
    page.goto("/uk/zajecia/")
    follow(page, page.get_by_role("link", name="Польська для початківців").first)
    follow(page, page.locator("aside .btn"))
    page.locator("[name=name]").fill("Оксана Коваленко")
    page.locator("[name=birth_year]").fill("1988")
    page.locator("[name=phone]").fill("512 334 218")
    follow(page, "[value=send]")
    assert page.locator(".code b").inner_text()
    assert faults_of(page) == []


def mark(page, meeting):
    page.goto(f"/obecnosc/{meeting.pk}/")
    page.click("button[value=all]")
    assert page.evaluate("window.taps") == 1
    follow(page, "button[value=save]")


def join(page, group, person):
    page.goto(f"/kursy/grupa/{group.pk}/")
    follow(page, page.get_by_role("row", name="Оксана Коваленко").get_by_role("link"))
    follow(page, page.get_by_role("link", name="Join to a record"))
    follow(page, page.locator(f"form:has([value='{person.number}']) button"))
    assert page.url.endswith(f"/kursy/grupa/{group.pk}/")
    assert page.get_by_role("row", name="Oksana Kovalenko").count() == 1
    assert faults_of(page) == []


def certify(page):
    follow(page, page.get_by_role("link", name="Attendance and certificates"))
    follow(page, page.get_by_role("button", name="Give the certificates"))
    assert page.get_by_role("link", name=Certificate.objects.get().number).count()
    assert faults_of(page) == []


def hours_everywhere(person, instructor, meetings, client_of, account):
    """Return the hours of the course as record, indicators, certificate and statement say them."""
    project = person.grant_project
    months = {meeting.day.replace(day=1) for meeting in meetings}
    made = [statement_of(Worker("", instructor), project, Month(first)) for first in months]
    figures = support_table(project, Period(min(months), today()), shared_rules(INDICATORS))
    return {
        "record": {each.code: each.hours for each in support_by_kind(person)}[KIND],
        "indicators": {each.code: each.hours for each in figures}[KIND],
        "certificate": Certificate.objects.get().hours,
        "statement": sum(each.support_hours for each in made),
        "paper": hours_on_paper(client_of(account)),
    }


def hours_on_paper(client):
    """Return the hours that the PDF of the certificate prints."""
    answer = client.get(reverse("certificate_file", args=[Certificate.objects.get().pk]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with pdfplumber.open(io.BytesIO(content)) as document:
        text = " ".join(page.extract_text() for page in document.pages)
    return Decimal("6.25") if "6,25" in text else text


def test_hours_of_a_course_are_the_same_from_the_public_page_to_the_statement(
    window, group, person, instructor, caseworker_city, client_of, monkeypatch
):
    monkeypatch.setattr(guarding, "SOONEST", 0)
    sign_up(window(locale="uk-UA", **PHONE))
    meetings = hold_five(group)
    hand = window(instructor, **PHONE)
    mark(hand, meetings[0])  # nobody knows yet who it is
    assert not SupportDelivery.objects.exists()
    desk = window(caseworker_city, viewport={"width": 1280, "height": 900})
    join(desk, group, person)
    assert SupportDelivery.objects.current().get().participation == person
    for meeting in meetings[1:]:
        mark(hand, meeting)
    assert Attendance.objects.current().filter(enrolment=Enrolment.objects.get(), is_present=True).count() == 5
    certify(desk)
    said = hours_everywhere(person, instructor, meetings, client_of, caseworker_city)
    assert said == dict.fromkeys(said, HOURS_OF_FIVE)
