"""Bringing values into a form that every database gives back unchanged, so that the hash of an event holds."""

import re
import unicodedata
from typing import Any

from portal.crypto.sealing import fingerprint

_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_KEY = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[0-9]{1,8}|[A-Za-z]{1,8}-[0-9]{1,6}")


def without_controls(text: str, mark: str = "\N{REPLACEMENT CHARACTER}") -> str:
    """Return ``text`` with ``mark`` for every control, direction and invisible sign (S35)."""
    return "".join(mark if unicodedata.category(sign) in _UNSAFE else sign for sign in text)


def plain_text(value: Any, length: int | None = None) -> str:
    """Return ``value`` as text of at most ``length`` characters; signs that no database takes are replaced."""
    text = str(value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text.encode(errors="replace").decode()[:length]


def plain_json(value: Any) -> Any:
    """Return ``value`` made of dictionaries, lists, text, whole numbers, booleans and null alone.

    Decimals, dates, ids and fractions become text: databases print numbers in ways of their own.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return {plain_text(key): plain_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_json(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return plain_text(value)


def key_as_asked(asked: str) -> str:
    """Return a key as it was asked for, or a keyed hash (``#…``) of what has not the form of a key.

    People type names and PESEL numbers into addresses; none may stay in the trail (S31).
    """
    words = (word if _KEY.fullmatch(word) else f"#{fingerprint('asked', word).hex()[:16]}" for word in asked.split())
    return " ".join(words)[:64]
