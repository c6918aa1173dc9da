"""The log speaks of everything that leaves a trail in words, not in codes."""

import ast
import re

from cases.views.facts import DIAGNOSIS, EVENT, FINDING
from portal.oversight.words import PAGES, THINGS, page_in_words
from portal.records import record_tabs
from portal.settings.environment import ROOT

ROOMS = ("portal", "beneficiaries", "cases", "services", "reporting")


def written(pattern: str) -> set[str]:
    """Return what the sources write into the trail by name."""
    sources = (path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {found for text in sources for found in re.findall(pattern, text)}


def test_every_page_that_leaves_a_trail_has_words():
    found = written(r'"page": "([a-z-]+)"')
    assert {"accounts", "team", "held-rows"} <= found
    assert found - set(PAGES) - {tab.code for tab in record_tabs()} == set()


NOTING = {"opened_record": 3, "opened": 3, "note_seats": 3, "note_names": 4, "act_on_plan": 0}
"""Functions that note the page they are given: at which place it stands."""


def noted_pages() -> set[str]:
    """Return the pages that views give to functions which note them, and those of facts by their kind."""
    calls = (
        call
        for room in ROOMS
        for path in (ROOT / room).rglob("views/**/*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in NOTING
    )
    given = (call.args[NOTING[call.func.id] :][:1] for call in calls)
    by_kind = {f"{kind.code}-{act}" for kind in (DIAGNOSIS, FINDING, EVENT) for act in ("new", "change")}
    return by_kind | {page[0].value for page in given if page and isinstance(page[0], ast.Constant)}


def test_every_page_that_is_noted_for_a_view_has_words():
    found = noted_pages()
    assert {"edit", "registration-accept", "roll", "diagnosis-new"} <= found
    assert {page for page in found if page_in_words(page) == page} == set()


def test_part_of_a_page_goes_by_the_words_of_that_page():
    assert page_in_words("plan-goal-new") == page_in_words("plan")
    assert page_in_words("registration-accept") == page_in_words("registration")
    assert page_in_words("no-such-page") == "no-such-page"


def test_everything_named_by_hand_has_words():
    found = written(r'object_type="([a-z]+)"')
    assert {"editionfile", "backup"} <= found
    assert found - set(THINGS) == set()
