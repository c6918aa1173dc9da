"""Single keys: changed by the account, never two for one key, usual again with one button (WCAG 2.1.4)."""

import json
import re

import pytest
from django.urls import reverse

from portal.ui.shortcuts import usual_keys

PAGE = "keyboard"
ON = {"single_keys": "on"}


@pytest.fixture
def send(accounts_speak_english, client_of, caseworker_city):
    client = client_of(caseworker_city)

    def sent(**fields):
        answer = client.post(reverse(PAGE), {**ON, **fields})
        caseworker_city.refresh_from_db()
        return answer

    return sent


def test_changed_key_is_kept_listed_and_told_to_the_scripts(send, client_of, caseworker_city):
    assert send(key_record="W", key_search="").status_code == 302
    assert caseworker_city.own_keys == {"record": "w"}
    text = client_of(caseworker_city).get(reverse(PAGE)).content.decode()
    told = re.search(r'data-own-keys="([^"]+)"', text)
    assert json.loads(told[1].replace("&quot;", '"')) == {"n": "w"}
    assert '<kbd aria-hidden="true">W</kbd>' in text
    assert "<dt><kbd>W</kbd></dt>" in text.replace(" ", "")
    assert "<kbd>N</kbd>" not in text


def test_usual_keys_cost_the_page_nothing(client_of, caseworker_city):
    assert "data-own-keys" not in client_of(caseworker_city).get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize("key", ["ł", "т", "1", " 1", "W2", "!", "\0", "<"])
def test_what_is_no_key_is_refused_in_words_and_stays_in_the_field(send, caseworker_city, key):
    answer = send(key_record=key)
    assert answer.status_code == 200
    assert caseworker_city.own_keys == {}
    assert "errors" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"key_record": "t"}, {"key_record": "x", "key_note": "X"}, {"key_person": "?"}, {"key_go": "n"}],
    ids=["a usual key", "twice the same", "a sign", "the first key of two"],
)
def test_one_key_does_one_thing(send, caseworker_city, fields):
    answer = send(**fields)
    assert answer.status_code == 200
    assert caseworker_city.own_keys == {}
    assert "This key is taken" in answer.content.decode()


def test_two_keys_can_change_places(send, caseworker_city):
    assert send(key_record="t", key_note="n").status_code == 302
    assert caseworker_city.own_keys == {"record": "t", "note": "n"}


def test_usual_keys_come_back_with_one_button(send, caseworker_city):
    send(key_record="w")
    send(usual="1", key_record="w")
    assert caseworker_city.own_keys == {}


def test_keys_can_still_be_turned_off(client_of, caseworker_city):
    client_of(caseworker_city).post(reverse(PAGE), {"key_record": "w"})
    caseworker_city.refresh_from_db()
    assert (caseworker_city.single_keys, caseworker_city.own_keys) == (False, {"record": "w"})
    text = client_of(caseworker_city).get(reverse(PAGE)).content.decode()
    assert 'data-keys="off"' in text
    assert "data-own-keys" not in text


def test_only_keys_that_work_for_the_account_can_be_changed(client_of, auditor, caseworker_city):
    def offered(user):
        return set(re.findall(r'name="key_(\w+)"', client_of(user).get(reverse(PAGE)).content.decode()))

    assert offered(caseworker_city) == set(usual_keys())
    assert offered(auditor) == {"list", "go"}


def test_no_two_usual_keys_are_the_same():
    assert len(set(usual_keys().values())) == len(usual_keys())
