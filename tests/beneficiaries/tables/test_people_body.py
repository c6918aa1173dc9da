"""A row of the list of people: every word escaped, signs for what is not known, a column of what to do where there is one."""

import datetime

import pytest
from django.utils import translation

from beneficiaries.tables.people import PersonRow, Status
from beneficiaries.tables.people_body import body_of
from portal.ui.parts import Link

HOSTILE = '"><script>alert(1)</script>'
DAY = datetime.date(2026, 9, 2)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def row(**words) -> PersonRow:
    known = {
        "name": "Abacki Adam", "original": "", "number": "WS-1", "url": "/osoby/WS-1/", "group": "Adults",
        "status": Status("takes part", "ok"), "start_on": DAY, "end_on": None, "organisations": "City", "gaps": [],
    }  # fmt: skip
    return PersonRow(**{**known, **words})


def test_a_row_shows_who_where_and_since_when():
    shown = body_of([row(original="Абацкі", gaps=["PESEL"]), row(is_cautious=True)], has_fixes=False)

    assert shown.count("<tr>") == shown.count('<th scope="row" class="name">') == 2
    assert '<a href="/osoby/WS-1/"><bdi>Abacki Adam</bdi></a> <bdi class="muted">Абацкі</bdi></th>' in shown
    assert '<td class="extra nowrap"><time datetime="2026-09-02">2 Sep 2026</time></td>' in shown
    assert '<td class="extra nowrap">–</td>' in shown
    assert '<span class="tag ok">takes part</span><span class="tag warn"><svg' in shown
    assert shown.count("contact with care") == 1


def test_what_is_not_known_is_a_dash():
    shown = body_of([row(group="", organisations="", start_on=None)], has_fixes=False)
    assert shown.count(">–</td>") == 4


def test_the_column_of_what_to_do_stands_where_there_is_something_to_mend():
    assert "btn" not in body_of([row(fix=Link("Add", "/add/"))], has_fixes=False)
    mended = body_of([row(fix=Link("Add", "/add/")), row()], has_fixes=True)
    assert '<a class="btn second s" href="/add/">Add<span class="vh">: WS-1</span></a>' in mended
    assert "<td>–</td></tr>" in mended


def test_words_of_people_are_escaped():
    hostile = dict.fromkeys(("name", "original", "number", "url", "group", "organisations"), HOSTILE)
    hostile["original"] = f"Абацкі {HOSTILE}"
    status, fix = Status(HOSTILE, ""), Link(HOSTILE, HOSTILE)
    shown = body_of([row(**hostile, status=status, gaps=[HOSTILE], fix=fix)], has_fixes=True)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 11
