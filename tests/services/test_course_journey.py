"""A course from end to end in Ukrainian: set up with its recruitment, planned as a semester in one form, signed up for on
a phone, joined to a record, marked in two taps, certified, counted once."""

import datetime
import io
import re
from decimal import Decimal

import pdfplumber
import pytest
from django.urls import reverse

from beneficiaries.views.registration import guarding
from portal.clock import today
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import shared_rules, support_table
from reporting.rules import Period
from services.models import Activity, Attendance, Certificate, Enrolment, SupportDelivery
from services.queries.statements import Month, statement_of
from services.queries.support import support_by_kind
from services.queries.workers import Worker
from tests.browser import NEEDS_BROWSER, faults_of, follow
from tests.factories.activities import earlier_today
from tests.factories.beneficiaries import make_participant

pytestmark = [*NEEDS_BROWSER, pytest.mark.long, pytest.mark.usefixtures("accounts_speak_ukrainian")]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
TAPS = "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps += 1; }, true)"
DAY = datetime.timedelta(days=1)
KIND, CLASSES, HOURS_OF_ALL = "polish-course", 24, Decimal(36)
"""A semester of classes of an hour and a half."""
TITLE = "Польська для початківців"


@pytest.fixture
def person(transactional_db, sopot, city):
    return make_participant(
        city, sopot, given_names="Oksana", surname="Kovalenko", phone="+48 512 334 218", contact_language="uk"
    )


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


def sound(page):
    """The page is in Ukrainian, and nothing is wrong with it."""
    assert page.locator("html").get_attribute("lang") == "uk"
    assert faults_of(page) == []


def write(page, button, **said):
    """Write into a form and send it."""
    sound(page)
    for closed in page.locator("main details:not([open]) > summary").all():
        closed.click()
    for name, value in said.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    follow(page, page.get_by_role("button", name=button, exact=True))


def set_up(page, teacher):
    """Set up a course, its edition with the days of recruitment and a group with places, as a coordinator does."""
    page.goto("/kursy/")
    follow(page, page.get_by_role("link", name="Створити курс").first)
    write(page, "Зберегти", title_pl="Polski dla początkujących", title_uk=TITLE, service_type=KIND)
    follow(page, page.get_by_role("link", name="Додати потік").first)
    days = {"starts_on": today() + DAY, "ends_on": today() + 120 * DAY, "sign_up_from": today(),
            "sign_up_to": today() + 14 * DAY}  # fmt: skip
    write(page, "Зберегти", name="зима", **{name: day.isoformat() for name, day in days.items()})
    follow(page, page.get_by_role("link", name="Додати групу").first)
    page.locator("[name=state][value=open]").check()
    page.locator("[name=is_public]").check()
    write(page, "Зберегти", title_pl="Polski A1", title_uk=TITLE, level="A1", language="pl", helper_language="uk",
          capacity="12", teacher=str(teacher.pk))  # fmt: skip


def plan(page):
    """Plan the semester: two days a week, so many times; what falls out is made up for."""
    follow(page, page.get_by_role("link", name="Запланувати семестр").first)
    for weekday in (1, 3):
        page.locator(f"[name=weekdays][value='{weekday}']").check()
    write(page, "Показати заняття", begins="17:00", ends="18:30", last="", times=str(CLASSES))
    sound(page)
    follow(page, page.get_by_role("button", name="Запланувати ці заняття"))
    return Activity.objects.get()


def hold_all(group):
    """Let the last class be the one that has just begun, and each of the others one day earlier than the next."""
    start = earlier_today()
    meetings = list(group.meetings.order_by("starts_at"))
    for days, meeting in enumerate(reversed(meetings)):
        begins = start - days * DAY
        group.meetings.filter(pk=meeting.pk).update(starts_at=begins, ends_at=begins + datetime.timedelta(minutes=90))
    return list(group.meetings.order_by("starts_at"))


def sign_up(page):
    page.goto("/uk/zajecia/")
    follow(page, page.get_by_role("link", name=TITLE).first)
    follow(page, page.locator("aside .btn"))
    page.locator("[name=name]").fill("Оксана Коваленко")
    page.locator("[name=birth_year]").fill("1988")
    page.locator("[name=phone]").fill("512 334 218")
    follow(page, "[value=send]")
    assert page.locator(".code b").inner_text()
    sound(page)


def mark(page, meeting):
    page.goto(f"/obecnosc/{meeting.pk}/")
    page.click("button[value=all]")
    assert page.evaluate("window.taps") == 1
    follow(page, "button[value=save]")


def join(page, group, person):
    page.goto(f"/kursy/grupa/{group.pk}/")
    follow(page, page.get_by_role("row", name="Оксана Коваленко").get_by_role("link"))
    follow(page, page.get_by_role("link", name="Приєднати до картки"))
    follow(page, page.locator(f"form:has([value='{person.number}']) button"))
    assert page.url.endswith(f"/kursy/grupa/{group.pk}/")
    assert page.get_by_role("row", name="Oksana Kovalenko").count() == 1
    sound(page)


def certify(page):
    follow(page, page.get_by_role("link", name="Відвідування і сертифікати"))
    follow(page, page.get_by_role("button", name="Видати сертифікати"))
    assert page.get_by_role("link", name=Certificate.objects.get().number).count()
    sound(page)


def hours_everywhere(person, instructor, meetings, client_of, account):
    """Return the hours of the course as record, indicators, certificate, statement and its paper say them."""
    project = person.grant_project
    months = {meeting.day.replace(day=1) for meeting in meetings}
    made = [statement_of(Worker("", instructor), project, Month(first)) for first in months]
    figures = support_table(project, Period(min(months), today()), shared_rules(INDICATORS))
    return {
        "record": {each.code: each.hours for each in support_by_kind(person)}[KIND],
        "indicators": {each.code: each.hours for each in figures}[KIND],
        "certificate": Certificate.objects.get().hours,
        "statement": sum(each.support_hours for each in made),
        **hours_on_paper(client_of(account)),
    }


def hours_on_paper(client):
    """Return the hours that the PDF of the certificate prints, on the Polish sheet and on the Ukrainian one."""
    answer = client.get(reverse("certificate_file", args=[Certificate.objects.get().pk]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with pdfplumber.open(io.BytesIO(content)) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    said = {name: re.search(rf"^{name} (\d+(?:,\d+)?)", text, re.MULTILINE) for name in ("Godziny", "Години")}
    return {name: Decimal(found[1].replace(",", ".")) if found else text for name, found in said.items()}


def test_hours_of_a_course_are_the_same_from_its_recruitment_to_the_paper(
    window, sopot, person, instructor, coordinator, caseworker_city, client_of, monkeypatch
):
    monkeypatch.setattr(guarding, "SOONEST", 0)
    office = window(coordinator, **DESK)
    set_up(office, instructor)
    group = plan(office)
    assert group.meetings.count() == CLASSES
    sound(office)
    sign_up(window(locale="uk-UA", **PHONE))
    meetings = hold_all(group)
    hand = window(instructor, **PHONE)
    mark(hand, meetings[0])  # nobody knows yet who it is
    assert not SupportDelivery.objects.exists()
    desk = window(caseworker_city, **DESK)
    join(desk, group, person)
    assert SupportDelivery.objects.current().get().participation == person
    for meeting in meetings[1:]:
        mark(hand, meeting)
    assert hand.locator("html").get_attribute("lang") == "uk"
    present = Attendance.objects.current().filter(enrolment=Enrolment.objects.get(), is_present=True)
    assert present.count() == CLASSES
    certify(desk)
    said = hours_everywhere(person, instructor, meetings, client_of, caseworker_city)
    assert said == dict.fromkeys(said, HOURS_OF_ALL)
