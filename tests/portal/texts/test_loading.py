"""Texts that ship: whole in five languages, published once, never over what people wrote."""

from pathlib import Path

import pytest

from beneficiaries.domain.texts import load_texts
from beneficiaries.models import ConsentKind, ConsentText, Notice, NoticeText
from portal.front.loading import load_pages
from portal.front.models import PageText, PublicPage
from portal.programmes.loading import ConfigurationError
from portal.texts.loading import keep_text, read_texts
from portal.texts.markup import blocks_of, gaps_of
from portal.texts.queries import LANGUAGES
from tests.factories.programmes import make_project
from tests.factories.texts import draft, republish

FOLDERS = [Path("beneficiaries/data/sopot"), Path("portal/front/data/sopot")]
SHIPPED = [entry for folder in FOLDERS for entries in read_texts(folder).values() for entry in entries]
#: What information about data must say (R83), by how many headings at least.
PARTS_OF_A_NOTICE = 11


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry["code"])
def test_each_language_says_as_much_as_the_others(entry):
    shapes = {
        language: [(block.tag, len(block.lines)) for block in blocks_of(words["body"])]
        for language, words in entry["words"].items()
    }
    assert list(shapes) == list(LANGUAGES)
    assert all(shape == shapes["pl"] for shape in shapes.values())
    assert len({words["body"] for words in entry["words"].values()}) == len(LANGUAGES)
    assert len({len(gaps_of(words["body"])) for words in entry["words"].values()}) == 1
    assert not any(mark in words["body"] for words in entry["words"].values() for mark in ("{", "}"))


def test_each_notice_has_all_that_the_law_asks_for():
    notices = [entry for entry in SHIPPED if "controller" in entry]
    assert {entry["controller"] for entry in notices} == {
        "beneficiary", "partner", "managing", "intermediate", "minister",
    }  # fmt: skip
    for entry in notices:
        for words in entry["words"].values():
            assert sum(block.tag == "h2" for block in blocks_of(words["body"])) == PARTS_OF_A_NOTICE
            assert "uodo.gov.pl" in words["body"]


def test_project_has_its_texts_published_in_the_try_out(sopot):
    for published, texts in ((NoticeText, 5), (ConsentText, 5), (PageText, 10)):
        assert published.objects.count() == texts * len(LANGUAGES)
        assert set(published.objects.values_list("number", "published_by")) == {(1, None)}


def test_in_use_nobody_is_told_what_the_institution_has_not_published(db, settings):
    settings.PORTAL_TRYOUT = False
    project = make_project()
    load_texts(project, "sopot")
    load_pages(project, "sopot")
    assert Notice.objects.filter(grant_project=project).count() == 5
    assert not NoticeText.objects.exists()
    assert not ConsentText.objects.exists()
    assert set(PublicPage.objects.filter(texts__isnull=True).values_list("code", flat=True)) == {"kontakt"}


def test_loading_again_changes_nothing(sopot):
    load_texts(sopot, "sopot")
    load_pages(sopot, "sopot")
    assert NoticeText.objects.count() == 25
    assert set(ConsentKind.objects.values_list("draft_by", flat=True)) == {None}


def entry(code: str, said: str) -> dict:
    words = {language: {"name": "N", "title": f"{said} ({language})", "body": said} for language in LANGUAGES}
    return {"code": code, "words": words}


def test_newer_words_become_a_draft_and_are_never_published_over_people(sopot, coordinator):
    page = PublicPage.objects.get(code="kontakt")
    keep_text(PublicPage, sopot, entry("kontakt", "Newer"), 7, publishes=True)
    page.refresh_from_db()
    assert page.draft_title_uk == "Newer (uk)"
    assert page.texts.filter(number__gt=1).count() == 0
    draft(page, "Of a person")
    PublicPage.objects.filter(pk=page.pk).update(draft_by=coordinator)
    keep_text(PublicPage, sopot, entry("kontakt", "Newest"), 7, publishes=True)
    page.refresh_from_db()
    assert page.draft_title_uk == "Of a person (uk)"


def test_words_that_were_published_once_are_not_proposed_again(sopot):
    page = PublicPage.objects.get(code="bezpiecznie")
    republish(page, "Of the city")
    load_pages(sopot, "sopot")
    page.refresh_from_db()
    assert page.draft_title_pl == "Of the city (pl)"


@pytest.mark.parametrize("load", [load_texts, load_pages])
@pytest.mark.parametrize("source", ["nowhere", "../data/sopot", 7, None])
def test_folder_that_does_not_ship_is_a_fault_of_the_file(db, load, source):
    with pytest.raises(ConfigurationError):
        load(make_project(), source)


def test_language_that_lacks_a_text_is_named(tmp_path):
    (tmp_path / "texts.toml").write_text('[[pages]]\ncode = "a"\n', encoding="utf-8")
    for language in LANGUAGES:
        (tmp_path / f"{language}.toml").write_text('[a]\nname = "A"\ntitle = "A"\nbody = "A"\n', encoding="utf-8")
    assert len(read_texts(tmp_path)["pages"]) == 1
    (tmp_path / "be.toml").write_text('[a]\nname = "A"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="lacks"):
        read_texts(tmp_path)
    (tmp_path / "be.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not a TOML file"):
        read_texts(tmp_path)
