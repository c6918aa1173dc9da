"""A page that is the same for every stranger is drawn once, and is what it would be if it was drawn each time."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.test import Client

from portal.programmes.enums import ProjectStatus
from portal.ui import kept_pages
from portal.ui.kept_pages import MOST_KEPT, _kept, forget_pages
from tests.clients import signed_in

FIRST = "/pl/rejestracja/jezyk/"
OWN = (re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"'), re.compile(r'name="form" value="([^"]+)"'))
BY_CHANCE = {"X-Request-Id", "Content-Security-Policy"}


@pytest.fixture(autouse=True)
def _anew(sopot):
    forget_pages()


def seen(path: str = FIRST, **words) -> tuple:
    answer = Client().get(path, **words)
    text = answer.content.decode()
    tokens = [pattern.search(text)[1] for pattern in OWN]
    for pattern in OWN:
        text = pattern.sub("–", text)
    headers = {name: value for name, value in answer.headers.items() if name not in BY_CHANCE}
    return answer.status_code, headers, sorted(answer.cookies), text, tokens


def test_kept_page_is_the_page_with_tokens_of_its_own(monkeypatch):
    first, second = seen(), seen()
    assert len(_kept) == 1
    monkeypatch.setattr(kept_pages, "_is_plain", lambda request: False)
    drawn = seen()
    assert first[:4] == second[:4] == drawn[:4]
    assert len({token for page in (first, second, drawn) for token in page[4]}) == 6
    assert kept_pages._salt not in first[3]


def test_no_token_is_kept_nor_a_host_or_language_mixed_up(settings):
    settings.ALLOWED_HOSTS = ["testserver", "another.example"]
    here, there = seen(), seen(HTTP_HOST="another.example")
    ukrainian = seen("/uk/rejestracja/jezyk/")
    assert "another.example" in there[3]
    assert "another.example" not in here[3]
    assert '<html lang="uk"' in ukrainian[3]
    for page in _kept.values():
        assert not any(token in page.decode() for each in (here, there, ukrainian) for token in each[4])


def test_account_is_not_given_a_strangers_page(coordinator):
    seen()
    page = signed_in(coordinator).get(FIRST).content.decode()
    assert len(_kept) == 1
    assert page != seen()[3]


def test_message_is_shown_and_not_kept(monkeypatch):
    monkeypatch.setattr(kept_pages, "get_messages", lambda request: [Message(constants.INFO, "Only once")])
    seen()
    assert not _kept


def test_closed_door_is_not_hidden_by_a_page_that_was_kept(sopot):
    seen()
    type(sopot).objects.update(status=ProjectStatus.FINISHED)
    assert b'name="form"' not in Client().get(FIRST).content


def test_keeps_so_many_and_no_more(rf):
    for number in range(MOST_KEPT + 3):
        kept_pages._keep(number, b"")
    assert list(_kept) == list(range(3, MOST_KEPT + 3))
