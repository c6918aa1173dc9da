"""Figures of a project with a second person against the naive count of the same list (R62)."""

import datetime

from django.utils import timezone

from beneficiaries.models import Participation
from cases.domain.confirmations import confirm_finding, take_confirmation_back
from cases.models import ExitFinding
from portal.imports.domain import import_workbook
from reporting.indicators.catalogue import INDICATORS, indicators_of
from tests.counting import END, START, figures
from tests.factories.accounts import make_user
from tests.recount import Recount
from tests.workbooks import NOT_IMPROVED

FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2027, 1, 28)


def test_only_confirmed_findings_count_as_in_the_naive_count(sopot, people, tmp_path):
    for _number in range(4):
        people.supported(end="2026-06-10")
    people.finding(1, "2026-06-12")
    people.finding(2, "2026-06-12")
    people.finding(3, "2026-06-12")
    people.finding(3, "2026-06-20", NOT_IMPROVED, None)
    people.finding(4, "2026-06-12")
    people.finding(4, "2026-06-20", NOT_IMPROVED, None)
    path = people.save(tmp_path / "list.xlsx")
    report = import_workbook(path, sopot, by=None).as_json()
    number_of = {entry["person"]: entry["lp"] for entry in report["people"]}
    off = figures(sopot)
    assert off == Recount(path, START, END).figures(FIRST, LAST)

    sopot.result_second_person = True
    sopot.save()
    day = datetime.date(2026, 6, 12)
    confirmed = {(1, day), (3, day), (4, day), (4, datetime.date(2026, 6, 20))}
    second = make_user("Joanna Nowicka")
    for finding in ExitFinding.objects.select_related("participation__grant_project"):
        if (number_of[finding.participation.number], finding.found_on) in confirmed:
            confirm_finding(finding, confirmed_on=datetime.date(2026, 9, 1), by=second)

    on = figures(sopot)
    assert on == Recount(path, START, END, confirmed).figures(FIRST, LAST)
    assert (off["IMPROVED cumulative"][2], on["IMPROVED cumulative"][2]) == (2, 2)
    assert {name for name in on if on[name] != off[name]} <= {"IMPROVED cumulative", "IMPROVED period"}


def test_figure_of_a_past_moment_knows_what_was_confirmed_then(sopot, people, take):
    people.supported(end="2026-06-10")
    people.finding(1, "2026-06-12")
    take(people)
    sopot.result_second_person = True
    sopot.save()
    before = timezone.now()
    finding = ExitFinding.objects.select_related("participation__grant_project").get()
    second = make_user("Joanna Nowicka")
    made = confirm_finding(finding, confirmed_on=datetime.date(2026, 9, 1), by=second)
    between = timezone.now()
    take_confirmation_back(made, by=second, why="x")
    known = [figures(sopot, known_on=moment)["IMPROVED cumulative"][2] for moment in (before, between, None)]
    assert known == [0, 1, 0]


def test_project_without_a_second_person_has_the_rules_it_always_had(sopot):
    assert indicators_of(sopot) is INDICATORS
    assert all(rule.code != "finding_confirmed" for indicator in INDICATORS for rule in indicator.rules)
    sopot.result_second_person = True
    changed = [new for old, new in zip(INDICATORS, indicators_of(sopot), strict=True) if old is not new]
    assert [each.code for each in changed] == ["IMPROVED"]
    assert not Participation.objects.exists()
