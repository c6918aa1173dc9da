"""The main job in a real browser: a list comes in, support is logged, a gap is mended, a report is frozen and fetched."""

import io
import json
import re
import time

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from beneficiaries.models import ParticipationVersion
from reporting.models import ReportEdition
from tests.browser import NEEDS_BROWSER, follow
from tests.commands import run
from tests.counting import LIST
from tests.paper import words_of

pytestmark = NEEDS_BROWSER

FIRST, LAST = "2026-10-01", "2026-12-31"
MOST_SECONDS = 20


@pytest.fixture
def page(browser, live_server, client_of, coordinator):
    """A window of the coordinator; a mistake in a script fails the test."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL", base_url=live_server.url)
    session = client_of(coordinator).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    window = context.new_page()
    window.on("pageerror", lambda error: wrong.append(str(error)))
    yield window
    window.wait_for_load_state("networkidle")
    context.close()
    assert wrong == []


def enrolled(page: Page) -> int:
    """Return the cumulative total of EECO01 as the dashboard shows it."""
    page.goto(f"{reverse('indicator_dashboard')}?od={FIRST}&do={LAST}")
    row = page.locator("tr", has=page.get_by_text("EECO01", exact=True)).last
    numbers = re.findall(r"\d+", row.inner_text().partition("EECO01")[2])
    return int(numbers[5])


def import_the_list(page: Page) -> None:
    page.goto(reverse("import_page"))
    page.set_input_files("input[type=file]", LIST)
    follow(page, page.locator("main form button[type=submit], main form .actions button").first)
    follow(page, "button[name=import]", seconds=120)  # the whole list is taken in within the answer


def log_support(page: Page, number: str) -> None:
    page.goto(reverse("person_record", args=[number]))
    began = time.monotonic()
    page.keyboard.press("n")
    expect(page.locator("#quick-log form[data-quick-log]")).to_be_visible()
    for key in ("2", "Control+Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-notices] .note.ok")).to_be_visible()
    assert time.monotonic() - began < MOST_SECONDS


def mend_the_postcode(page: Page, number: str) -> None:
    page.goto(reverse("quality_people", args=["incomplete"]) + f"?od={FIRST}&do={LAST}")
    follow(page, page.locator(f"main a[href*='{reverse('person_edit', args=[number])}']:visible").first)
    page.fill("input[name=postcode]", "81-701")
    page.fill("[name=why]", "Zapisano po rozmowie")
    follow(page, page.locator("main form button[type=submit], main form .actions button").first)


def freeze(page: Page) -> ReportEdition:
    page.goto(f"{reverse('new_report')}?od={FIRST}&do={LAST}")
    page.check("input[name=early]")
    page.fill("[name=early_reason]", "Wniosek składamy przed świętami")
    follow(page, page.locator("main form:has(input[name=submission]) button").last)
    return ReportEdition.objects.get()


def fetched(page: Page, edition: ReportEdition, kind: str) -> io.BytesIO:
    page.goto(reverse("report_edition", args=[edition.pk]))
    with page.expect_download() as waiting:
        page.locator(f"a[href$='{reverse('report_file', args=[edition.pk, kind])}']").first.click()
    return io.BytesIO(waiting.value.path().read_bytes())


def test_from_the_list_to_the_report(page, transactional_db, sopot, capsys):
    import_the_list(page)
    assert enrolled(page) == 207

    version = ParticipationVersion.objects.current().get(postcode="")
    number = version.participation.number
    log_support(page, number)
    assert enrolled(page) == 207  # the person is incomplete and counts only when that is mended
    mend_the_postcode(page, number)
    assert enrolled(page) == 208

    edition = freeze(page)
    printed, book = fetched(page, edition, "pdf"), fetched(page, edition, "xlsx")
    words = words_of(printed)
    assert edition.checksum in words
    row = next(
        row for row in openpyxl.load_workbook(book).worksheets[0].iter_rows(values_only=True) if row[1] == "EECO01"
    )
    said = json.loads(
        run(capsys, "indicators", "--project", "sopot-5.15", "--from", FIRST, "--to", LAST, "--format", "json").out
    )["indicators"][0]
    expected = [said[part][sex] for part in ("period", "cumulative") for sex in ("women", "men", "total")]
    assert list(row[3:9]) == expected
    assert " ".join(map(str, expected)) in words
    assert expected[5] == 208
