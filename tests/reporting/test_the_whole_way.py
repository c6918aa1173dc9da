"""Every worked case from a list of the city through ``indicators`` and ``explain`` into the file of SM EFS."""

import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from beneficiaries.models import Participation
from portal.imports.domain import import_workbook
from portal.programmes.loading import load_programme
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.people import explain
from reporting.rules import Period
from tests.reporting.whole_way import CASES, Case
from tests.smefs import rows_of
from tests.workbooks import ListOfPeople

GROUPS = ("children", "seniors", "working_age")
CODES = [each.code for each in INDICATORS]
TO_THE_END = ("--project", "sopot-5.15", "--from", "2025-01-01", "--to", "2027-01-31")
AFTER_THE_LAST_END = "2027-02-01"
"""The file is made when everybody has left who will: of a day ahead nothing is sent (H6)."""
EXPLAINED = ("R21", "R24", "D8")
"""What the list leaves open on purpose: lines held back, each with its reason."""


@dataclass(frozen=True)
class Whole:
    """What came of the list: the number of each case, the reason of those that wait, the table, the lines."""

    numbers: dict[str, str]
    held: dict[str, str]
    table: dict[str, Any]
    lines: dict[str, list[str]]


def said(name: str, *arguments: str) -> Any:
    out = io.StringIO()
    call_command(name, *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):
    folder, people = tmp_path_factory.mktemp("whole"), ListOfPeople()
    lps = {case.name: case.rows(people) for case in CASES}
    with django_db_blocker.unblock(), transaction.atomic():
        report = import_workbook(people.save(folder / "list.xlsx"), load_programme("sopot-5.15"), by=None).as_json()
        known = {each["lp"]: each["person"] for each in report["people"]}
        waiting = {each["lp"]: each["reason"] for each in report["held_rows"]}
        explained = [word for rule in EXPLAINED for word in ("--explain", f"{rule}=do uzupełnienia")]
        file = folder / "file.csv"
        with override_settings(PORTAL_TODAY=AFTER_THE_LAST_END):
            said("smefs", "export", "--project", "sopot-5.15", "--output", str(file), *explained)
        lines = {line[5]: line for line in rows_of(file.read_bytes())}
        surnames = {each.number: each.person.surname for each in Participation.objects.select_related("person")}
        numbers = {name: known[lp] for name, lp in lps.items() if lp in known}
        yield Whole(
            numbers, {name: waiting[lp] for name, lp in lps.items() if lp in waiting},
            said("indicators", *TO_THE_END),
            {name: lines[surnames[number]] for name, number in numbers.items() if surnames[number] in lines},
        )  # fmt: skip
        transaction.set_rollback(True)


def counted(number: str) -> set[str]:
    participation = Participation.objects.select_related("grant_project").get(number=number)
    found = {each.indicator.code for each in explain(participation, INDICATORS, Period.whole()) if each.counted}
    version = participation.versions.current().select_related("target_group").get()
    return found | ({version.target_group.code} if "EECO01" in found and version.target_group else set())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_counts_is_explained_and_leaves_as_the_rules_say(whole, db, case: Case):
    assert whole.held.get(case.name, "") == case.held
    if case.held:
        assert case.name not in whole.lines
        return
    number = whole.numbers[case.name]
    assert counted(number) == set(case.codes.split())
    answer = said("explain", "--project", "sopot-5.15", "--indicator", "EECO01", "--person", number)
    assert answer["counted"] == ("EECO01" in case.codes) == all(rule["passed"] for rule in answer["rules"])
    if case.cells is None:
        assert case.name not in whole.lines
        return
    line = whole.lines[case.name]
    assert {place: line[place] for place in case.cells} == dict(case.cells)
    assert answer["since"] == line[21]
    assert len(line) == 43


def test_the_table_is_the_sum_of_the_cases(whole, db):
    expected = Counter(code for case in CASES for code in case.codes.split())
    found = {each["code"]: each["cumulative"]["total"] for each in (*whole.table["indicators"], *whole.table["groups"])}
    assert found == {code: expected[code] for code in (*CODES, *GROUPS)}


def test_every_worked_case_of_a_person_is_here_or_elsewhere():
    """The cases of no single person stand in the tests of files: A7, A9, A11, A15, A16, B and F of totals, H8."""
    names = {case.name.split("-")[0] for case in CASES}
    of_others = {
        "A7",
        "A9",
        "A11",
        "A15",
        "A16",
        "D8",
        "D14",
        "E23",
        "F1",
        "F2",
        "F3",
        "F6",
        "F7",
        "F10",
        "G11",
        "G12",
        "G13",
        "H8",
    }
    worked = {
        *(f"A{n}" for n in (1, 2, 3, 4, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 25)),
        *(f"B{n}" for n in (1, 2, 3, 5, 6, 8, 9, 10)), *(f"C{n}" for n in (1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13)),
        *(f"D{n}" for n in (1, 2, 3, 4, 6, 7, 8, 11, 12, 13, 14)),
        *(f"E{n}" for n in (1, 3, 4, 6, 7, 8, 9, 11, 12, 13, 15, 16, 18, 20, 21, 23)),
        *(f"G{n}" for n in (1, 2, 3, 4, 5, 7, 11, 12, 13)), *(f"H{n}" for n in (1, 3, 6, 8)),
    }  # fmt: skip
    assert worked - names - of_others == set()
