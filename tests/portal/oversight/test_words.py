"""The log speaks of everything that leaves a trail in words, not in codes."""

import re

from portal.oversight.words import PAGES, THINGS
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


def test_everything_named_by_hand_has_words():
    found = written(r'object_type="([a-z]+)"')
    assert {"editionfile", "backup"} <= found
    assert found - set(THINGS) == set()
