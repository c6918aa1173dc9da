"""The landing page: five first languages, true words, light, and nothing kept about anybody."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from portal.programmes.enums import ProjectStatus
from portal.programmes.loading import contact_values, load_programme
from portal.programmes.models import GrantProject, ServiceType
from portal.ui.languages import LANGUAGE_NAMES
from portal.ui.marks import marks_of_the_portal

LANGUAGES = tuple(LANGUAGE_NAMES)
MOST_BYTES = 150 * 1024
CONTACT = {
    "phone": "+48 58 000 00 00",
    "email": "kontakt@sopot.example",
    "hours": dict.fromkeys(LANGUAGES, "9:00–15:00"),
}

every_language = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str, client: Client | None = None, **headers: str) -> str:
    return (client or Client()).get(f"/{language}/", headers=headers).content.decode()


def words(text: str) -> str:
    """Return a page as it reads: spaces that do not break are spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@every_language
def test_page_says_its_language_and_marks_it_in_the_first_line(sopot, language):
    answer = Client().get(f"/{language}/")
    text = answer.content.decode()
    assert f'<html lang="{language}" dir="ltr"' in text
    assert answer["Content-Language"] == language
    first_line = text[text.index('<div class="langs">') : text.index('<div class="top">')]
    for code, name in LANGUAGE_NAMES.items():
        mark = ' aria-current="true"' if code == language else ""
        assert f'<a href="/{code}/" lang="{code}" hreflang="{code}"{mark}>{name}</a>' in first_line
    assert text.index('<div class="langs">') < text.index("<main")


@every_language
def test_each_plank_leads_to_the_registration_in_its_own_language(sopot, language):
    text = page(language)
    planks = re.findall(r'<li><a href="([^"]+)" lang="(\w+)"', text[text.index('class="pier"') :])
    assert planks == [(f"/{code}/rejestracja/", code) for code in LANGUAGES]


@every_language
def test_kinds_of_help_and_contact_are_in_the_language_of_the_page(sopot, language):
    GrantProject.objects.update(**contact_values(CONTACT))
    text = words(page(language))
    for kind in ServiceType.objects.all():
        assert getattr(kind, f"public_name_{language}") in text
        assert getattr(kind, f"description_{language}") in text
    project = GrantProject.objects.get()
    for field in ("summary", "audience", "contact_place", "contact_languages"):
        assert getattr(project, f"{field}_{language}") in text


def test_shipped_project_has_public_words_in_every_language_and_none_twice(sopot):
    """Otherwise a page would fall back to another language."""
    for row, fields in [
        (sopot, ("title", "short_title", "summary", "audience", "contact_place", "contact_languages")),
        *((kind, ("public_name", "description")) for kind in ServiceType.objects.all()),
    ]:
        for field in fields:
            texts = [getattr(row, f"{field}_{language}") for language in LANGUAGES]
            assert all(texts), field
            if "title" not in field:
                assert len(set(texts)) == len(LANGUAGES), texts


def test_contact_is_shown_only_when_it_is_set(sopot):
    assert "mailto:" not in page("pl")
    assert 'href="tel:+' not in page("pl")
    GrantProject.objects.update(**contact_values(CONTACT))
    text = page("pl")
    assert 'href="tel:+48580000000"' in text
    assert 'href="mailto:kontakt@sopot.example"' in text
    assert "9:00–15:00" in text


@pytest.mark.parametrize(
    ("language", "total", "union"),
    [
        ("pl", "2 092 654,00 zł", "1 778 755,90 zł (85%)"),
        ("uk", "2 092 654,00 PLN", "1 778 755,90 PLN (85%)"),
        ("be", "2 092 654,00 PLN", "1 778 755,90 PLN (85 %)"),
        ("en", "PLN 2,092,654.00", "PLN 1,778,755.90 (85%)"),
    ],
)
def test_project_is_described_with_its_money_as_the_language_writes_it(sopot, language, total, union):
    text = words(page(language))
    assert "Wielokulturowe Miasto Sopot" in text
    assert total in text
    assert union in text
    assert ("1,988,021.30" if language == "en" else "1 988 021,30") in text
    assert "207" in text
    assert "191" in text


def test_marks_of_the_programme_stand_in_their_order(sopot):
    row = re.search(r'<ul class="signs".*?</ul>', page("ru"), re.S)
    assert row
    assert re.findall(r'<li lang="pl">([^<]+)</li>', row[0]) == [
        "Fundusze Europejskie dla Pomorza",
        "Rzeczpospolita Polska",
        "Dofinansowane przez Unię Europejską",
        "Urząd Marszałkowski Województwa Pomorskiego",
    ]


def test_portal_of_another_programme_shows_no_marks_of_this_one(sopot, settings):
    settings.PORTAL_MARKS = []
    marks_of_the_portal.cache_clear()
    try:
        assert 'class="signs"' not in page("pl")
    finally:
        marks_of_the_portal.cache_clear()


def test_of_several_projects_the_running_one_that_began_last_is_shown(sopot, tmp_path):
    text = Path("portal/programmes/data/sopot-5.15.toml").read_text(encoding="utf-8")
    for code, year, title in (("old", 2024, "Dawny projekt"), ("new", 2026, "Nowy projekt")):
        other = (
            text.replace('"sopot-5.15"', f'"{code}"')
            .replace("2025-01-01", f"{year}-01-01")
            .replace('"WS"', f'"{year}"')
        )
        (tmp_path / "other.toml").write_text(other.replace("Wielokulturowe Miasto Sopot", title), encoding="utf-8")
        load_programme(str(tmp_path / "other.toml"))
    assert "„Nowy projekt”" in page("pl")
    GrantProject.objects.filter(code="new").update(status=ProjectStatus.PREPARED)
    text = page("pl")
    assert "„Nowy projekt”" not in text
    assert text.count("<h3>") == len(ServiceType.objects.filter(grant_project=sopot)) + 3


def test_portal_without_a_project_still_opens(db):
    text = page("uk")
    assert 'id="contact"' in text
    assert 'class="kinds"' not in text


def test_stranger_costs_one_query_and_gets_no_cookie(sopot, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = Client().get("/pl/", headers={"Accept-Language": "uk"})
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, no-cache"
    assert "Cookie" in answer["Vary"]


def test_unchanged_page_is_not_sent_again(sopot):
    client = Client()
    tag = client.get("/be/")["ETag"]
    assert client.get("/be/", headers={"If-None-Match": tag}).status_code == 304
    ServiceType.objects.update(public_name_be="Новае")
    assert client.get("/be/", headers={"If-None-Match": tag}).status_code == 200


def test_page_of_an_account_is_never_kept_and_leads_to_its_work(client_of, caseworker_city):
    client = client_of(caseworker_city)
    answer = client.get("/ru/", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer["Cache-Control"] == "no-store, private"
    assert '<html lang="ru"' in answer.content.decode()
    assert "django_language" not in answer.cookies
    caseworker_city.refresh_from_db()
    assert caseworker_city.language == "pl"
    door = re.search(r'<a class="btn second" href="([^"]+)"', answer.content.decode())
    assert door
    assert door[1] == "/"


@every_language
def test_page_is_light_asks_nobody_else_and_runs_no_script(sopot, language):
    text = page(language)
    assert "<script" not in text
    assert ' style="' not in text
    files = re.findall(r'<link rel="(?:stylesheet|icon)" href="/static/([^"]+)"', text)
    assert len(files) == 5
    assert len(text.encode()) + sum(Path(finders.find(name)).stat().st_size for name in files) <= MOST_BYTES
    preloaded = re.findall(r'<link rel="preload" href="/static/([^"]+)" as="font"', text)
    assert len(preloaded) == 2
    assert all(("cyrillic" in name) == (language in ("uk", "be", "ru")) for name in preloaded)
    assert set(re.findall(r'(?:href|src)="(?:https?:)?//([^/"]+)', text)) <= {"testserver"}


@every_language
def test_every_link_leads_somewhere(sopot, language):
    GrantProject.objects.update(**contact_values(CONTACT))
    text = page(language)
    names = set(re.findall(r' id="([^"]+)"', text))
    for link in set(re.findall(r'<a [^>]*?href="([^"]*)"', text)):
        path, _, part = link.partition("#")
        if link.startswith(("tel:", "mailto:")):
            assert re.fullmatch(r"tel:\+?\d+|mailto:\S+@\S+", link)
        elif path in ("", f"/{language}/"):
            assert not part or part in names
        else:
            assert Client().get(path, follow=True).status_code == 200


def test_search_engines_learn_of_every_language(sopot):
    text = page("uk")
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
    assert found == {code: f"http://testserver/{code}/" for code in LANGUAGES} | {"x-default": "http://testserver/"}
    assert '<link rel="canonical" href="http://testserver/uk/">' in text


@pytest.mark.parametrize("tryout", [True, False])
def test_only_a_portal_in_use_wants_to_be_found(sopot, settings, tryout):
    settings.PORTAL_TRYOUT = tryout
    assert ('content="index,follow"' in page("pl")) is not tryout


def test_words_of_the_project_are_escaped(sopot):
    GrantProject.objects.update(audience_pl="<script>alert(1)</script>", contact_phone='"><b>1</b>')
    ServiceType.objects.update(public_name_pl="<b>x</b>")
    text = page("pl")
    assert "<script" not in text
    assert "<b>x</b>" not in text
    assert "<b>1</b>" not in text
