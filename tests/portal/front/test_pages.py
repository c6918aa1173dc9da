"""Pages for everybody that people write: in five languages, from the last version, for nobody's eyes before."""

import datetime
import re

import pytest
from django.test import Client

from portal.front.models import PublicPage
from portal.programmes.models import ServiceType
from portal.ui.languages import LANGUAGE_NAMES
from tests.factories.texts import republish

LANGUAGES = tuple(LANGUAGE_NAMES)
PAGES = ("pomoc", "pomoc/kurs-polskiego", "zajecia", "kontakt", "prywatnosc", "bezpiecznie")
MOST_BYTES = 150 * 1024

every_language = pytest.mark.parametrize("language", LANGUAGES)


def page(path: str) -> str:
    return Client().get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@every_language
@pytest.mark.parametrize("word", PAGES)
def test_page_speaks_the_language_of_its_address(sopot, language, word):
    answer = Client().get(f"/{language}/{word}/")
    text = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text
    assert f"<h1>{PublicPage.objects.get(code=word).texts.get(language=language).title}</h1>" in text
    assert len(answer.content) < MOST_BYTES
    assert not answer.cookies


@every_language
def test_links_that_the_texts_hold_lead_somewhere_in_the_same_language(sopot, language):
    for word in PAGES:
        text = page(f"/{language}/{word}/")
        main = text[text.index("<main") : text.index("</main>")]
        for target in re.findall(r'href="(/[^"#]*)"', main):
            assert target.startswith(f"/{language}/")
            assert Client().get(target).status_code == 200


def test_help_leads_to_a_page_about_each_kind(sopot):
    text = page("/uk/pomoc/")
    for kind in ServiceType.objects.all():
        assert kind.public_name_uk in text
    assert len(set(re.findall(r'href="(/uk/pomoc/[a-z-]+/)"', text))) == 5
    assert "/uk/pomoc/asystent/" in page("/uk/")


@pytest.mark.parametrize("path", ["/pl/pomoc/nie-ma/", "/pl/pomoc/a/b/", "/pl/pomoc/<b>/", "/pl/bezpiecznie/x/"])
def test_page_that_nobody_published_is_not_there(sopot, path):
    assert Client().get(path).status_code == 404


def test_new_version_takes_the_place_of_the_old_one_at_once(sopot):
    republish(PublicPage.objects.get(code="kontakt"), "Moved")
    assert "Moved (be)" in page("/be/kontakt/")


def test_page_that_is_used_no_more_says_so_honestly(sopot):
    PublicPage.objects.update(ended_on=datetime.date(2026, 1, 1))
    assert Client().get("/pl/pomoc/praca/").status_code == 404
    assert "Niebieska Linia" not in page("/pl/bezpiecznie/")
    assert Client().get("/pl/bezpiecznie/").status_code == 200


def test_portal_without_a_project_still_opens_its_pages(db):
    for word in ("pomoc", "zajecia", "kontakt", "prywatnosc", "bezpiecznie"):
        assert Client().get(f"/en/{word}/").status_code == 200


def test_information_of_every_controller_is_public_with_its_fingerprint(sopot):
    text = page("/ru/prywatnosc/")
    assert text.count("<summary>") == 5
    assert len(re.findall(r'class="hash">[0-9a-f]{64}<', text)) == 5


@pytest.mark.parametrize(("word", "most"), [("bezpiecznie", 1), ("pomoc", 2), ("kontakt", 2), ("prywatnosc", 3)])
def test_page_costs_few_queries(sopot, django_assert_num_queries, word, most):
    with django_assert_num_queries(most):
        Client().get(f"/pl/{word}/")


def test_browser_that_has_the_page_is_told_so(sopot):
    first = Client().get("/pl/bezpiecznie/")
    again = Client().get("/pl/bezpiecznie/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
