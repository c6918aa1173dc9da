"""The words that entries of the data map may use, and what they say in Polish."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("vocabulary.toml")
PARTS = ("level", "purpose", "basis", "retention", "recipients", "subjects")


@cache
def vocabulary() -> Mapping[str, Mapping[str, str]]:
    """Return the words of each part, in the order of the file; read once per process."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def said(part: str, code: str) -> str:
    """Return what a word says; raises ``KeyError``."""
    return vocabulary()[part][code]
