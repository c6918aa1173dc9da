"""When something is wrong on a public page: the same frame, the same language, a way on."""

import re

import pytest
from django.test import Client

from portal.ui.languages import LANGUAGE_NAMES


def test_missing_page_answers_in_the_language_of_the_address(db, django_assert_num_queries):
    for language in LANGUAGE_NAMES:
        with django_assert_num_queries(0):
            answer = Client().get(f"/{language}/nowhere/", headers={"Accept-Language": "en"})
        text = answer.content.decode()
        assert (answer.status_code, answer["Content-Language"]) == (404, language)
        assert f'<html lang="{language}"' in text
        assert f'<a class="btn second" href="/{language}/">' in text
        assert answer["X-Request-Id"] in text


@pytest.mark.parametrize("path", ["/nowhere/", "/uk/nowhere/", '/uk/"><script>/'])
def test_error_page_offers_every_language_and_repeats_nothing_of_the_address(db, path):
    text = Client().get(path).content.decode()
    line = text[text.index('<div class="langs">') : text.index('<div class="top">')]
    assert re.findall(r'<a href="([^"]+)"', line) == [f"/{code}/" for code in LANGUAGE_NAMES]
    assert "nowhere" not in text
    assert "<script" not in text
    assert 'rel="alternate"' not in text


def test_form_that_was_open_too_long_answers_in_the_frame(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/konto/login/", {"login": "x"}, headers={"Accept-Language": "be"})
    assert (answer.status_code, answer["Content-Language"]) == (403, "be")
    assert '<div class="langs">' in answer.content.decode()


def test_sign_in_has_the_languages_in_its_first_line(db):
    text = Client().get("/konto/login/", headers={"Accept-Language": "uk"}).content.decode()
    line = text[text.index('<div class="langs">') : text.index('<div class="top">')]
    assert re.findall(r'name="language" value="(\w+)" lang="\1"', line) == list(LANGUAGE_NAMES)
    assert 'lang="uk" aria-current="true"' in line
    assert 'href="/uk/"' in text
