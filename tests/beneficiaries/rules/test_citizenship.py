"""Citizenship as people write it, and what follows from it (R17–R19, R49–R50)."""

import pytest

from beneficiaries.rules.citizenship import citizenship_class, in_target_population
from beneficiaries.rules.countries import read_citizenships

WORDINGS = {
    "UA": ("Ukraina", "UA", "UKR", "ukraińskie", "ukraińska", "ukrainskie", "Ukraine", "Україна", "Украина", "Украіна",
           "Ukrainka", "obywatelstwo ukraińskie", "obywatel Ukraina", "UKRAINA "),
    "BY": ("Białoruś", "BY", "BLR", "białoruskie", "Belarus", "Беларусь", "Білорусь", "bialoruska", "Białorusin"),
    "RU": ("Rosja", "RU", "RUS", "rosyjskie", "Russia", "Росія", "Россия", "Расія", "Federacja Rosyjska"),
    "GE": ("Gruzja", "GE", "GEO", "gruzińskie", "Georgia", "Грузія", "Грузия"),
    "VN": ("Wietnam", "VN", "VNM", "wietnamskie", "Vietnam", "В’єтнам", "Вьетнам"),
    "SY": ("Syria", "SY", "SYR", "syryjskie", "Сирія", "Сирия"),
    "MD": ("Mołdawia", "MD", "MDA", "mołdawskie", "Moldova", "Молдова"),
    "TR": ("Turcja", "TR", "tureckie", "Türkiye"), "US": ("USA", "Stany Zjednoczone", "US", "amerykańskie"),
    "GB": ("Wielka Brytania", "GB", "UK", "brytyjskie"), "CZ": ("Czechy", "CZ", "czeskie"),
    "BG": ("Bułgaria", "BG", "BGR", "bułgarskie", "Bulgaria", "Болгарія"), "DE": ("Niemcy", "DE", "niemieckie", "Germany"),
    "PL": ("Polska", "PL", "POL", "polskie", "Poland", "Польща", "Польша", "Polka", "obywatelstwo polskie"),
    "IN": ("Indie", "IN", "indyjskie", "India"), "KZ": ("Kazachstan", "KZ", "kazachskie", "Казахстан"),
    "XS": ("bezpaństwowiec", "Bezpaństwowa", "stateless", "без громадянства", "bez obywatelstwa"),
    "XU": ("nieustalone", "nieokreślone", "undetermined"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "written"), [(code, word) for code, words in WORDINGS.items() for word in words])
def test_one_country_in_many_wordings(code, written):
    assert read_citizenships(written) == [code]


@pytest.mark.parametrize(
    ("written", "codes", "kind"),
    [
        ("Ukraina, Polska", ["UA", "PL"], "polish"), ("ukraińskie i polskie", ["UA", "PL"], "polish"),
        ("Ukraina/Bułgaria", ["UA", "BG"], "eu"), ("UA; RU", ["UA", "RU"], "third-country"),
        ("Ukraina oraz Białoruś", ["UA", "BY"], "third-country"), ("UKR + LTU", ["UA", "LT"], "eu"),
        ("Bośnia i Hercegowina", ["BA"], "third-country"), ("Trynidad i Tobago", ["TT"], "third-country"),
        ("Ukraina, Ukraina", ["UA"], "third-country"),
    ],
)  # fmt: skip
def test_several_citizenships(written, codes, kind):
    assert read_citizenships(written) == codes
    assert citizenship_class(codes) == kind


@pytest.mark.parametrize("written", ["Marsjanin", "Ukraina, Marsjanin", "tak", "Kraina", "12"])
def test_an_unknown_wording_is_unknown(written):
    assert read_citizenships(written) is None


@pytest.mark.parametrize(
    "written", ["Unia Europejska", "EU", "European Union", "Ukraina, UN", "strefa euro", "ZZ", "XA"]
)
def test_what_is_no_country_is_unknown(written):
    """Read as a country outside the Union it would count a citizen of the Union as a third-country national (R49)."""
    assert read_citizenships(written) is None


@pytest.mark.parametrize("blank", [None, "", " ", "-", "brak"])
def test_a_blank_is_no_citizenship(blank):
    assert read_citizenships(blank) == []
    assert citizenship_class([]) == ""


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (["XS"], "third-country"),
        (["XU"], "third-country"),
        (["GB"], "third-country"),
        (["CH"], "third-country"),
        (["NO"], "third-country"),
        (["HR"], "eu"),
    ],
)
def test_class_of_citizenship(codes, kind):
    assert citizenship_class(codes) == kind


def test_who_may_take_part():
    assert in_target_population("third-country", eu_citizens_eligible=False)
    assert in_target_population("eu", eu_citizens_eligible=True)
    assert not in_target_population("eu", eu_citizens_eligible=False)
    assert not in_target_population("polish", eu_citizens_eligible=True)
