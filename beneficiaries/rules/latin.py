"""How a name will stand in documents: proposed from its own script, always to be corrected by its owner (R107–R108).

The passport wins over every table. Cyrillic is read by its letters: ї, є, ґ are Ukrainian, ў Belarusian, ы, э, ё, ъ
without them Russian; a name that all three could write follows the language of the page.
"""

import unicodedata

from anyascii import anyascii

from beneficiaries.rules.names import without_apostrophes

_COMMON = dict(zip("абвджзклмнопрстуфхцчшью", (
    "a", "b", "v", "d", "zh", "z", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "",
    "iu",
), strict=True))  # fmt: skip
_TABLES = {
    "uk": _COMMON | {"г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "щ": "shch",
                     "я": "ia"},
    "be": _COMMON | {"г": "h", "ґ": "g", "е": "e", "ё": "io", "і": "i", "й": "i", "ў": "u", "ы": "y", "э": "e",
                     "я": "ia"},
    "ru": _COMMON | {"г": "g", "е": "e", "ё": "e", "и": "i", "й": "i", "щ": "shch", "ъ": "ie", "ы": "y", "э": "e",
                     "я": "ia"},
}  # fmt: skip
_FIRST = {
    "uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    "be": {"е": "ye", "ё": "yo", "й": "y", "ю": "yu", "я": "ya"},
    "ru": {},
}
"""At the beginning of a word."""
_WITH_CAPITALS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")


def is_latin(name: str) -> bool:
    """Tell whether every letter of a name is Latin."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in name if char.isalpha())


def latin(name: str, *, language: str = "", beside: str = "") -> str:
    """Return the Latin form that is proposed; a Latin name stays as it is.

    ``beside`` is the other part of the same name: its letters tell the language too.
    """
    if is_latin(name):
        return name
    table = _table_of(f"{name} {beside}".casefold(), language)
    return " ".join("-".join(_word(part, table) for part in word.split("-")) for word in name.split())


def _table_of(text: str, language: str) -> str:
    if set("їєґ") & set(text):
        return "uk"
    if "ў" in text:
        return "be"
    if set("ыэёъ") & set(text):
        return "be" if "і" in text or language == "be" else "ru"
    if "і" in text:
        return "be" if language == "be" else "uk"
    if "щ" in text and language == "be":
        return "ru"
    return language if language in _TABLES else "uk"


def _word(word: str, table: str) -> str:
    letters = _TABLES[table]
    plain = word if is_latin(word) else without_apostrophes(word)
    written = []
    for at, char in enumerate(plain):
        small = char.casefold()
        if small not in letters:
            written.append(char if is_latin(char) else anyascii(char).replace("'", ""))
            continue
        to = _FIRST[table].get(small) if at == 0 else None
        to = letters[small] if to is None else to
        if table == "uk" and small == "г" and at and plain[at - 1].casefold() == "з":
            to = "gh"
        written.append(_like(char, to, plain))
    return _capital("".join(written), word)


def _like(char: str, to: str, word: str) -> str:
    if not char.isupper():
        return to
    return to.upper() if len(word) > 1 and word.isupper() else to.capitalize()


def _capital(written: str, word: str) -> str:
    """Give a name of a script without capitals its capital."""
    has_case = any(unicodedata.name(char, "").startswith(_WITH_CAPITALS) for char in word)
    return written if has_case else written[:1].upper() + written[1:].lower()
