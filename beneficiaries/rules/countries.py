"""Citizenship as people write it: names in five languages and their own, codes, Polish adjectives (R49)."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from beneficiaries.enums import SPECIAL_CITIZENSHIPS
from beneficiaries.rules.citizenship import STATELESS, UNDETERMINED
from beneficiaries.rules.own_names import COUNTRIES as OWN_NAMES
from portal.imports.reading import Cell, heading, is_blank, text
from portal.ui.formatting import current_language

_ADJECTIVES = {
    "UA": "ukraiński", "BY": "białoruski", "RU": "rosyjski", "GE": "gruziński", "VN": "wietnamski", "SY": "syryjski",
    "PL": "polski", "MD": "mołdawski", "AM": "ormiański armeński", "AZ": "azerski azerbejdżański", "KZ": "kazachski",
    "KG": "kirgiski", "TJ": "tadżycki", "UZ": "uzbecki", "TM": "turkmeński", "TR": "turecki", "IN": "indyjski hinduski",
    "CN": "chiński", "BG": "bułgarski", "RO": "rumuński", "DE": "niemiecki", "IT": "włoski", "LT": "litewski",
    "LV": "łotewski", "EE": "estoński", "CZ": "czeski", "SK": "słowacki", "HU": "węgierski", "FR": "francuski",
    "ES": "hiszpański", "PT": "portugalski", "GR": "grecki", "GB": "brytyjski", "IE": "irlandzki", "US": "amerykański",
    "EG": "egipski", "TN": "tunezyjski", "MA": "marokański", "DZ": "algierski", "NG": "nigeryjski", "IR": "irański",
    "IQ": "iracki", "AF": "afgański", "PK": "pakistański", "BD": "bangladeski", "NP": "nepalski", "PH": "filipiński",
    "ID": "indonezyjski", "MN": "mongolski", "RS": "serbski", "HR": "chorwacki", "AL": "albański", "NL": "holenderski",
    "LB": "libański", "JO": "jordański", "ET": "etiopski", "ER": "erytrejski", "SO": "somalijski", "CO": "kolumbijski",
    "VE": "wenezuelski", "CU": "kubański", "BR": "brazylijski", "AR": "argentyński", "JP": "japoński",
}  # fmt: skip
_OTHER = {
    "UA": "Ukrainiec|Ukrainka|Ukrainy|українець|українка|українське|украинское|украінскае|Ukrainian",
    "BY": "Białorusin|Białorusinka|Białorus|Białorusi|Republika Białorusi|Republika Białoruś|Republic of Belarus|"
    "білорус|білоруска|беларускае|белорусское|білоруське|Belarusian|Белоруссия",
    "RU": "Rosjanin|Rosjanka|Rosji|Federacja Rosyjska|Russian Federation|Российская Федерация|российское|російське|"
    "расійскае|Russian",
    "GE": "Gruzin|Gruzinka|Gruzji|Georgian", "VN": "Wietnamczyk|Wietnamka|Wietnamu|Viet Nam|Vietnamese",
    "SY": "Syryjczyk|Syryjka|Syrii|Syrian|Syrian Arab Republic|Syryjska Republika Arabska",
    "PL": "Polak|Polka|Polski|Polish|RP|Rzeczpospolita Polska|Obywatelstwo polskie",
    "MD": "Moldova|Mołdowa|Mołdawii|Republika Mołdawii|Republic of Moldova|Молдавия|Молдавія",
    "AM": "Ormianin|Ormianka|Armenii", "AZ": "Azerbejdżanu", "KZ": "Kazachstanu",
    "KG": "Киргизия|Kirgizja", "CZ": "Czechy|Republika Czeska|Czech Republic", "DE": "Niemiec|Niemka",
    "GB": "Wielka Brytania|Great Britain|UK|Anglia|England", "NL": "Niderlandy|Netherlands",
    "US": "USA|Stany Zjednoczone Ameryki|United States of America", "TR": "Turcja|Turcji|Turkey|Türkiye",
    "CN": "Chińska Republika Ludowa|ChRL|People's Republic of China",
    "PS": "Palestyna|Palestine|Палестина|Палестына", "HK": "Hong Kong|Hongkong",
    "KR": "Republika Korei|Republic of Korea", "CD": "Demokratyczna Republika Konga",
    STATELESS: "bezpaństwowiec|bezpaństwowa|bezpaństwowe|osoba bezpaństwowa|osoba bez obywatelstwa|bez obywatelstwa|"
    "apatryda|stateless|stateless person|XXA|без громадянства|без гражданства|без грамадзянства",
    UNDETERMINED: "nieokreślone|nieustalone|obywatelstwo nieustalone|obywatelstwo nieokreślone|undetermined|XXX|"
    "невизначене|неопределённое",
    "XE": "Brak polskiego obywatelstwa – obywatel kraju UE|obywatel kraju UE|obywatelka kraju UE",
    "XT": "Brak polskiego obywatelstwa lub UE – obywatel kraju spoza UE/ bezpaństwowiec|"
    "Brak polskiego obywatelstwa lub UE – obywatel kraju spoza UE|obywatel kraju spoza UE|obywatelka kraju spoza UE",
}  # fmt: skip
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
"""Codes under which lists of territories name unions, tests and the unknown: nobody is a citizen of these."""
_LANGUAGES = ("pl", "uk", "be", "ru", "en")
_PREFIX = re.compile(r"^(obywatelstwo|obywatelka|obywatel|ob|citizen of|громадянство|гражданство) ")
_MOST = 10
_SEPARATORS = r"\s*[,;/+&|()\n]\s*|\s+(?:i|oraz|and|та|и|і)\s+"


def is_country(code: str) -> bool:
    """Say whether a code of a list of territories is a country of which somebody can be a citizen."""
    return re.fullmatch("[A-Z]{2}", code) is not None and code not in _NO_COUNTRIES


@cache
def _wordings() -> dict[str, str]:
    words: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if is_country(code):
                words.setdefault(heading(name), code)
                words[code.lower()] = code
    for alias, codes in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", alias) and len(codes) == 1 and is_country(codes[0]):
            words.setdefault(alias.lower(), codes[0])
    for code, adjectives in _ADJECTIVES.items():
        for stem in adjectives.split():
            for form in (stem, f"{stem}e", stem[:-1] + "a"):
                words.setdefault(heading(form), code)
    for code, others in _OTHER.items():
        words.update({heading(other): code for other in others.split("|")})
    for code, own in OWN_NAMES.items():
        for name in own.split("|"):
            words.setdefault(heading(name), code)
    return words


def read_citizenships(value: Cell) -> list[str] | None:
    """Return the citizenships in a cell as ISO 3166 codes; [] when blank, ``None`` for an unknown wording.

    Several may stand in one cell, divided by a comma, a stroke, a new line or „i”.
    """
    if is_blank(value):
        return []
    if whole := _code(text(value)):
        return [whole]
    parts = [_code(part) for part in re.split(_SEPARATORS, str(value)) if heading(part)]
    if not parts or None in parts:
        return None
    several = list(dict.fromkeys(part for part in parts if part))
    return several if len(several) <= _MOST else None


def names_poland(value: Cell) -> bool:
    """Tell whether a cell names Poland, also beside citizenships that nobody can read (contracts §3)."""
    return not is_blank(value) and any(_code(part) == "PL" for part in re.split(_SEPARATORS, str(value)))


def _code(part: str) -> str | None:
    plain = heading(part)
    bare = _PREFIX.sub("", plain)
    return _wordings().get(plain) or _wordings().get(bare)


def country_name(code: str) -> str:
    """Return the name of a country in the language of the page."""
    if code in SPECIAL_CITIZENSHIPS:
        return str(SPECIAL_CITIZENSHIPS[code])
    return Locale(current_language()).territories.get(code, code)
