"""Public tables of transliteration, each a function from a Cyrillic word in lower case to Latin letters.

Ukrainian: the Cabinet's resolution 55 of 2010, and 858 of 2007 (passports before 2010). Russian: ICAO Doc 9303, GOST R
52535.1-2006, GOST 7.79-2000 B, BGN/PCGN, and the French of Soviet passports. Belarusian: the spelling of passports
(2008), and the instruction of 2000/2007. Polish: the dictionary's table (PWN) for Russian, Ukrainian and Belarusian.
"""

from collections.abc import Callable, Mapping

Table = Callable[[str], str]
VOWELS = "аеёєиіїоуыэюя"
_SIMPLE = dict(zip("абвдзклмнопрстуф", "abvdzklmnoprstuf", strict=True))


def _by(table: Mapping[str, str], first: Mapping[str, str] | None = None) -> Table:
    """Letter by letter; ``first`` holds what is written otherwise at the beginning of a word. Longer groups win."""
    longest = max(len(group) for group in table)

    def write(word: str) -> str:
        written, place = "", 0
        while place < len(word):
            for size in range(longest, 0, -1):
                group = word[place : place + size]
                if group in table:
                    written += (first or {}).get(group, table[group]) if place == 0 else table[group]
                    place += size
                    break
            else:
                written += word[place] if word[place] in "-' " else ""
                place += 1
        return written

    return write


kmu_55 = _by(
    {**_SIMPLE, "в": "v", "г": "h", "ґ": "g", "е": "e", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i",
     "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "зг": "zgh", "ь": "", "’": ""},
    {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
)  # fmt: skip
passport_2007 = _by(
    {**_SIMPLE, "г": "g", "ґ": "g", "е": "e", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh",
     "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ь": "'", "’": ""},
)  # fmt: skip
icao = _by(
    {**_SIMPLE, "г": "g", "е": "e", "ё": "e", "ж": "zh", "и": "i", "й": "i", "х": "kh", "ц": "ts", "ч": "ch",
     "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia"},
)  # fmt: skip
gost_2006 = _by(
    {**_SIMPLE, "г": "g", "е": "e", "ё": "e", "ж": "zh", "и": "i", "й": "i", "х": "kh", "ц": "tc", "ч": "ch",
     "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia"},
)  # fmt: skip
gost_779_b = _by(
    {**_SIMPLE, "г": "g", "е": "e", "ё": "yo", "ж": "zh", "и": "i", "й": "j", "х": "x", "ц": "cz", "це": "ce",
     "ци": "ci", "цы": "cy'", "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "''", "ы": "y'", "ь": "'", "э": "e'", "ю": "yu",
     "я": "ya"},
)  # fmt: skip
_BGN = _by(
    {**_SIMPLE, "г": "g", "е": "e", "ё": "yo", "ж": "zh", "и": "i", "й": "y", "х": "kh", "ц": "ts", "ч": "ch",
     "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ий": "iy", "ье": "ye"},
    {"е": "ye", "ё": "yo"},
)  # fmt: skip
_FRENCH = _by(
    {**_SIMPLE, "у": "ou", "г": "g", "ге": "gue", "ги": "gui", "е": "e", "ё": "e", "ж": "j", "и": "i", "й": "i",
     "х": "kh", "ц": "ts", "ч": "tch", "ш": "ch", "щ": "chtch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iou",
     "я": "ia", "ий": "i", "ой": "oi"},
)  # fmt: skip
belarusian_passport = _by(
    {**_SIMPLE, "г": "h", "е": "e", "ё": "io", "ж": "zh", "і": "i", "й": "i", "ў": "u", "х": "kh", "ц": "ts",
     "ч": "ch", "ш": "sh", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "’": "", "ее": "eye"},
    {"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"},
)  # fmt: skip
belarusian_2007 = _by(
    {**_SIMPLE, "г": "h", "е": "ie", "ё": "io", "ж": "ž", "і": "i", "й": "j", "ў": "ŭ", "х": "ch", "ц": "c", "ч": "č",
     "ш": "š", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "’": "", "зь": "ź", "сь": "ś", "нь": "ń", "ць": "ć",
     "ль": "ĺ"},
    {"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
)  # fmt: skip
_PWN_LETTERS = {
    **_SIMPLE, "в": "w", "г": "g", "ґ": "g", "ж": "ż", "и": "i", "і": "i", "ї": "ji", "й": "j", "ў": "u", "л": "ł",
    "ль": "l", "ла": "ła", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "зь": "ź", "сь": "ś", "нь": "ń", "ць": "ć", "’": "",
}  # fmt: skip
_SOFT = {"е": "e", "є": "e", "ё": "o", "ю": "u", "я": "a"}


def _polish(own: Mapping[str, str]) -> Table:
    letters = {**_PWN_LETTERS, **own}

    def write(word: str) -> str:
        written, place = "", 0
        while place < len(word):
            letter, before = word[place], word[place - 1] if place else ""
            pair = word[place : place + 2]
            if letter in _SOFT and letter not in own:
                glide = "j" if not before or before in VOWELS + "ьъ’" else "" if before in "лжшчщц" else "i"
                written += glide + _SOFT[letter]
            elif letter == "л" and pair[1:] in tuple("еєёиіюяь"):
                written += "l"
            elif pair in letters and pair[1:] == "ь":
                written, place = written + letters[pair], place + 1
            else:
                written += letters.get(letter, letter if letter in "-' " else "")
            place += 1
        return written

    return write


polish_russian = _polish({})
polish_ukrainian = _polish({"г": "h", "и": "y", "е": "e"})
polish_belarusian = _polish({"г": "h"})


def english(word: str) -> str:
    """Russian as English maps and papers have it."""
    written = _BGN(word)
    return written.removesuffix("iy") + "y" if written.endswith("iy") else written


def french(word: str) -> str:
    """Russian as it stood in Soviet passports: „-ine” of «-ин»."""
    written = _FRENCH(word)
    return f"{written}e" if written.endswith("in") else written


UKRAINIAN: Mapping[str, Table] = {
    "kmu-55": kmu_55, "passport-2007": passport_2007, "polish-of-ukrainian": polish_ukrainian,
}  # fmt: skip
RUSSIAN: Mapping[str, Table] = {
    "icao-9303": icao, "gost-2006": gost_2006, "gost-7.79-b": gost_779_b, "english": english, "french": french,
    "polish-of-russian": polish_russian,
}  # fmt: skip
BELARUSIAN: Mapping[str, Table] = {
    "belarusian-passport": belarusian_passport, "belarusian-2007": belarusian_2007,
    "polish-of-belarusian": polish_belarusian,
}  # fmt: skip
