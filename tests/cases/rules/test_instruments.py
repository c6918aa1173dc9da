"""What an instrument may look like, and which of its versions is valid on a day."""

import datetime
import re
import tomllib

import pytest

from cases.domain.instruments import LANGUAGES, SHIPPED
from cases.enums import PROTECTED, Area
from cases.rules.evidence import is_open, read, written
from cases.rules.instruments import faults_of, version_on
from tests.catalogues import FOREIGN_LETTERS, OTHER_ORTHOGRAPHY

DAY = datetime.date
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in SHIPPED.glob("*.toml")}
VERSIONS = [(1, DAY(2025, 1, 1)), (2, DAY(2026, 3, 1)), (3, DAY(2027, 1, 1))]
SENTENCES = ["a", "b", "c", "d", "e"]
WHOLE = dict.fromkeys(LANGUAGES, SENTENCES)


def texts(config, language):
    """Return everything that an instrument says in a language."""
    yield config["name"][language]
    for area in config["areas"]:
        yield from (area[name][language] for name in ("name", "short_name", "hint"))
        yield from area["levels"][language]


@pytest.mark.parametrize("stem", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_of_every_area_has_a_sentence_in_five_languages(stem, language):
    config = FILES[stem]
    assert stem == f"{config['code']}-{config['version']}"
    for area in config["areas"]:
        said = area["levels"][language]
        assert len(said) == len(set(said)) == 5
        assert all(sentence.endswith(".") and len(sentence) <= 120 for sentence in said)
    assert all(text.strip() for text in texts(config, language))


@pytest.mark.parametrize("stem", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_written_in_its_own_letters_and_spelling(stem, language):
    said = " ".join(texts(FILES[stem], language))
    assert not set(FOREIGN_LETTERS[language]) & set(said.lower())
    assert bool(re.search("[а-я]", said)) is (language in {"uk", "be", "ru"})
    if language == "be":
        assert not OTHER_ORTHOGRAPHY.search(said)


def test_five_areas_are_those_of_the_grant_and_health_is_behind_its_lock():
    for config in FILES.values():
        assert [area["code"] for area in config["areas"] if area.get("is_protected")] == list(PROTECTED)
    assert [area["code"] for area in FILES["five-areas-1"]["areas"]] == list(Area)
    assert len(FILES["seven-areas-1"]["areas"]) == 7


@pytest.mark.parametrize(
    ("areas", "fault"),
    [
        ([], "no areas"),
        ([("work", WHOLE), ("work", WHOLE)], "an area twice"),
        ([("stage", WHOLE)], "stage cannot be the code of an area"),
        ([("by_work", WHOLE)], "by_work cannot be the code of an area"),
        ([("work", {**WHOLE, "be": SENTENCES[:4]})], "work: be has 4 sentences, not 5"),
        ([("work", {**WHOLE, "uk": [*SENTENCES[:4], "  "]})], "work: uk has 4 sentences, not 5"),
        ([("work", {"pl": SENTENCES})], "work: uk has 0 sentences, not 5"),
    ],
)
def test_fault_is_named(areas, fault):
    assert fault in faults_of(areas, LANGUAGES)
    assert faults_of([("work", WHOLE)], LANGUAGES) == []


@pytest.mark.parametrize(
    ("day", "version"),
    [(DAY(2024, 1, 1), 1), (DAY(2026, 2, 28), 1), (DAY(2026, 3, 1), 2), (DAY(2026, 12, 31), 2), (DAY(2027, 5, 1), 3)],
)
def test_latest_version_that_has_begun_is_valid(day, version):
    assert version_on(reversed(VERSIONS), day) == version


def test_evidence_is_kept_the_same_way_whatever_its_order():
    kept = written({"work": " umowa ", "social": "", "culture": "karta"})
    assert kept == written({"culture": "karta", "work": "umowa"})
    assert read(kept) == {"work": "umowa", "culture": "karta"}
    assert written({"work": "  "}) == ""
    assert read("") == {}


@pytest.mark.parametrize(
    ("text", "is_protected", "open_to_others"),
    [("umowa", False, True), ("umowa", True, False), ("leczy się, zdrowie gorsze", False, False)],
)
def test_evidence_of_health_is_only_for_who_may_read_it(text, is_protected, open_to_others):
    assert is_open(text, is_protected=is_protected, with_health=False) is open_to_others
    assert is_open(text, is_protected=is_protected, with_health=True)
