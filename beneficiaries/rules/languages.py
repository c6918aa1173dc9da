"""Languages as people name them, and whether somebody needs an interpreter (R111, DESIGN §7)."""

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

from beneficiaries.enums import Answer, LanguageLevel
from beneficiaries.rules.own_names import LANGUAGES as OWN_NAMES
from portal.imports.reading import heading
from portal.ui.formatting import current_language

POLISH = "pl"
MOST = 3
ENOUGH = frozenset(
    {LanguageLevel.COMMUNICATIVE, LanguageLevel.FLUENT, LanguageLevel.B1, LanguageLevel.B2, LanguageLevel.C1,
     LanguageLevel.C2}
)  # fmt: skip
OFTEN = (
    "pl", "uk", "be", "ru", "en", "ar", "az", "bg", "bn", "ckb", "crh", "cs", "de", "es", "fa", "fr", "hi", "hy", "id",
    "it", "ja", "ka", "kk", "kmr", "ko", "ky", "lt", "lv", "mn", "ne", "pa", "ps", "pso", "pt", "ro", "rom", "so",
    "sq", "sr", "sv", "sw", "ta", "tg", "ti", "tk", "tl", "tr", "ukl", "ur", "uz", "vi", "yo", "zh",
)  # fmt: skip
"""Languages that are suggested; any other that the catalogues know may be written."""
_PAGES = ("pl", "uk", "be", "ru", "en")
_OWN = {
    "crh": "qırımtatarca", "kmr": "kurmancî", "pso": "polski język migowy", "rom": "romani ćhib",
    "ukl": "українська жестова мова",
}  # fmt: skip
"""What the catalogues do not know, or call by a name that people do not want to hear."""
_OTHER = {
    "fa": "dari|farsi|дарі|дари|дары", "kmr": "kurmandżi", "pso": "język migowy|PJM|Polish Sign Language",
    "ro": "mołdawski|молдавська|молдавский|малдаўская|Moldovan", "rom": "romski|romani|ромська|цыганский|ромский",
    "ukl": "Ukrainian Sign Language|УЖМ",
}  # fmt: skip
Spoken = tuple[str, str]


@cache
def _wordings() -> dict[str, str]:
    words: dict[str, str] = {}
    for page in _PAGES:
        for code, name in Locale(page).languages.items():
            if "_" not in code:
                words.setdefault(heading(name), code)
    for code in OFTEN:
        words.setdefault(heading(own_name(code)), code)
    for code, others in _OTHER.items():
        words.update({heading(other): code for other in others.split("|")})
    return words


def read_language(written: str) -> str | None:
    """Return the code of a language named in any of the product's languages or in itself; ``None`` for no language."""
    return _wordings().get(heading(written))


def language_name(code: str) -> str:
    """Return the name of a language in the language of the page."""
    return _OWN.get(code) or str(Locale(current_language()).languages.get(code, code))


def own_name(code: str) -> str:
    """Return what a language is called in itself; its Polish name where that is not known."""
    return _OWN.get(code) or OWN_NAMES.get(code) or _name_in_its_catalogue(code)


@cache
def _name_in_its_catalogue(code: str) -> str:
    try:
        own = Locale.parse(code).languages.get(code)
    except (UnknownLocaleError, ValueError):
        own = None
    return str(own or Locale(POLISH).languages.get(code, code))


def needs_interpreter(spoken: Iterable[Spoken], decided: str) -> bool | None:
    """Tell whether the person needs an interpreter; ``None`` while nobody knows.

    What a person decided goes first. Otherwise it follows from the Polish: too little of it, or none named beside
    other languages; a level that nobody asked about says nothing.
    """
    if decided in (Answer.YES, Answer.NO):
        return decided == Answer.YES
    levels = dict(spoken)
    if POLISH not in levels:
        return True if levels else None
    return None if not levels[POLISH] else levels[POLISH] not in ENOUGH


def as_spoken(written: str) -> list[Spoken]:
    """Read languages as forms and statements carry them: ``uk:fluent pl:A2``."""
    pairs = (each.partition(":") for each in written.split())
    return [(code, level) for code, _colon, level in pairs]


def as_text(spoken: Iterable[Spoken]) -> str:
    """Write languages as forms and statements carry them."""
    return " ".join(f"{code}:{level}" for code, level in spoken)
