"""Names across scripts and spellings: search keys, sort keys, and "the same name" (R107–R110).

A fold is for finding and comparing, never for writing a name: Ukrainian, Belarusian, Russian, Polish and
English spellings of one name meet in one form („Шевченко”, "Shevchenko", "Szewczenko").
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

from anyascii import anyascii

from beneficiaries.rules.given_names import NAMES

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "ie", "ё": "e", "ж": "z",
        "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c",
        "ш": "s", "щ": "sc", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
_LATIN = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("shch|szcz", "sc"), ("sch", "s"), ("sh|sz", "s"), ("tch|cz", "c"), ("kh", "h"), ("zh|rz", "z"),
        ("ts|tz", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("qu?", "k"), ("[jy]", "i"), ("g", "h"),
        ("[vw]", "u"), (r"(.)\1+", r"\1"), ("ou", "u"), ("i([aeou])", r"\1"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_CH = re.compile("tch|sch|ch", re.IGNORECASE)
_READINGS = {"tch": ("cz",), "sch": ("sz", "szcz"), "ch": ("cz", "kh")}
_MOST_CH = 5
SHORTEST_STEM = 3
_APOSTROPHES = re.compile("['’ʼ`´ʹʺ′″‘ʻ＇“”\"]|(?<=[^\\W\\d_])\\*(?=[^\\W\\d_])")
"""Whatever stands for an apostrophe or a soft sign; a star is one on a keyboard without them, inside a word."""
_POLISH = {letter: index for index, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def without_apostrophes(text: str) -> str:
    """Return a text without apostrophes, however typed; before NFKC, which makes a space and a mark of „´”."""
    return _APOSTROPHES.sub("", text)


def fold(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` folded to one alphabet."""
    plain = unicodedata.normalize("NFKC", without_apostrophes(text)).casefold().translate(_CYRILLIC)
    plain = re.sub("[^a-z]+", " ", _APOSTROPHES.sub("", anyascii(plain)).lower())  # კ is k'
    return tuple(_fold_word(word) for word in plain.split())


def _fold_word(word: str) -> str:
    for pattern, to in _LATIN:
        word = pattern.sub(to, word)
    return word


def _spellings(text: str) -> Iterable[str]:
    """Readings of every Latin „ch”: English for ч, Polish for х – one name may hold both (Shevchenko Mychajło).

    „sch” is German for ш or careless for щ.
    """
    found = [_READINGS[ch.lower()] for ch in _CH.findall(text)]
    readings: Iterable[tuple[str, ...]] = product(*found)
    if len(found) > _MOST_CH:
        readings = (tuple(each[0] for each in found), tuple(each[-1] for each in found))
    parts = _CH.split(text)
    for reading in readings:
        yield parts[0] + "".join(ch + part for ch, part in zip(reading, parts[1:], strict=True))


def _stems() -> dict[str, str]:
    return {
        word: folded[0]
        for line in NAMES.split("\n")
        if (folded := [word for name in line.split() for form in _spellings(name) for word in fold(form)])
        for word in folded
    }


_STEMS = _stems()


def name_keys(*names: str) -> frozenset[str]:
    """Return the forms under which a whole name (in any of its spellings) is the same (R109).

    Word order, case, diacritics, apostrophes and hyphens do not matter; given names are reduced to one stem
    across languages (Volha, Olha, Olga).
    """
    forms = (fold(spelling) for name in names for spelling in _spellings(name))
    return frozenset(" ".join(sorted(_STEMS.get(word, word) for word in words)) for words in forms if words)


def is_same_name(left: Iterable[str], right: Iterable[str]) -> bool:
    """Say whether two people bear the same name, given all written forms of each (R108–R109)."""
    return bool(name_keys(*left) & name_keys(*right))


def search_key(*names: str) -> str:
    """Return the folded text in which a search looks: every word of every spelling once."""
    words = {word for name in names for spelling in _spellings(name) for word in fold(spelling)}
    return f" {' '.join(sorted(words))} " if words else ""


def surname_stems(surnames: Iterable[str]) -> frozenset[str]:
    """Return the stems by which a family is recognised: each word folded, without the ending of man or woman."""
    words = {word for surname in surnames for spelling in _spellings(surname) for word in fold(spelling)}
    return frozenset(word.rstrip("aeiou") for word in words if len(word.rstrip("aeiou")) >= SHORTEST_STEM)


def sort_key(surname: str, given_names: str) -> str:
    """Return a text that sorts like the Polish alphabet in every database (R112).

    Each letter becomes two letters a–z, so no collation can disagree; words are divided by a digit, which
    sorts first.
    """
    words = []
    for word in f"{surname}\u0000{given_names}".casefold().replace("\u0000", " , ").split():
        letters = [letter for char in word for letter in (char if char in _POLISH else anyascii(char).lower())]
        words.append("".join(_pair(letter) for letter in letters if letter in _POLISH))
    return "0".join(words)[:250]


def _pair(letter: str) -> str:
    high, low = divmod(_POLISH[letter], 26)
    return "ab"[high] + chr(ord("a") + low)
