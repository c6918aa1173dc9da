"""How a word of a name sounds, whatever the alphabet and the table by which it was spelled (R107–R109, S53).

Ukrainian (KMU 55 and the passports before), Russian (ICAO, GOST), Belarusian (passports, the instructions of 2000 and
2007), Polish, French and German spellings meet in one small alphabet: sounds that one table keeps apart and another
does not are one letter here. Letters that two tables read differently give several readings. For finding only.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from beneficiaries.rules.given_names import NAMES
from beneficiaries.rules.names import without_apostrophes

MOST_READINGS = 8
LONGEST_WORD = 40
KNOWN = "*"
"""Marks the sound of a given name that is known in several languages, in the form that stands for all of them."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_VOWELS = "aeiu"
_LATIN_VOWELS = tuple("aeiouy")
_SOFTENING = tuple("eiy")
_NO_VOWELS = str.maketrans("", "", _VOWELS)
_CYRILLIC_GROUPS = re.compile("дз|дж|тс|тш|тч|.", re.DOTALL)
_CYRILLIC_SOUNDS = {
    "дз": "d", "дж": "s", "тс": "t", "тш": "s", "тч": "s", "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d",
    "е": "e", "є": "ie", "ё": "ia", "ж": "s", "з": "s", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "a", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "v", "ф": "v", "х": "h",
    "ц": "t", "ч": "s", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "қ": "k", "ғ": "h", "ң": "n", "ө": "a", "ү": "u", "ұ": "u", "һ": "h", "ә": "a", "ҷ": "s", "ҳ": "h", "ӣ": "i",
    "ӯ": "u",
}  # fmt: skip
_MARKED = str.maketrans(
    {
        "ż": "zh", "ž": "zh", "č": "cz", "š": "sz", "ŝ": "sz", "ş": "sz", "ç": "cz", "ŭ": "w", "û": "iu", "â": "ia",
        "ğ": "g", "ə": "a", "ı": "i", "ł": "l",
    }
)  # fmt: skip
_ARABIC = str.maketrans(
    {
        "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ع": "a", "ى": "a", "ة": "a", "ئ": "i", "ؤ": "u", "ء": "",
        "و": "ou",
    }
)  # fmt: skip
"""Letters that stand for vowels, or begin a word with one; „و” inside a word is a vowel or not, as „ou” is in Latin."""
_ARTICLES = frozenset(("al", "el", "abd", "abdal", "abdel", "abdul", "ال", "عبد"))
_LATIN_GROUPS = re.compile(
    "s(?:ch)?tsch|chtch|shch|szcz|tsch|tch|tsh|sch|shh|dzh|dj|dz|cz|sz|sh|zh|rzh|rz|ch|kh|gh|ts|tz|ck|qu|ph|th"
    "|ine$|gu(?=[ei])|^j(?![aeiouy])|[iy]ou|ou$|ou|[ae]u(?![aeiouy])|[a-z]"
)
_LATIN_SOUNDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("schtsch", "stsch", "chtch", "shch", "szcz", "tsch", "tch", "tsh", "sch", "shh", "dzh", "sz", "sh", "zh"),
        ("s",),
    ),
    "rzh": ("rs",), "ine": ("in", "ine"), "gu": ("h", "hu"), "dj": ("s", "di"), "dz": ("d",), "rz": ("s", "rs", "r"),
    "ch": ("s", "h"), "kh": ("h",), "gh": ("h",), "ts": ("t",), "tz": ("t",), "ck": ("tk", "k"), "qu": ("k",),
    "ph": ("v",), "th": ("t",), "iou": ("iu",), "you": ("iu",), "cz": ("s", "t"), "ou": ("u", "av"),
    "au": ("av", "au"), "eu": ("ev", "eu"), "a": ("a",), "b": ("b",), "c": ("t", "k"), "d": ("d",), "e": ("e",),
    "f": ("v",), "g": ("h",), "h": ("h",), "i": ("i",),
    "j": ("i", "s"), "k": ("k",), "l": ("l",), "m": ("m",), "n": ("n",), "o": ("a",), "p": ("p",), "q": ("k",),
    "r": ("r",), "s": ("s",), "t": ("t",), "u": ("u",),
    "v": ("v",), "w": ("v",), "x": ("ks", "h"), "y": ("i",), "z": ("s",),
}  # fmt: skip
_CLOSING = ((re.compile("^ie"), "e"), (re.compile("(?<=.)i(?=[aeiu])"), ""), (re.compile(r"(.)\1+"), r"\1"))
_FATHER = re.compile("(?:[aei]vi[sh]|il?[il]i[sh]|[aei]vna|[ai]v?nisna|ahli|ahlu|kisi)$")
_TWINS = dict(zip("АВЕЅЗІЈКМНОРСТУХаеѕіјорсухкмтнвґ", "ABESEIJKMHOPCTYXaesijopcyxkmtnbr", strict=True))
_LATIN_TWINS = {**_TWINS, **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοερνικ", "ABEZHIKMNOPTYXaoepvik", strict=True))}
_CYRILLIC_TWINS = {latin: cyrillic for cyrillic, latin in reversed(_TWINS.items())}
_DIGITS = str.maketrans("013", "oiз")


def words_of(name: str) -> list[str]:
    """Return the words of a name, each in letters of one alphabet (S53)."""
    plain = without_apostrophes(name)
    plain = plain if plain.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKC", plain))
    words = [word for word in re.findall(r"[^\W_]+", plain) if any(letter.isalpha() for letter in word)]
    return [one_alphabet(word)[:LONGEST_WORD] for word in _with_articles(words)]


def _with_articles(words: list[str]) -> list[str]:
    """Write the Arabic article and „servant of” together with what follows: „Al Shami” is „Alshami” elsewhere."""
    found: list[str] = []
    open_ = ""
    for word in words:
        open_ += word
        if word.casefold() not in _ARTICLES:
            found.append(open_)
            open_ = ""
    return [*found, open_] if open_ else found


def is_mixed(name: str) -> bool:
    """Tell whether a word of the name mixes letters of two alphabets that look alike."""
    if name.isascii():
        return False
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name))
    return any(one_alphabet(word) != word for word in words)


def one_alphabet(word: str) -> str:
    """Replace letters that only look like those of the word's own alphabet: „Ivаnоv” with two Cyrillic letters."""
    if word.isascii() and word.isalpha():
        return word
    if any(letter.isdigit() for letter in word):
        word = word.translate(_DIGITS)
    cyrillic = [letter for letter in word if _CYRILLIC.match(letter)]
    others = [letter for letter in word if letter.isalpha() and letter not in cyrillic]
    foreign = [letter for letter in others if not letter.isascii() and letter in _LATIN_TWINS]
    if not others or not (cyrillic or foreign):
        return word
    own_cyrillic = sum(letter not in _TWINS for letter in cyrillic)
    own_latin = sum(letter not in _CYRILLIC_TWINS and letter not in _LATIN_TWINS for letter in others)
    if (own_cyrillic, len(cyrillic)) > (own_latin, len(others)):
        return "".join(_CYRILLIC_TWINS.get(letter, letter) for letter in word)
    return "".join(_LATIN_TWINS.get(letter, letter) for letter in word)


@lru_cache(maxsize=65536)
def sounds(word: str) -> tuple[str, ...]:
    """Return how a word of a name may sound, the likeliest reading first; nothing for what has no letters.

    A given name that is known begins with the sound that stands for it in all languages.
    """
    found = list(dict.fromkeys(reading for reading in _readings(word) if reading))
    known = next((_GIVEN[reading] for reading in found if reading in _GIVEN), "")
    return (known + KNOWN, *found) if known else tuple(found)


@lru_cache(maxsize=65536)
def bones(sound: str) -> str:
    """Return the consonants of a sound, which tables of transliteration agree upon most."""
    sound = sound.removesuffix(KNOWN)
    return ("a" if sound[:1] in _VOWELS else "") + sound.translate(_NO_VOWELS)


@lru_cache(maxsize=65536)
def is_patronymic(sound: str) -> bool:
    """Tell whether a word sounds like the name of a father; surnames may sound so, too."""
    return _FATHER.search(sound.removesuffix(KNOWN)) is not None


def _readings(word: str) -> tuple[str, ...]:
    word = unicodedata.normalize("NFC", word.casefold())
    if _CYRILLIC.search(word):
        return (_closed("".join(_of_cyrillic(group) for group in _CYRILLIC_GROUPS.findall(word))),)
    word = f"w{word[1:]}" if word.startswith("و") else word
    letters = re.sub("[^a-z]+", "", anyascii(word.translate(_ARABIC).translate(_MARKED)).lower())
    parts = [_part(match, letters) for match in _LATIN_GROUPS.finditer(letters)]
    return tuple(_closed("".join(each)) for each in islice(product(*parts), MOST_READINGS))


def _of_cyrillic(group: str) -> str:
    if (known := _CYRILLIC_SOUNDS.get(group)) is not None:
        return known
    letters = anyascii(group).lower()
    return "".join(_LATIN_SOUNDS[letter][0] for letter in letters if letter in _LATIN_SOUNDS)


def _part(match: "re.Match[str]", letters: str) -> tuple[str, ...]:
    """Return the readings of one group of letters, by what stands beside it."""
    group, before_vowel = match.group(), letters[match.end() : match.end() + 1] in _LATIN_VOWELS
    if group == "c" and letters[match.end() : match.end() + 1] in _SOFTENING:
        return ("t",)
    if group == "j" and not before_vowel:
        return ("s",) if match.start() == 0 else ("i", "s")
    if group == "ou" and match.end() == len(letters):
        return ("av", "u")
    return _LATIN_SOUNDS[group]


def _closed(sound: str) -> str:
    for pattern, to in _CLOSING:
        sound = pattern.sub(to, sound)
    return sound


def _given() -> dict[str, str]:
    """Return, for each way a known given name sounds, the sound that stands for it; what two names share is left."""
    found: dict[str, set[str]] = {}
    for line in filter(None, NAMES.split("\n")):
        names = [words_of(name) for name in line.split()]
        stem = _readings(names[0][0])[0]
        for words in names:
            for reading in _readings("".join(words)):
                found.setdefault(reading, set()).add(stem)
    return {reading: next(iter(stems)) for reading, stems in found.items() if len(stems) == 1}


_GIVEN = _given()
