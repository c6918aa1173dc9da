"""Worked examples D: citizenship, origin, special groups."""

import pytest

from beneficiaries.rules.citizenship import EU, citizenship_class, has_foreign_background, is_third_country

ORIGIN = ("EECO01", "EECO13", "EECO14")


@pytest.mark.parametrize(
    ("citizen", "codes"),
    [
        pytest.param("Ukraina", ["EECO01", "EECO13", "EECO14"], id="D1"),
        pytest.param("Bułgaria", ["EECO01", "EECO14"], id="D2"),
        pytest.param("bezpaństwowiec", ["EECO01", "EECO13", "EECO14"], id="D3"),
        pytest.param("obywatelstwo nieustalone", ["EECO01", "EECO13", "EECO14"], id="D4"),
        pytest.param("Ukraina, Bułgaria", ["EECO01", "EECO14"], id="one-EU-citizenship-is-enough"),
    ],
)
def test_origin_by_citizenship(take, people, citizen, codes):
    people.supported(citizen=citizen)
    assert take(people).counts(*ORIGIN) == codes


@pytest.mark.parametrize("citizen", ["Polska", "Ukraina i Polska"])
def test_D6_polish_citizens_are_outside_the_target_group_whatever_their_parents(take, people, citizen):
    people.supported(citizen=citizen)
    done = take(people)
    assert done.counts(*ORIGIN) == []
    assert [row["reason"] for row in done.report["held_rows"]] == ["polish-citizen"]


def test_D2_a_project_may_leave_EU_citizens_out(take, people, sopot):
    sopot.eu_citizens_eligible = False
    sopot.save()
    people.supported(citizen="Bułgaria")
    done = take(people)
    assert done.counts(*ORIGIN) == []


def test_D7_a_third_country_child_born_in_Poland_counts_in_both_by_Polish_practice(take, people):
    people.supported(citizen="Wietnam", born="2015-02-01", remarks="urodzona w Gdańsku")
    assert take(people).counts(*ORIGIN) == list(ORIGIN)


def test_D8_third_country_always_means_foreign_background():
    for country in [*sorted(EU), "UA", "BY", "VN", "GB", "XS", "XU"]:
        kind = citizenship_class([country])
        assert has_foreign_background(kind) or not is_third_country(kind)
        assert (kind == "polish") == (country == "PL")


def test_D11_two_refusals_are_kept_and_count_nowhere(take, people):
    people.supported(disability="odmowa", minority="odmawiam podania danych")
    done = take(people)
    assert done.counts("EECO01", "EECO12", "EECO15") == ["EECO01"]
    assert (done.version().disability, done.version().minority) == ("refused", "refused")


def test_D12_housing_exclusion_is_never_assumed(take, people):
    people.supported(homeless=None, remarks="ośrodek dla uchodźców")
    done = take(people)
    assert done.counts("EECO01", "EECO16") == ["EECO01"]
    assert done.version().homelessness == ""


@pytest.mark.parametrize(("degurba", "codes"), [(1, []), (3, ["EECO17"]), (None, [])])
def test_D13_rural_areas_by_DEGURBA(take, people, degurba, codes):
    people.supported(degurba=degurba)
    assert take(people).counts("EECO17") == codes


def test_D14_a_trait_of_everybody_is_reported_for_everybody(take, people):
    for citizen in ("Ukraina", "BY", "Litwa", "bezpaństwowiec"):
        people.supported(citizen=citizen, minority=None, disability=None, homeless=None)
    done = take(people)
    assert done.total("EECO14") == done.total("EECO01") == 4


@pytest.mark.parametrize(("field", "code"), [("disability", "EECO12"), ("minority", "EECO15"), ("homeless", "EECO16")])
def test_only_a_yes_counts(take, people, field, code):
    for number, answer in enumerate(("tak", "nie", None, "odmowa", "Tak "), start=1):
        people.supported(born=f"1990-01-0{number}", **{field: answer})
    done = take(people)
    assert done.total(code) == 2
    assert done.total("EECO01") == 5
