"""What a page costs: few queries whatever was answered, few bytes on a slow line (performance 7, 12, 13)."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.ui.languages import LANGUAGE_NAMES
from tests.registering import ANSWERS, Registrant, hidden, take_time

MOST_BYTES = 150 * 1024


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = act()
    assert answer.status_code in (200, 302)
    return len([each for each in seen if "SAVEPOINT" not in str(each["sql"]) and each["sql"] != "BEGIN"])


def test_pages_cost_one_query_and_answers_two(sopot):
    who = Registrant()
    assert queries(lambda: who.client.get("/pl/rejestracja/")) == 1
    assert queries(lambda: who.see("jezyk")) == 1
    who.answer_all()
    for step in ("kontakt", "imie", "urodzenie", "rodzina", "pomoc", "przerwij"):
        assert queries(lambda step=step: who.see(step)) == 1, step
    page = hidden(who.see("adres"))
    assert queries(lambda: who.client.post(who.at("adres"), {**page, **ANSWERS["adres"]})) == 2


@pytest.mark.parametrize("members", [1, 3])
def test_checking_and_sending_cost_the_same_for_a_large_family(sopot, members):
    who = Registrant()
    who.answer_all()
    for place in range(1, members + 1):
        who.add(place)
    who.say("rodzina")
    take_time()
    assert queries(lambda: who.see("sprawdz")) == 3
    page = who.see("sprawdz")
    asked = dict.fromkeys(re.findall(r'name="(consent-[^"]+)"', page.content.decode()), "no")
    values = {**hidden(page), **asked}
    assert queries(lambda: who.client.post(who.at("sprawdz"), values)) == 7


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_every_page_is_light(sopot, language):
    who = Registrant(language)
    pages = {"": who.client.get(f"/{language}/rejestracja/"), "jezyk": who.see("jezyk")}
    who.answer_all()
    pages |= {step: who.see(step) for step in [*ANSWERS, "osoba-1", "sprawdz", "przerwij", "wroc"]}
    for step, page in pages.items():
        assert weight(page.content.decode()) <= MOST_BYTES, step


def weight(text: str) -> int:
    """Return the bytes of a page with all it loads but fonts."""
    loaded = set(re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js|svg))"', text))
    return len(text.encode()) + sum(Path(finders.find(name)).stat().st_size for name in loaded)
