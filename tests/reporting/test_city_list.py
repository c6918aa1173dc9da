"""The city's own list: what it must report, and what importing it again must not change."""

import copy
import datetime
import json
from decimal import Decimal

import openpyxl
import pytest
from django.apps import apps

from beneficiaries.models import ParticipationVersion
from portal.imports.domain import import_workbook
from portal.imports.models import ImportedRow
from reporting.domain.editions import draft_edition, freeze_edition
from reporting.models import EvidenceRow
from reporting.rules import Period
from tests.commands import run
from tests.counting import LIST, START, figures
from tests.recount import KINDS, figures_of, plain, truth

GROUPS = {"child": "children", "senior": "seniors", "working": "working_age"}
UNCHANGING = ("importbatch", "datakey", "auditentry", "auditchain", "auditevent")


def rows_by_table() -> dict[str, int]:
    """Count the rows of every table but those that note that an import took place."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.model_name not in UNCHANGING and model._meta.managed
    }


def test_the_naive_count_agrees_with_the_truth(naive):
    known = truth()
    assert len(naive.rows) == known["rows"]["in_sheet"]
    assert naive.merged == known["rows"]["merged"]
    assert {(lp, reason) for _, lp, reason in naive.held} == {(row["lp"], row["reason"]) for row in known["held"]}
    assert {lp for _, lp, _ in naive.incomplete} == {row["lp"] for row in known["incomplete"]}
    for day, expected in known["enrolled_by_quarter_end"].items():
        assert naive.figures(START, datetime.date.fromisoformat(day))["EECO01 cumulative"][2] == expected
    for day, expected in known["improved_found_by"].items():
        assert naive.figures(START, datetime.date.fromisoformat(day))["IMPROVED cumulative"][2] == expected


@pytest.mark.main
def test_the_report_of_the_import_is_the_truth(city_list):
    known = truth()
    assert [city_list[k] for k in ("rows", "created", "merged", "held", "unchanged", "incomplete")] == [
        229,
        210,
        9,
        10,
        0,
        3,
    ]
    assert {(row["lp"], row["reason"]) for row in city_list["held_rows"]} == {
        (r["lp"], r["reason"]) for r in known["held"]
    }
    words = {"Status na rynku pracy": "labour_status", "Wykształcenie": "education", "Kod pocztowy": "postcode"}
    assert [(row["lp"], row["missing"]) for row in city_list["incomplete_rows"]] == [
        (row["lp"], [words[row["missing"]]]) for row in known["incomplete"]
    ]
    assert len(city_list["people"]) == 219
    assert city_list["refused_rows"] == city_list["changed_rows"] == city_list["unknown_columns"] == []
    assert [row["row"] for row in city_list["unknown_wordings"]] == [194]
    for entry in (*city_list["held_rows"], *city_list["incomplete_rows"]):
        assert entry["sheet"] == "Uczestnicy"
        assert entry["row"] == entry["lp"] + 3


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025-01-01", "2026-12-31"),
        ("2025-01-01", "2025-03-31"),
        ("2025-10-01", "2025-12-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2027-01-28"),
    ],
)
def test_every_figure_of_every_period_is_that_of_the_naive_count(project, naive, first, last):
    expected = naive.figures(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    assert figures(project, first, last) == expected


def test_every_figure_of_the_truth(project):
    known, found = truth(), figures(project, "2025-01-01", "2026-12-31")
    for part, code in (("enrolled", "EECO01"), ("improved", "IMPROVED")):
        assert found[f"{code} cumulative"] == tuple(known[part][k] for k in ("women", "men", "total"))
    for name, code in GROUPS.items():
        assert found[f"{code} cumulative"][2] == known["enrolled"][name]
    for word, code in (("bezrobotna", "EECO02"), ("bierna zawodowo", "EECO04"), ("pracująca", "EECO05")):
        assert found[f"{code} cumulative"][2] == known["status"][word]
    for word, code in (("ISCED 0-2", "EECO09"), ("ISCED 3-4", "EECO10"), ("ISCED 5-8", "EECO11")):
        assert found[f"{code} cumulative"][2] == known["education"][word]
    for field, code in (("long_unemployed", "EECO03"), ("disabled", "EECO12"), ("homeless", "EECO16")):
        assert found[f"{code} cumulative"][2] == known[field]
    for kind, hours in known["hours"].items():
        people, _, counted = found[f"{KINDS[plain(kind)]} support"]
        assert (people, Decimal(counted)) == (known["persons_by_support"][kind], Decimal(str(hours)))
    assert {k: found[f"EECO{k} cumulative"][2] for k in (13, 14, 15, 17, 18, 19)} == {
        13: 207,
        14: 207,
        15: 0,
        17: 0,
        18: 0,
        19: 0,
    }


def test_left_and_citizenships_of_the_truth(project):
    known = truth()
    counted = ParticipationVersion.objects.current().filter(grant_project=project, missing="", start_on__isnull=False)
    left = counted.filter(end_on__isnull=False)
    assert (left.count(), left.filter(sex="K").count(), left.filter(sex="M").count()) == (199, 125, 74)
    for name, code in GROUPS.items():
        assert left.filter(target_group__code=code).count() == known["left"][name]
    letters = {"UKR": "UA", "BLR": "BY", "GEO": "GE", "RUS": "RU", "VNM": "VN", "SYR": "SY"}
    assert {k: counted.filter(citizenships=v).count() for k, v in letters.items()} == known["citizenship"]


@pytest.mark.parametrize(("day", "total"), list(truth()["enrolled_by_quarter_end"].items()))
def test_enrolled_by_the_end_of_the_quarter_through_the_command(project, capsys, day, total):
    ran = run(capsys, "indicators", "--project", "sopot-5.15", "--from", "2025-01-01", "--to", day, "--format", "json")
    answer = json.loads(ran.out)
    assert (ran.code, ran.err, answer["to"], answer["known_on"]) == (0, "", day, None)
    assert answer["indicators"][0]["code"] == "EECO01"
    assert answer["indicators"][0]["cumulative"]["total"] == total


@pytest.mark.parametrize(("day", "total"), list(truth()["improved_found_by"].items()))
def test_improved_by_day_through_the_command(project, capsys, day, total):
    ran = run(capsys, "indicators", "--project", "sopot-5.15", "--from", "2025-01-01", "--to", day, "--format", "json")
    assert json.loads(ran.out)["indicators"][-1]["cumulative"]["total"] == total


def test_the_same_list_again_changes_nothing(project):
    before, known = rows_by_table(), figures(project)
    report = import_workbook(LIST, project, by=None).as_json()
    assert [report[k] for k in ("rows", "created", "merged", "held", "unchanged", "incomplete")] == [
        229,
        0,
        0,
        10,
        219,
        3,
    ]
    assert rows_by_table() == before
    assert figures(project) == known
    assert len(report["people"]) == 219


def test_next_weeks_longer_list_adds_only_what_is_new(project, tmp_path):
    before, known = rows_by_table(), figures(project)
    book = openpyxl.load_workbook(LIST)
    people, support = book["Uczestnicy"], book["Wsparcie"]
    new = [copy.copy(cell.value) for cell in people[4]]
    new[:7] = [500, "Nowakiwska", "Zoriana", None, "K", "1991-02-03", None]
    people.append(new)
    support.append([500, "Doradztwo zawodowe", "2026-02-02", 2, "A. Nowak"])
    support.append([12, "Kurs języka polskiego", "2026-02-02", "1,5", "A. Nowak"])
    book.save(tmp_path / "longer.xlsx")
    report = import_workbook(tmp_path / "longer.xlsx", project, by=None).as_json()
    assert [report[k] for k in ("rows", "created", "merged", "held", "unchanged")] == [230, 1, 0, 10, 219]
    after = rows_by_table()
    assert after["beneficiaries.Person"] == before["beneficiaries.Person"] + 1
    assert after["services.SupportDelivery"] == before["services.SupportDelivery"] + 2
    assert after["cases.ExitFinding"] == before["cases.ExitFinding"]
    assert ImportedRow.objects.filter(sheet="people").count() == 230
    assert figures(project)["EECO01 cumulative"][2] == known["EECO01 cumulative"][2] + 1


def test_renumbered_and_reformatted_rows_are_known_rows(project, tmp_path):
    book = openpyxl.load_workbook(LIST)
    for name in book.sheetnames:
        top = 4 if name == "Uczestnicy" else 2
        for row in book[name].iter_rows(min_row=top):
            row[0].value += 1000
            for cell in row:
                if isinstance(cell.value, datetime.datetime):
                    cell.value = cell.value.strftime("%d.%m.%Yr.")
    book.save(tmp_path / "renumbered.xlsx")
    before = rows_by_table()
    report = import_workbook(tmp_path / "renumbered.xlsx", project, by=None).as_json()
    assert (report["created"], report["merged"], report["held"], report["unchanged"]) == (0, 0, 10, 219)
    assert rows_by_table() == before


def test_a_changed_row_of_a_known_person_is_shown_and_overwrites_nothing(project, tmp_path):
    book = openpyxl.load_workbook(LIST)
    sheet = book["Uczestnicy"]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(13, heads.index("Wykształcenie") + 1, "ISCED 0-2")
    sheet.cell(13, heads.index("Data zakończenia udziału") + 1, "2025-07-01")
    book.save(tmp_path / "changed.xlsx")
    known = figures(project)
    facts = dict(ParticipationVersion.objects.current().values_list("participation", "id"))
    report = import_workbook(tmp_path / "changed.xlsx", project, by=None).as_json()
    assert [(row["row"], row["lp"]) for row in report["changed_rows"]] == [(13, 10)]
    assert (report["created"], report["merged"], report["held"], report["unchanged"]) == (0, 0, 10, 219)
    assert figures(project) == known
    assert dict(ParticipationVersion.objects.current().values_list("participation", "id")) == facts
    again = import_workbook(tmp_path / "changed.xlsx", project, by=None).as_json()
    assert (again["unchanged"], again["created"], again["held"]) == (219, 0, 10)


@pytest.fixture
def edition(project):
    """A report of the third quarter of 2026, frozen."""
    return freeze_edition(project, Period(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)), by=None)


def test_every_frozen_figure_is_that_of_the_naive_count(edition, naive):
    assert figures_of(edition.content) == naive.figures(edition.starts_on, edition.ends_on)
    assert figures_of(edition.content) == figures(edition.grant_project, "2026-07-01", "2026-09-30")


def test_as_many_people_stand_behind_every_figure(edition):
    rows = list(EvidenceRow.objects.filter(edition=edition).values())
    for line in edition.content["indicators"]:
        if line["unit"] != "persons":
            continue
        own = [row for row in rows if row["indicator"] == line["code"]]
        for part, counted in (("cumulative", own), ("period", [row for row in own if row["in_period"]])):
            by_sex = [sum(row["sex"] == sex for row in counted) for sex in "KM"]
            assert [line[part]["women"], line[part]["men"]] == by_sex, line["code"]
    for group in edition.content["groups"]:
        own = [row for row in rows if row["indicator"] == "EECO01" and row["target_group"] == group["code"]]
        assert group["cumulative"]["total"] == len(own)


def test_deliveries_by_organisation_add_up_to_those_of_the_kind(edition):
    for line in edition.content["support"]:
        assert sum(line["by_organisation"].values()) == line["deliveries"]


def test_every_name_is_there_in_five_languages(edition):
    for part in ("indicators", "groups", "support"):
        assert all(set(line["name"]) == {"pl", "uk", "be", "ru", "en"} for line in edition.content[part])


def test_what_a_report_shows_costs_eighteen_queries(project, django_assert_num_queries):
    with django_assert_num_queries(18):
        draft_edition(project, Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)), by=None)
