"""Who stands behind every figure, in one statement: the rows that an edition freezes."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.programmes.models import GrantProject
from reporting.queries.facts import FROM_FACTS, by_end, column, facts_with, parameters, rows
from reporting.rules import Indicator, Period, rules_of


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
    rules = rules_of(people)
    asked = ", ".join(f"CASE WHEN {_counts(each)} THEN {column(day)} END" for each in people for day in _days(each))
    found = rows(
        f"{facts_with(period, project, rules=rules)} SELECT a.number, p.sex, g.code, {asked} {FROM_FACTS}"
        " JOIN beneficiaries_participation a ON a.id = p.participation_id"
        " LEFT JOIN programmes_targetgroup g ON g.id = p.target_group_id",
        parameters(period, project, rules),
    )
    return sorted(each for row in found for each in _of(row, people, period))


def _counts(indicator: Indicator) -> str:
    return " AND ".join([*(f"({rule.sql})" for rule in indicator.rules), by_end(indicator)])


def _days(indicator: Indicator) -> tuple[str, ...]:
    """Return the columns to ask for: the day on which the person counts, and the last one where they count anew."""
    return tuple(dict.fromkeys((indicator.moment, indicator.day_in_period)))


def _of(row: tuple, indicators: Sequence[Indicator], period: Period) -> Iterator[Evidence]:
    number, sex, group, *found = row
    left = iter(found)
    for indicator in indicators:
        days = [next(left) for _column in _days(indicator)]
        if days[0] is not None:
            in_period = _day(days[-1]) >= period.starts_on
            yield Evidence(indicator.code, number, sex, group or "", _day(days[0]), in_period)


def _day(value: Any) -> datetime.date:
    """SQLite gives a day back as text from a raw statement."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
