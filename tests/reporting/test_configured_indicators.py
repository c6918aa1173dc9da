"""Indicators of a project's own that its configuration file brings along."""

import pytest
from django.utils.translation import override

from portal.programmes.loading import SHIPPED, ConfigurationError, load_programme
from portal.programmes.models import GrantProject
from reporting.domain.definitions import change_indicator, retire_indicator
from reporting.indicators.own import find_reported, own_indicators
from reporting.indicators.spec import Spec
from reporting.models import IndicatorDefinition
from reporting.queries.table import indicator_lines
from reporting.rules import Period
from tests.counting import END, START
from tests.factories.beneficiaries import make_participation, make_person

TEXT = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
WOMEN = """
[[indicators]]
code = "POKRZYWDZENI"
name = { pl = "osoby pokrzywdzone", uk = "постраждалі", be = "пацярпелыя", ru = "пострадавшие", en = "persons harmed" }
when = "first-support"
target = 30
dimensions = ["group", "age"]
filters = { sex = ["K"], age = [18, 120], kind = ["polish-course"], country = ["UA", "BY"] }
"""
CHILDREN = """
[[indicators]]
code = "DZIECI60"
name = "dzieci objęte wsparciem"
target = 60
lower_bound = true
filters = { group = ["children"] }
"""
STAFF = """
[[indicators]]
code = "KADRA300"
name.pl = "przeszkolona kadra bibliotek i domów kultury"
whom = "trained-staff"
target = 300
"""


@pytest.fixture
def load(db, tmp_path):
    def loaded(*indicators, text=TEXT):
        path = tmp_path / "own.toml"
        path.write_text(text + "".join(indicators), encoding="utf-8")
        return load_programme(str(path))

    return loaded


def test_file_brings_indicators_with_names_target_and_filters(load):
    project = load(WOMEN, CHILDREN, STAFF)
    found = {each.code: each for each in own_indicators(project)}
    assert sorted(found) == ["DZIECI60", "KADRA300", "POKRZYWDZENI"]
    assert (found["DZIECI60"].target, found["DZIECI60"].is_lower_bound) == ({"total": 60}, True)
    assert (found["KADRA300"].counts, found["KADRA300"].unit) == ("trained-staff", "staff")
    harmed = IndicatorDefinition.objects.get(code="POKRZYWDZENI")
    assert (harmed.filters["kind"], harmed.dimensions, harmed.number) == (["polish-course"], ["group", "age"], 1)
    for language, name in (("uk", "постраждалі"), ("en", "persons harmed")):
        with override(language):
            assert str(found["POKRZYWDZENI"].name) == name
    assert str(find_reported("dzieci60", project).name) == "dzieci objęte wsparciem"


def test_indicator_of_the_file_counts_like_any_other(load):
    project = load(CHILDREN)
    for code in ("children", "children", "working_age"):
        make_participation(make_person(), project, target_group=project.target_groups.get(code=code))
    (line,) = indicator_lines(project, Period(START, END), own_indicators(project))
    assert (line.code, line.cumulative.total, line.target["total"], line.is_lower_bound) == ("DZIECI60", 2, 60, True)


def test_loading_again_makes_no_version_and_a_change_makes_one(load):
    load(WOMEN, CHILDREN)
    load(WOMEN, CHILDREN)
    assert IndicatorDefinition.objects.count() == 2
    project = load(WOMEN, CHILDREN.replace("60\n", "80\n"))
    versions = IndicatorDefinition.objects.filter(code="DZIECI60").order_by("number")
    assert [(each.number, each.target) for each in versions] == [(1, 60), (2, 80)]
    assert versions[1].why == "configuration file of the project"
    assert len(own_indicators(load())) == len(own_indicators(project)) == 2  # what is left out of a file stays


def test_what_people_changed_or_retired_stays_theirs(load, coordinator):
    project = load(WOMEN, CHILDREN)
    women, children = (IndicatorDefinition.objects.get(code=code) for code in ("POKRZYWDZENI", "DZIECI60"))
    change_indicator(children, Spec({"pl": "dzieci"}, "enrolled", target=61), by=coordinator, why="umowa")
    retire_indicator(women, by=coordinator, why="zbędny")
    load(WOMEN.replace("30", "31"), CHILDREN.replace("60\n", "80\n"))
    assert [(each.code, each.target) for each in own_indicators(project)] == [("DZIECI60", {"total": 61})]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('sex = ["K"]', 'sex = ["F"]', "indicators[2].filters.sex[1]: 'F' – wanted is one of: K, M"),
        ("polish-course", "polish", "indicators[2].filters.kind[1]: 'polish' – wanted is one of: career-advice-pupils"),
        ('"UA", "BY"', '"UA", "XX"', "indicators[2].filters.country[2]: 'XX' – wanted is the code of a country"),
        ("age = [18, 120]", "age = [60, 18]", "indicators[2].filters.age: The lower age is above the upper one."),
        ("age = [18, 120]", "age = [18]", "indicators[2].filters.age: An age is a number from 0 to 120."),
        ("age = [18, 120]", "age = [18, 200]", "indicators[2].filters.age[2]: 200"),
        ('sex = ["K"]', "sex = []", "indicators[2].filters.sex: must not be empty"),
        ('sex = ["K"]', 'religion = ["x"]', "indicators[2].filters.religion: unknown"),
        ('sex = ["K"]', 'place = ["Sopot"]', "indicators[2].filters.place[1]: 'Sopot' – wanted is a place where 5"),
        ('sex = ["K"]', 'outcome = ["improved"]', "indicators[2].filters.outcome: The outcome belongs to"),
        ('when = "first-support"\n', "", "indicators[2].filters.kind: With kinds of support, choose when"),
        ('"first-support"', '"ever"', "indicators[2].when: 'ever' – wanted is one of: enrolled"),
        ('"group", "age"', '"religion"', "indicators[2].dimensions[1]: 'religion'"),
        ('["group", "age"]', '["group", "age", "education", "place"]', "indicators[2].dimensions: Choose at most"),
        ("target = 30", "target = 0", "indicators[2].target: 0 – wanted is a whole number from 1"),
        ("target = 30", "lower_bound = true", "indicators[2].lower_bound: there is no target"),
        ("target = 30", 'target = "min. 30"', "indicators[2].target: 'min. 30'"),
        ("POKRZYWDZENI", "pokrzywdzeni", "indicators[2].code: A code has 2 to 12 capital letters"),
        ("POKRZYWDZENI", "EECO01", "indicators[2].code: This code belongs to an indicator of the fund."),
        ("POKRZYWDZENI", "DZIECI60", "indicators[2].code: 'DZIECI60' stands twice"),
        ('pl = "osoby pokrzywdzone", ', "", "indicators[2].name: must not be blank in pl"),
        ("постраждалі", "п" * 161, "indicators[2].name.uk: has more than 160 letters"),
        ('when = "first-support"', 'whom = "visitors"', "indicators[2].whom: Visitors are a number without names"),
        ("target = 30", 'whom = "institutions"', "indicators[2].when: is for people who take part alone"),
        ("target = 30", "goal = 30", "indicators[2].goal: unknown"),
    ],
)
def test_wrong_definition_is_one_line_with_its_place_and_nothing_is_loaded(load, old, new, line):
    assert old in WOMEN
    before = GrantProject.objects.values_list("contact_days", flat=True)
    with pytest.raises(ConfigurationError) as refused:
        load(CHILDREN, WOMEN.replace(old, new, 1), text=TEXT.replace("contact_days = 30", "contact_days = 77"))
    said = str(refused.value)
    assert line in said
    assert "\n" not in said
    assert 77 not in before.all()
    assert not IndicatorDefinition.objects.exists()


def test_more_than_a_report_can_carry_are_refused(load):
    with pytest.raises(ConfigurationError, match=r"indicators\[41\]: a project has at most 40"):
        load(*(STAFF.replace("KADRA300", f"KADRA{place}") for place in range(41)))
