"""The product against a second, naive count of the same workbook: the city's list and invented ones."""

import datetime

import pytest

from portal.imports.domain import import_workbook
from portal.programmes.models import GrantProject
from reporting.exporters.contract import table_as_json
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.invented import END, START, Invention
from tests.recount import Recount, figures_of

SEEDS = (1, 2)
PERIODS = (
    (datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)),
    (datetime.date(2025, 1, 1), datetime.date(2025, 9, 30)),
    (datetime.date(2025, 10, 1), datetime.date(2026, 3, 31)),
    (datetime.date(2026, 4, 1), datetime.date(2027, 1, 28)),
    (datetime.date(2026, 2, 2), datetime.date(2026, 2, 2)),
)


def table_of(project: GrantProject, first: datetime.date, last: datetime.date) -> dict:
    """Return the product's figures."""
    period = Period(first, last)
    return figures_of(table_as_json(project, period, indicator_table(project, period, INDICATORS)))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_invented_list_gives_what_the_naive_count_gives(sopot, tmp_path, seed):
    path = Invention(seed).list.save(tmp_path / "list.xlsx")
    expected = Recount(path, START, END)

    report = import_workbook(path, sopot, by=None).as_json()

    assert {(r["row"], r["lp"], r["reason"]) for r in report["held_rows"]} == set(expected.held)
    assert [(r["row"], r["lp"], r["missing"]) for r in report["incomplete_rows"]] == expected.incomplete
    assert (report["rows"], report["created"], report["merged"], report["held"], report["unchanged"]) == (
        len(expected.rows), len(expected.people), expected.merged, len(expected.held), 0,
    )  # fmt: skip
    assert len(report["refused_rows"]) == expected.refused.total()
    for first, last in PERIODS:
        assert table_of(sopot, first, last) == expected.figures(first, last)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_that_grows_week_by_week_gives_the_same_as_the_whole_list(sopot, tmp_path, seed):
    invention = Invention(seed)
    whole = invention.list.rows["Uczestnicy"]
    invention.list.rows["Uczestnicy"] = whole[: len(whole) // 2]
    import_workbook(invention.list.save(tmp_path / "first.xlsx"), sopot, by=None)
    invention.list.rows["Uczestnicy"] = whole
    path = invention.list.save(tmp_path / "second.xlsx")
    expected = Recount(path, START, END)

    report = import_workbook(path, sopot, by=None).as_json()

    assert report["rows"] == sum(report[name] for name in ("created", "merged", "held", "unchanged"))
    assert {(r["row"], r["lp"], r["reason"]) for r in report["held_rows"]} == set(expected.held)
    assert {(r["row"], r["lp"], tuple(r["missing"])) for r in report["incomplete_rows"]} == {
        (row, lp, tuple(missing)) for row, lp, missing in expected.incomplete
    }
    for first, last in PERIODS:
        assert table_of(sopot, first, last) == expected.figures(first, last)
