"""Every string in five catalogues: none missing, none left over, none in the letters of another language."""

import datetime
import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.utils.translation import ngettext, override

from portal.settings.environment import ROOT
from portal.ui.formatting import (
    clock,
    day_month,
    full_date,
    long_date,
    money,
    month_year,
    percent,
    short_date,
)
from portal.ui.formatting import moment as moment_in_words
from tests.catalogues import (
    FOREIGN_LETTERS,
    FORMS,
    FRAMEWORK,
    GIVEN_WAY,
    LANGUAGES,
    OTHER_ORTHOGRAPHY,
    PLACEHOLDER,
    PRODUCT,
    catalogue,
    texts,
    words,
)

ROOMS = ("portal", "beneficiaries", "cases", "services", "reporting", "tryout", "templates")
FOLDERS = [pytest.param(PRODUCT, id="product"), pytest.param(FRAMEWORK, id="framework")]

every_catalogue = pytest.mark.parametrize("folder", FOLDERS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> set[tuple[str, str, str]]:
    """Everything the product says, collected anew from a copy of the code and the templates."""
    if shutil.which("xgettext") is None:
        pytest.skip("needs gettext")
    copy = tmp_path_factory.mktemp("product")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.xlsx"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "locale").mkdir()
    surroundings = {**os.environ, "PORTAL_VAR": str(copy / "var"), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    collect = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--ignore", "var", "--verbosity", "0"]
    subprocess.run(collect, cwd=copy, env=surroundings, check=True, capture_output=True, text=True)
    return keys(polib.pofile(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def keys(entries) -> set[tuple[str, str, str]]:
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") for entry in entries if not entry.obsolete}


@pytest.mark.slow
def test_the_product_says_enough_to_be_collected(spoken):
    assert len(spoken) > 100


@every_language
@pytest.mark.slow
def test_everything_the_product_says_is_in_the_catalogue(spoken, language):
    assert sorted(spoken - keys(catalogue(PRODUCT, language))) == []


@every_language
@pytest.mark.slow
def test_nothing_is_left_over_from_earlier_words(spoken, language):
    entries = catalogue(PRODUCT, language)
    assert sorted(keys(entries) - spoken) == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


@every_catalogue
@every_language
def test_no_entry_is_fuzzy(folder, language):
    assert [entry.msgid for entry in catalogue(folder, language) if entry.fuzzy] == []


@every_catalogue
@every_language
def test_every_form_of_every_entry_is_filled(folder, language):
    entries = catalogue(folder, language)
    assert [entry.msgid for entry in entries if not all(texts(entry))] == []
    assert [e.msgid for e in entries if e.msgid_plural and len(e.msgstr_plural) != FORMS[language]] == []


@every_catalogue
@every_language
def test_placeholders_survive_translation(folder, language):
    for entry in catalogue(folder, language):
        allowed = (set(PLACEHOLDER.findall(entry.msgid)), set(PLACEHOLDER.findall(entry.msgid_plural)))
        for text in texts(entry):
            assert set(PLACEHOLDER.findall(text)) in allowed, entry.msgid


@every_catalogue
@every_language
def test_no_letter_or_mark_of_another_language(folder, language):
    for entry in catalogue(folder, language):
        for text in map(words, texts(entry)):
            assert not set(FOREIGN_LETTERS[language]) & set(text.lower()), text
            assert "'" not in text, text
            assert '"' not in text, text


@every_catalogue
def test_belarusian_is_in_the_official_orthography(folder):
    for entry in catalogue(folder, "be"):
        for text in texts(entry):
            assert not OTHER_ORTHOGRAPHY.search(text.lower()), text


@pytest.mark.parametrize("language", GIVEN_WAY)
def test_words_that_gave_way_do_not_come_back(language):
    """The glossary chose another word for each of these: a guardian is never one alone, a report is fixed, not cold."""
    for entry in catalogue(PRODUCT, language):
        for text in texts(entry):
            assert not GIVEN_WAY[language].search(text), text


@every_catalogue
@every_language
def test_plural_forms_are_chosen_as_the_framework_does(folder, language):
    """A catalogue with another header would answer with the wrong form for the whole language."""
    header = catalogue(folder, language).metadata.get("Plural-Forms", "")
    assert f"nplurals={FORMS[language]}" in header


@every_language
def test_every_plural_reads_for_every_number(language):
    """Numbers of every form; a broken rule or a broken placeholder raises."""
    with override(language):
        for entry in catalogue(PRODUCT, language):
            if entry.msgid_plural:
                names = placeholder_names(entry.msgid_plural)
                for number in (0, 1, 2, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112):
                    assert ngettext(entry.msgid, entry.msgid_plural, number) % dict.fromkeys(names, number)


def placeholder_names(text: str) -> list[str]:
    return [found[2 : found.index(")")] for found in PLACEHOLDER.findall(text) if found.startswith("%(")]


@every_language
def test_a_day_at_the_end_of_a_sentence_brings_no_second_full_stop(language):
    """Whatever is written into a sentence as a day or a moment ends without a full stop of its own."""
    moment = datetime.datetime(2026, 5, 3, 9, 30, tzinfo=datetime.UTC)
    with override(language):
        ways = (short_date, long_date, full_date, day_month, month_year, clock, moment_in_words)
        filled = {way(moment) for way in ways} | {percent(4), money(5)}
    ending = re.compile(r"%\(\w+\)s\.(?!\.)")
    sentences = [text for entry in catalogue(PRODUCT, language) for text in texts(entry) if ending.search(text)]
    assert len(sentences) > 30
    twice = {ending.sub(f"{each}.", text) for text in sentences for each in filled if each.endswith(".")}
    assert twice == set()
