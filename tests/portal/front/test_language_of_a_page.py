"""Which language a visitor meets: in the address, by choice, by the browser, never by anything else."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from portal.ui.languages import LANGUAGE_NAMES, language_in, same_page

COOKIE = django_settings.LANGUAGE_COOKIE_NAME
CHOSEN_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("chosen", "browser", "goal"),
    [
        ("", "", "/pl/"),
        ("", "uk", "/uk/"),
        ("", "uk-UA,uk;q=0.9,ru;q=0.8", "/uk/"),
        ("", "be-BY, ru;q=0.5", "/be/"),
        ("", "de, en;q=0.5, pl;q=0.3", "/en/"),
        ("", "ar", "/pl/"),
        ("", "pl;q=0.2, ru;q=0.9", "/ru/"),
        ("be", "uk", "/be/"),
        ("pl", "en", "/pl/"),
        ("xx", "uk", "/uk/"),
        ("../..", "uk", "/uk/"),
    ],
)
def test_root_leads_a_stranger_by_choice_then_by_browser(db, chosen, browser, goal):
    client = Client()
    if chosen:
        client.cookies[COOKIE] = chosen
    answer = client.get("/", headers={"Accept-Language": browser})
    assert (answer.status_code, answer["Location"]) == (302, goal)
    assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
    assert answer["Cache-Control"] == "no-store, private"
    assert not answer.cookies


def test_place_of_the_visitor_decides_nothing(db):
    answer = Client().get("/", headers={"CF-IPCountry": "UA", "X-Forwarded-For": "91.198.36.14"})
    assert answer["Location"] == "/pl/"


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_a_link_of_ours_to_another_language_is_a_choice(sopot, language):
    client = Client()
    browser = "uk" if language == "pl" else "pl"
    answer = client.get(f"/{language}/", headers={**CHOSEN_HERE, "Accept-Language": browser})
    assert answer.cookies[COOKIE].value == language
    assert answer["Cache-Control"] == "no-store, private"
    assert client.get("/", headers={"Accept-Language": browser})["Location"] == f"/{language}/"
    assert client.get("/konto/login/", headers={"Accept-Language": browser})["Content-Language"] == language


def test_choice_counts_also_when_the_page_has_not_changed(sopot):
    client = Client()
    tag = client.get("/uk/")["ETag"]
    answer = client.get("/uk/", headers={**CHOSEN_HERE, "If-None-Match": tag})
    assert (answer.status_code, answer.cookies[COOKIE].value) == (304, "uk")


def test_choice_can_be_taken_back(sopot):
    client = Client()
    client.get("/uk/", headers=CHOSEN_HERE)
    client.get("/pl/", headers=CHOSEN_HERE)
    assert client.get("/")["Location"] == "/pl/"


def test_old_browser_says_in_the_referrer_where_it_comes_from(sopot):
    ours = Client().get("/ru/", headers={"Referer": "http://testserver/pl/"})
    assert ours.cookies[COOKIE].value == "ru"
    for foreign in ("http://testserver.example/pl/", "https://elsewhere.example/"):
        assert not Client().get("/ru/", headers={"Referer": foreign}).cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/pl/"},
        {**CHOSEN_HERE, "Accept-Language": "uk"},
    ],
    ids=["nothing said", "typed", "from elsewhere", "the browser says it already"],
)
def test_opening_a_page_is_no_choice(sopot, headers):
    answer = Client().get("/uk/", headers=headers)
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, no-cache"


def test_page_that_does_not_exist_is_no_choice(db):
    assert not Client().get("/uk/nowhere/", headers=CHOSEN_HERE).cookies


@pytest.mark.parametrize(
    ("asked", "status", "goal"),
    [("/uk", 301, "/uk/"), ("/UK/", 404, ""), ("/de/", 404, ""), ("/uk-UA/", 404, ""), ("/ukr/", 404, "")],
)
def test_only_the_five_languages_are_addresses(db, asked, status, goal):
    answer = Client().get(asked)
    assert (answer.status_code, answer.get("Location", "")) == (status, goal)


@pytest.mark.parametrize(
    ("path", "language", "goal"),
    [
        ("/uk/", "pl", "/pl/"),
        ("/uk/zajecia/7/", "be", "/be/zajecia/7/"),
        ("/uk/na/uk/", "ru", "/ru/na/uk/"),
        ("/uk//elsewhere.example/", "pl", "/pl//elsewhere.example/"),
        ('/uk/"><b>/', "pl", "/pl/%22%3E%3Cb%3E/"),
        ("/konto/login/", "pl", "/pl/"),
    ],
)
def test_same_page_in_another_language_differs_in_the_language_alone(path, language, goal):
    assert same_page(path, language) == goal


@pytest.mark.parametrize(("path", "language"), [("/be/x/", "be"), ("/be", ""), ("/bez/", ""), ("/", ""), ("/BE/", "")])
def test_language_of_an_address(path, language):
    assert language_in(path) == language
