"""Import a list made for a test and ask the product what counts."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from beneficiaries.models import ParticipationVersion
from portal.imports.domain import import_workbook
from portal.programmes.models import GrantProject
from reporting.exporters.contract import table_as_json
from reporting.indicators.catalogue import indicators_of
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.recount import figures_of
from tests.workbooks import ListOfPeople

FIRST, LAST = "2025-01-01", "2027-01-28"
LIST = Path(__file__).parent / "data" / "participants.xlsx"
"""The city's own list of participants."""
START, END = datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)
"""The days of the project of Sopot."""


def figures(project: GrantProject, first: str = FIRST, last: str = LAST, known_on: Any = None) -> dict[str, Any]:
    """Return the product's figures, one flat line each."""
    period = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), known_on)
    return figures_of(table_as_json(project, period, indicator_table(project, period, indicators_of(project))))


class Imported:
    """A grant project after an import, and what the import said."""

    def __init__(self, project: GrantProject, report: dict[str, Any]) -> None:
        self.project, self.report = project, report

    def total(self, code: str, last: str = LAST) -> int:
        """Return the cumulative total of a code."""
        return figures(self.project, FIRST, last)[f"{code} cumulative"][2]

    def period(self, code: str, first: str, last: str) -> int:
        """Return the total of a code in a period."""
        return figures(self.project, first, last)[f"{code} period"][2]

    def counts(self, *codes: str) -> list[str]:
        """Return those of the codes in which anybody counts."""
        found = figures(self.project)
        return [code for code in codes if found[f"{code} cumulative"][2]]

    def version(self, lp: Any = 1) -> ParticipationVersion:
        """Return what is known of the participation that a number of the list points to."""
        number = next(entry["person"] for entry in self.report["people"] if entry["lp"] == lp)
        return ParticipationVersion.objects.current().get(participation__number=number)


def importer(project: GrantProject, folder: Path) -> Callable[[ListOfPeople], Imported]:
    """Return a function that imports a list into the project."""

    def imported(people: ListOfPeople, **how: Any) -> Imported:
        path = people.save(folder / "list.xlsx", **how)
        return Imported(project, import_workbook(path, project, by=None).as_json())

    return imported
