"""The table of own names is what the catalogues of CLDR say, and no page loads them for it."""

import re
import subprocess
import sys

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

from beneficiaries.rules import countries, languages
from beneficiaries.rules.own_names import COUNTRIES, LANGUAGES
from portal.imports.reading import heading
from portal.settings.environment import ROOT

FEW = """
import django; django.setup()
from babel import localedata
from beneficiaries.forms.languages import suggestions
from beneficiaries.rules.countries import read_citizenships
from beneficiaries.rules.languages import read_language
suggestions(), read_citizenships("no such country"), read_language("no such language")
print(len(localedata._cache))
"""


def catalogue(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def test_languages_are_called_as_the_catalogues_call_them():
    own = {code: found.languages.get(code) for code in languages.OFTEN if (found := catalogue(code))}
    assert {code: name for code, name in own.items() if name and code not in languages._OWN} == LANGUAGES


def test_countries_are_called_as_the_catalogues_call_them():
    named: dict[str, set[str]] = {}
    for country, spoken in get_global("territory_languages").items():
        official = [code for code, facts in spoken.items() if facts.get("official_status")]
        for found in filter(None, map(catalogue, official if re.fullmatch("[A-Z]{2}", country) else ())):
            named.setdefault(heading(found.territories.get(country, "")), set()).add(country)
    clear = {name: codes.pop() for name, codes in named.items() if name and len(codes) == 1}
    words = countries._wordings()
    assert clear.keys() <= words.keys()
    written = {heading(name): code for code, names in COUNTRIES.items() for name in names.split("|")}
    assert written.items() <= clear.items()
    assert written.items() <= words.items()


def test_nothing_that_somebody_types_loads_more_than_the_five_languages():
    """Every catalogue stays in the process: a hundred of them would double it."""
    found = subprocess.run([sys.executable, "-c", FEW], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(found.stdout) <= 6
    assert localedata.exists("pl")
