"""Two colleagues with the same case open in two browsers: the second sees both texts, and no word of either is lost (L5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from beneficiaries.models import Participation
from cases.models import NeedsDiagnosis, PlanGoal
from services.models import SupportDelivery
from tests.browser import NEEDS_BROWSER, windows
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_diagnosis
from tests.factories.plans import make_goal, make_plan
from tests.factories.services import make_support

pytestmark = NEEDS_BROWSER
SEND = "main form:has([name=version]) .actions button[type=submit] >> nth=0"
SAVED, CONFLICT = ".messages .note.ok", "main .note.warn table"
THEIRS, YOURS = "Umowa od poniedziałku, dzwoniła szefowa.", "Bez umowy; pytać w czwartek."


@pytest.fixture
def window(browser: Browser, live_server: Any, client_of: Callable):
    """Open a window of its own for an account; a mistake in a script fails the test."""
    with windows(browser, live_server.url, client_of) as opened:
        yield opened


@pytest.fixture
def case(transactional_db, city, sopot, caseworker_city) -> Participation:
    return make_participant(city, sopot, caseworker=caseworker_city)


def consultation(case: Participation) -> tuple[str, str]:
    made = make_support(case)
    return reverse("change_support", args=[case.number, made.fact_id]), "note"


def diagnosis(case: Participation) -> tuple[str, str]:
    made = make_diagnosis(case)
    return reverse("change_diagnosis", args=[case.number, made.fact_id]), "by_work"


def goal(case: Participation) -> tuple[str, str]:
    made = make_goal(make_plan(case))
    return reverse("change_goal", args=[case.number, made.fact_id]), "text"


def write(page: Page, field: str, words: str) -> None:
    """Write the words, and why where the page asks for it."""
    box = page.locator(f'main [name="{field}"]')
    box.evaluate("box => { const closed = box.closest('details:not([open])'); if (closed) closed.open = true; }")
    box.fill(words)
    for name, answer in (("why", "po rozmowie"), ("assessor", "Anna Kowalska")):
        asked = page.locator(f'main form:has([name="{field}"]) [name="{name}"]')
        if asked.count():
            asked.fill(answer)


@pytest.mark.parametrize(
    ("begin", "model", "said"),
    [
        pytest.param(consultation, SupportDelivery, lambda each: str(each.note), id="consultation"),
        pytest.param(diagnosis, NeedsDiagnosis, lambda each: str(each.evidence), id="diagnosis"),
        pytest.param(goal, PlanGoal, lambda each: each.text, id="plan"),
    ],
)
def test_second_of_two_sees_both_texts_and_both_are_kept(
    window, case, caseworker_city, coordinator, begin, model, said
):
    path, field = begin(case)
    first, second = window(coordinator), window(caseworker_city)
    for page, words in ((first, THEIRS), (second, YOURS)):
        page.goto(path)
        write(page, field, words)
    first.locator(SEND).click()
    expect(first.locator(SAVED)).to_be_visible()

    second.locator(SEND).click()
    both = second.locator(CONFLICT)
    expect(both).to_contain_text(THEIRS)
    expect(both).to_contain_text(YOURS)
    expect(second.locator("main .note.warn")).to_contain_text(coordinator.name)
    expect(second.locator(f'main [name="{field}"]')).to_have_value(YOURS)
    assert THEIRS in said(model.objects.current().get())

    second.locator(SEND).click()
    expect(second.locator(SAVED)).to_be_visible()
    assert YOURS in said(model.objects.current().get())
    assert any(THEIRS in said(each) for each in model.objects.filter(superseded_at__isnull=False))


def test_who_is_interrupted_while_a_colleague_saves_finds_the_words_again(window, case, caseworker_city, coordinator):
    """The window is closed before anything is sent: the draft comes back, beside what was saved meanwhile."""
    path, field = goal(case)
    first, second = window(coordinator), window(caseworker_city)
    second.goto(path)
    with second.expect_response(lambda answer: "/szkice/" in answer.url, timeout=20_000):
        write(second, field, YOURS)
    second.context.pages[0].close()
    first.goto(path)
    write(first, field, THEIRS)
    first.locator(SEND).click()
    expect(first.locator(SAVED)).to_be_visible()

    again = second.context.new_page()
    again.goto(path)
    expect(again.locator(f'main [name="{field}"]')).to_have_value(YOURS)
    again.locator(SEND).click()
    expect(again.locator(CONFLICT)).to_contain_text(THEIRS)
    assert PlanGoal.objects.current().get().text == THEIRS
