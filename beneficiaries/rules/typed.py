"""What strangers type, made safe to keep and to show: any script, no tricks (S53, R110)."""

import re
import unicodedata

MOST_MARKS = 4
"""Marks on one letter; more are drawn over the lines around."""
_SPACES = re.compile(r"[ \t]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")
_JOINERS = "\u200c\u200d"
_WITH_JOINERS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA")


def clean_line(text: str) -> str:
    """Return one line: NFC, without control, bidi and zero-width characters, outer and double spaces gone.

    The joiners of scripts that need them stay between their letters.
    """
    return _SPACES.sub(" ", clean_text(text).replace("\n", " ")).strip()


def clean_text(text: str) -> str:
    """Return several lines, cleaned like ``clean_line``; of blank lines one."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_kept(plain))
    return _LINES.sub("\n\n", "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n"))).strip()


def _kept(text: str) -> list[str]:
    found: list[str] = []
    marks = 0
    for at, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if char == "\n" or char in _JOINERS and _is_needed(text, at):
            found.append(char)
        elif char.isspace():
            found.append(" ")
        elif category[0] != "C" and marks <= MOST_MARKS:
            found.append(char)
    return found


def _is_needed(text: str, at: int) -> bool:
    """Tell whether a joiner stands behind a letter of a script that has joiners."""
    return at > 0 and unicodedata.name(text[at - 1], "").startswith(_WITH_JOINERS)
