"""Who stands behind every figure, in one statement: the rows that an edition freezes."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.programmes.models import GrantProject
from reporting.queries.facts import FROM_FACTS, column, facts_with, parameters, rows
from reporting.rules import Indicator, Period


@dataclass(frozen=True, order=True)
class Evidence:
    """One person, by number, who counts for one indicator up to the end of the period."""

    indicator: str
    number: str
    sex: str
    target_group: str
    counted_on: datetime.date
    in_period: bool


def evidence_behind(project: GrantProject, period: Period, indicators: Sequence[Indicator]) -> list[Evidence]:
    """Return everybody behind every cumulative figure of the table, in order: one query."""
    people = [indicator for indicator in indicators if indicator.rules]
    asked = ", ".join(f"CASE WHEN {_counts(indicator)} THEN {column(indicator.moment)} END" for indicator in people)
    found = rows(
        f"{facts_with(period, project)} SELECT a.number, p.sex, g.code, {asked} {FROM_FACTS}"
        " JOIN beneficiaries_participation a ON a.id = p.participation_id"
        " LEFT JOIN programmes_targetgroup g ON g.id = p.target_group_id",
        parameters(period, project),
    )
    return sorted(each for row in found for each in _of(row, people, period))


def _counts(indicator: Indicator) -> str:
    conditions = [f"({rule.sql})" for rule in indicator.rules]
    return " AND ".join([*conditions, f"{column(indicator.moment)} <= %(to)s"])


def _of(row: tuple, indicators: Sequence[Indicator], period: Period) -> Iterator[Evidence]:
    number, sex, group, *days = row
    for indicator, day in zip(indicators, days, strict=True):
        if day is not None:
            on = _day(day)
            yield Evidence(indicator.code, number, sex, group or "", on, on >= period.starts_on)


def _day(value: Any) -> datetime.date:
    """SQLite gives a day back as text from a raw statement."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
