"""Dictionaries that ship with the product, as data: added where they are missing, never over what was changed."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.programmes.models import DictionaryEntry

SHIPPED = Path(__file__).parent / "data" / "dictionaries"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
KINDS, DOCUMENTS, OFFICES = "legalisation", "legalisation-document", "legalisation-office"
TITLES = "residence-title"
CITIZENSHIP, PARTICIPANT, EDUCATION, DEGURBA = (
    "smefs-citizenship", "smefs-participant", "smefs-education", "smefs-degurba",
)  # fmt: skip
STATUS, STATUS_DETAIL, EXIT = "smefs-status", "smefs-status-detail", "smefs-exit"
SUPPORT, SUPPORT_DETAIL, ANSWER = "smefs-support", "smefs-support-detail", "smefs-answer"
POLISH = "pl"
OF_LAW = ("prolonged_from", "prolonged_until", "confirm_by", "abroad_days", "apply_days", "legal_basis")


def load_dictionaries() -> int:
    """Add the entries of the shipped dictionaries that are not there yet; return how many (two queries)."""
    known = set(DictionaryEntry.objects.values_list("dictionary", "code"))
    missing = [each for each in _entries() if (each.dictionary, each.code) not in known]
    DictionaryEntry.objects.bulk_create(missing)
    return len(missing)


def _entries() -> Iterator[DictionaryEntry]:
    yield from _legalisation(_read("legalisation"))
    for position, entry in enumerate(_read("titles")["entries"]):
        yield _entry(TITLES, entry["code"], entry, position, **_law(entry))
    for position, entry in enumerate(_read("smefs")["entries"]):
        words = {POLISH: entry["value"], **entry}
        yield _entry(entry["dictionary"], entry["code"], words, position, entry.get("parent", ""))


def _legalisation(config: dict[str, Any]) -> Iterator[DictionaryEntry]:
    for position, kind in enumerate(config["kinds"]):
        code = kind["code"]
        yield _entry(KINDS, code, kind, position, **_law(kind))
        yield _entry(OFFICES, code, dict.fromkeys(LANGUAGES, kind["office"]), position, parent=code)
        for place, document in enumerate(kind["documents"]):
            yield _entry(DOCUMENTS, f"{code}-{document}", config["documents"][document], place, parent=code)


def _law(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in OF_LAW if name in entry}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))


def _entry(
    dictionary: str, code: str, words: dict[str, Any], position: int, parent: str = "", **law: Any
) -> DictionaryEntry:
    names = {f"name_{language}": words[language] for language in LANGUAGES}
    value = words.get("value", words[POLISH])
    return DictionaryEntry(
        dictionary=dictionary, code=code, value=value, parent=parent, position=position, **names, **law
    )
