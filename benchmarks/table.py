"""The indicator table against hand-written SQL that gives the same numbers (performance goals 1 and 5)."""

import datetime

from django.db import connection

from benchmarks.hand_sql import CONDITIONS, SUPPORT, counting
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.facts import parameters, rows
from reporting.queries.table import indicator_table
from reporting.rules import Period

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))


class Figures:
    """Both ways to the numbers of one project."""

    def __init__(self, project: GrantProject) -> None:
        self._project, self._statement = project, counting(connection.vendor)
        self._values = parameters(PERIOD, project)

    def portal(self) -> dict[str, tuple[int, int]]:
        """Return period and cumulative total of each indicator, and the persons of each kind of support."""
        table = indicator_table(self._project, PERIOD, INDICATORS)
        found = {line.code: (line.period.total, line.cumulative.total) for line in table.indicators}
        support = {line.code: (line.persons, line.deliveries) for line in table.support if line.deliveries}
        return {code: found[code] for code in CONDITIONS} | support

    def floor(self) -> dict[str, tuple[int, int]]:
        """Return the same by hand."""
        counted = rows(self._statement, self._values)
        support = rows(SUPPORT, self._values)
        found = {
            code: (sum(row[2 + 2 * place] for row in counted), sum(row[3 + 2 * place] for row in counted))
            for place, code in enumerate(CONDITIONS)
        }
        return found | {code: (persons, deliveries) for code, persons, deliveries, _hours in support}
