"""Whoever leaves on the last day of the project has results after it: reports and charts go on that far (R3, R40, E18)."""

import datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from portal.imports.domain import import_workbook
from reporting.domain.editions import PeriodRefused, freeze_edition
from reporting.models import EvidenceRow
from reporting.rules import Period
from reporting.tables.periods import Chosen
from tests.commands import run
from tests.counting import END, START
from tests.recount import Recount, figures_of
from tests.workbooks import NOT_IMPROVED

DAY = datetime.date
LAST_QUARTER = Period(DAY(2026, 10, 1), DAY(2027, 1, 28))
WINDOW = Period(DAY(2027, 1, 1), DAY(2027, 1, 28))
LONG_AFTER = "2027-03-01"


@pytest.fixture
def leaving(sopot, people, tmp_path):
    """People who leave on the last day: found improved on the last day of the window, a day later, not improved."""
    for found_on, outcome, categories in (
        ("2027-01-28", "stwierdzam poprawę", "podjęcie wolontariatu"),
        ("2027-01-29", "stwierdzam poprawę", "podjęcie wolontariatu"),
        ("2027-01-12", NOT_IMPROVED, None),
    ):
        lp = people.supported(end="2026-12-31", status="bezrobotna")
        people.finding(lp, found_on, outcome, categories)
    people.event(1, "2027-01-04", "podjęcie pracy")
    people.supported(on="2026-11-03")
    path = people.save(tmp_path / "list.xlsx")
    import_workbook(path, sopot, by=None)
    return Recount(path, START, END)


@pytest.mark.parametrize("period", [LAST_QUARTER, WINDOW])
def test_E18_a_report_that_ends_with_the_window_holds_the_last_results(sopot, leaving, period):
    edition = freeze_edition(sopot, period, by=None)
    lines = figures_of(edition.content)
    expected = leaving.figures(period.starts_on, period.ends_on)
    wanted = [key for key in expected if key.endswith((" period", " cumulative"))]
    assert {key: lines[key] for key in wanted} == {key: expected[key] for key in wanted}
    assert lines["IMPROVED period"] == lines["IMPROVED cumulative"] == (1, 0, 1)
    assert lines["EECR04 period"] == (1, 0, 1)
    row = EvidenceRow.objects.get(edition=edition, indicator="IMPROVED")
    assert (row.counted_on, row.in_period) == (DAY(2027, 1, 28), True)


def test_outputs_are_those_of_the_last_day_of_the_project(sopot, leaving):
    before, after = (
        figures_of(freeze_edition(sopot, Period(DAY(2026, 10, 1), last), by=None).content)
        for last in (END, LAST_QUARTER.ends_on)
    )
    outputs = [key for key in before if key.startswith("EECO") and not key.endswith("percent")]
    assert outputs and {key: before[key] for key in outputs} == {key: after[key] for key in outputs}
    assert (before["IMPROVED cumulative"], after["IMPROVED cumulative"]) == ((0, 0, 0), (1, 0, 1))


@pytest.mark.parametrize(
    "period", [Period(DAY(2026, 10, 1), DAY(2027, 1, 29)), Period(DAY(2024, 12, 31), DAY(2027, 1, 28))]
)
def test_a_day_beyond_the_window_or_before_the_project_is_refused(sopot, leaving, period):
    with pytest.raises(PeriodRefused):
        freeze_edition(sopot, period, by=None)


def test_the_window_is_that_of_the_project(sopot, leaving):
    sopot.result_window_days = 14
    sopot.save()
    with pytest.raises(PeriodRefused):
        freeze_edition(sopot, WINDOW, by=None)
    assert freeze_edition(sopot, Period(WINDOW.starts_on, DAY(2027, 1, 14)), by=None).version == 1


def test_the_command_goes_as_far_and_says_how_far(sopot, leaving, tmp_path, capsys):
    asked = ("report", "--project", sopot.code, "--from", "2027-01-01", "--output", tmp_path / "out", "--to")
    refused = run(capsys, *asked, "2027-01-29")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.strip().endswith("(2025-01-01 to 2027-01-28).")
    assert run(capsys, *asked, "2027-01-28").code == 0


class TestChart:
    def quarters(self, client, last: str) -> dict[str, list]:
        answer = client.get("/koordynacja/wskazniki/", {"projekt": "sopot-5.15", "od": "2025-01-01", "do": last})
        return {row.code: chart.steps for row, (chart, _words) in answer.context["charts"]}

    def test_it_goes_on_only_where_somebody_counts(self, client_of, coordinator, leaving, settings):
        settings.PORTAL_TODAY = LONG_AFTER
        steps = self.quarters(client_of(coordinator), "2027-01-28")
        assert [len(steps[code]) for code in ("EECO01", "IMPROVED")] == [8, 9]
        last = steps["IMPROVED"][-1]
        assert (last.label, last.group, last.actual) == ("I", "2027", 1)
        assert (steps["EECO01"][-1].label, steps["EECO01"][-1].actual) == ("IV", 4)

    def test_it_ends_with_the_project_where_the_period_does(self, client_of, coordinator, leaving, settings):
        settings.PORTAL_TODAY = LONG_AFTER
        steps = self.quarters(client_of(coordinator), "2026-12-31")
        assert [len(steps[code]) for code in ("EECO01", "IMPROVED")] == [8, 8]


@pytest.mark.parametrize(
    ("day", "quarters"),
    [
        (DAY(2026, 12, 15), [DAY(2026, 9, 30), DAY(2026, 12, 31)]),
        (DAY(2027, 1, 12), [DAY(2026, 12, 31), DAY(2027, 3, 31)]),
        (DAY(2028, 6, 1), [DAY(2026, 12, 31), DAY(2027, 3, 31)]),
    ],
)
def test_pages_offer_the_quarters_in_which_results_still_come(sopot, day, quarters):
    chosen = Chosen(sopot, Period(START, END), None, False)
    _whole, *offered = chosen.chips("/koordynacja/", day)
    assert [dict(parse_qsl(urlsplit(chip.url).query))["do"] for chip in offered] == [str(each) for each in quarters]
