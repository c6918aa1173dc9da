"""The indicator table against hand-written SQL that gives the same numbers (performance goals 1, 2 and 5)."""

import datetime
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from benchmarks.hand_sql import CONDITIONS, SUPPORT, as_known, counting
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.facts import parameters, rows
from reporting.queries.table import indicator_table
from reporting.rules import Period

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
ANY_DATES = (datetime.date(2025, 11, 7), datetime.date(2026, 9, 19))


def periods() -> Iterator[tuple[str, Period]]:
    """Yield a quarter, dates between quarters, and the same as known on a day of the past."""
    yield "a quarter", PERIOD
    yield "any dates", Period(*ANY_DATES)
    yield "any dates, as known on a moment", Period(*ANY_DATES, known_on=timezone.now())


class Figures:
    """Both ways to the numbers of one project."""

    def __init__(self, project: GrantProject, period: Period = PERIOD) -> None:
        self._project, self._period = project, period
        self._statement, self._support = counting(connection.vendor), SUPPORT
        if period.known_on is not None:
            self._statement, self._support = as_known(self._statement), as_known(SUPPORT)
        self._values = parameters(period, project)

    def portal(self) -> dict[str, tuple[int, int]]:
        """Return period and cumulative total of each indicator, and the persons of each kind of support."""
        table = indicator_table(self._project, self._period, INDICATORS)
        found = {line.code: (line.period.total, line.cumulative.total) for line in table.indicators}
        support = {line.code: (line.persons, line.deliveries) for line in table.support if line.deliveries}
        return {code: found[code] for code in CONDITIONS} | support

    def floor(self) -> dict[str, tuple[int, int]]:
        """Return the same by hand."""
        counted = rows(self._statement, self._values, again=self._period.known_on is None)
        support = rows(self._support, self._values)
        found = {
            code: (sum(row[2 + 2 * place] for row in counted), sum(row[3 + 2 * place] for row in counted))
            for place, code in enumerate(CONDITIONS)
        }
        return found | {code: (persons, deliveries) for code, persons, deliveries, _hours in support}
