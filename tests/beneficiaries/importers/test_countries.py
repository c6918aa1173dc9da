"""Citizenship as people write it: languages, scripts, several in one cell, and what nobody knows (R49)."""

import pytest

from beneficiaries.rules.countries import read_citizenships


@pytest.mark.parametrize(
    ("code", "wordings"),
    [
        ("UA", ["Ukraina", "UKRAINA ", "Україна", "Ukraine", "UA", "ukr.", "ob. Ukrainy", "Ukraina (UA)"]),
        ("BY", ["Białoruś", "bialorus", "Беларусь", "Belarus", "Republika Białorusi"]),
        ("GE", ["Gruzja", "საქართველო", "gruzinskie"]),
        ("AM", ["Armenia", "Հայաստան"]),
        ("VN", ["Wietnam", "Việt Nam", "VIET NAM"]),
        ("SY", ["Syria", "سوريا"]),
        ("IN", ["Indie", "भारत"]),
        ("TR", ["Turcja", "Türkiye", "Turkey", "Turkiye"]),
        ("DE", ["Niemcy", "Deutschland"]),
        ("LT", ["Litwa", "Lietuva"]),
        ("XS", ["bezpaństwowiec", "Osoba bezpaństwowa", "без гражданства"]),
        ("XU", ["nieustalone", "NIEUSTALONE"]),
    ],
)
def test_one_country_is_known_by_many_names(code, wordings):
    assert {wording: read_citizenships(wording) for wording in wordings} == {wording: [code] for wording in wordings}


@pytest.mark.parametrize("written", ["Ukraina; Polska", "Ukraina/Polska", "Ukraina\nPolska", "ukraińskie i polskie"])
def test_several_citizenships_stand_in_one_cell(written):
    assert read_citizenships(written) == ["UA", "PL"]


@pytest.mark.parametrize(
    "written",
    [
        "Atlantyda",
        "Ukraina; Atlantyda",
        ";",
        ", ".join(("UA", "BY", "RU", "GE", "VN", "SY", "MD", "AM", "AZ", "KZ", "KG")),
    ],
)
def test_what_nobody_knows_is_unknown(written):
    assert read_citizenships(written) is None


@pytest.mark.parametrize("written", [None, "", " ", "-", "brak"])
def test_a_blank_cell_says_nothing(written):
    assert read_citizenships(written) == []
