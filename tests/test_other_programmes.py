"""Programmes quite unlike that of Sopot run as configuration files: nothing of them is programmed."""

import datetime
from decimal import Decimal

import pytest

from portal.programmes.editions import complements_of, editions_of
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from reporting.indicators.own import own_indicators
from reporting.queries.table import indicator_lines
from reporting.rules import Period

DAY = datetime.date
LEADER = """
[[organisations]]
code = "cwii"
name = "Centrum Wsparcia Imigrantów i Imigrantek"
short_name = "CWII"
kind = "leader"
"""
ACTIVE = f"""
code = "aktywni-2020"
number_prefix = "AI"
status = "finished"
starts_on = 2020-11-06
ends_on = 2021-12-31
programme = "Aktywni Obywatele – Fundusz Krajowy"
currency = "EUR"
total_amount = "62946"
grant_amount = "60804"
own_amount = "2142"
marks = ["Aktywni Obywatele"]
eligibility_checks = []
[title]
pl = "Aktywni imigranci i imigrantki na rzecz swoich społeczności"
{LEADER}
[[funding]]
name = "Fundusze EOG"
amount = "60804"
[[support]]
code = "rights-point"
name = "Punkt Ochrony Praw Imigrantów"
areas = ["work"]
[[support]]
code = "school-assistant"
name = "asystentura szkolna"
age_to = 19
areas = ["education"]
[[indicators]]
code = "DORADCY2"
name = "osoby, które podjęły pracę jako doradcy"
when = "job"
target = 2
[[indicators]]
code = "POMOC30"
name = "osoby pokrzywdzone objęte pomocą"
when = "first-support"
target = 30
filters = {{ kind = ["rights-point"] }}
[[indicators]]
code = "DZIECI60"
name = "dzieci włączone do edukacji"
when = "first-support"
target = 60
lower_bound = true
filters = {{ kind = ["school-assistant"], age = [0, 19] }}
"""
CULTURE = """
code = "kultura-wlacza"
number_prefix = "KW"
status = "prepared"
[title]
pl = "Kultura włącza"
[[organisations]]
code = "wimbp"
name = "WiMBP Gdańsk"
kind = "leader"
[[organisations]]
code = "oslo"
name = "Biblioteka Narodowa w Oslo"
kind = "partner"
[[indicators]]
code = "KADRA300"
name = "przeszkolona kadra"
whom = "trained-staff"
target = 300
[[indicators]]
code = "PORADNIK1"
name = "poradnik dobrych praktyk"
whom = "products"
target = 1
"""
UNTITLED = f"""
code = "ocalenie-2014"
number_prefix = "OC"
status = "finished"
starts_on = "2014-05-01"
ends_on = "2015-07-30"
{LEADER}
[[organisations]]
code = "ocalenie"
name = "Fundacja Ocalenie"
kind = "partner"
[[funding]]
name = "Europejski Fundusz na rzecz Integracji OPT"
percent = "75"
european = true
[[funding]]
name = "budżet państwa"
percent = 25
[[support]]
code = "accompaniment"
name = "towarzyszenie w urzędzie"
unit = "meeting"
"""
POLISH = f"""
code = "app-2016"
number_prefix = "AP"
status = "finished"
starts_on = 2016-01-01
ends_on = 2017-04-01
programme = "FAMI"
eligibility_checks = [{{ criterion = "legal-stay", decides = true }}]
attendance_threshold = 70
[title]
pl = "Aktywizacja po Polsku"
[short_title]
pl = "APP"
[contact.hours]
pl = "poniedziałek 12–20, czwartek 12–18"
{LEADER}
[[support]]
code = "polish-course"
name = "język polski"
[[complementary]]
name = "CPC 2.0"
funder = "FAMI"
note = "to samo biuro i te same osoby: pierwsza informacja i prawnik"
"""
HOME = "Bezpieczny dom drogą do integracji w Gdańsku"


def edition(place: int, title: str, days: str = "") -> str:
    before = f'predecessor = "dom-{place - 1}"\n' if place > 1 else ""
    return f'code = "dom-{place}"\nnumber_prefix = "BD{place}"\n{days}{before}title = "{title}"\n{LEADER}'


@pytest.fixture
def load(db, tmp_path):
    def loaded(text: str) -> GrantProject:
        (tmp_path / "programme.toml").write_text(text, encoding="utf-8")
        return load_programme(str(tmp_path / "programme.toml"))

    return loaded


def lines_of(project: GrantProject) -> dict[str, tuple]:
    lines = indicator_lines(project, Period(DAY(2014, 1, 1), DAY(2027, 1, 1)), own_indicators(project))
    return {each.code: (each.target["total"], each.is_lower_bound, each.unit, each.cumulative.total) for each in lines}


def test_grant_in_euro_has_exact_targets_and_a_lower_bound(load):
    project = load(ACTIVE)
    assert (project.currency, project.own_amount, project.grant_amount) == ("EUR", Decimal(2142), Decimal(60804))
    assert lines_of(project) == {
        "DORADCY2": (2, False, "persons", 0), "POMOC30": (30, False, "persons", 0), "DZIECI60": (60, True, "persons", 0),
    }  # fmt: skip
    again = load(ACTIVE.replace("[title]", '[short_title]\npl = "Aktywni"\n[title]'))  # a richer source of the same
    assert (again.pk, GrantProject.objects.count(), len(own_indicators(again))) == (project.pk, 1, 3)


def test_staff_and_a_handbook_are_no_participants_and_days_may_come_later(load):
    project = load(CULTURE)
    assert not project.is_dated
    assert lines_of(project) == {"KADRA300": (300, False, "staff", 0), "PORADNIK1": (1, False, "entities", 0)}
    assert load(f"starts_on = 2026-09-01\nends_on = 2027-08-31\n{CULTURE}").is_dated


def test_project_without_a_title_has_a_code_and_two_sources_of_money(load):
    project = load(UNTITLED)
    assert (str(project), project.full_title) == ("ocalenie-2014", "ocalenie-2014")
    assert [each.percent for each in project.funding_sources.all()] == [75, 25]
    assert project.partners.count() == 2


def test_hours_that_the_source_does_not_name_are_not_invented(load):
    project = load(POLISH)
    assert (project.contact_hours_pl, project.attendance_threshold) == ("poniedziałek 12–20, czwartek 12–18", 70)
    assert [str(each) for each in complements_of(project)] == ["CPC 2.0"]


def test_three_editions_are_one_chain_of_which_only_the_last_has_days(load):
    first = load(edition(1, HOME))
    second = load(edition(2, f"{HOME} – kontynuacja"))
    third = load(edition(3, f"{HOME} 3.0", "starts_on = 2021-01-01\nends_on = 2023-05-31\n"))
    assert editions_of(second) == [first, second, third]
    assert [each.is_dated for each in editions_of(first)] == [False, False, True]
