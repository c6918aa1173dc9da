"""A figure broken down by characteristics of the people behind it: one statement for all of them."""

from collections.abc import Sequence
from typing import Any

from portal.programmes.models import GrantProject
from reporting.queries.facts import FROM_FACTS, by_end, facts_with, in_period, parameters, rows
from reporting.rules import Dimension, Figure, Indicator, Period, Rule

Parts = list[tuple[Any, Figure, Figure]]


def breakdown_of(
    project: GrantProject, period: Period, indicator: Indicator, dimensions: Sequence[Dimension]
) -> list[Parts]:
    """Return for each dimension its values with the figures in the period and up to its end: one query."""
    if not dimensions:
        return []
    asked: list[Rule | Dimension] = [*indicator.rules, *dimensions]
    counts = f"COUNT(*) FILTER (WHERE {in_period(indicator)}), COUNT(*) FILTER (WHERE {by_end(indicator)})"
    where = " AND ".join(f"({rule.sql})" for rule in indicator.rules)
    sql = " UNION ALL ".join(
        f"SELECT {place}, CAST({dimension.sql} AS TEXT), p.sex, {counts} {FROM_FACTS} WHERE {where} GROUP BY 2, 3"  # noqa: S608
        for place, dimension in enumerate(dimensions)
    )
    found = rows(facts_with(period, project, rules=asked) + sql, parameters(period, project, asked))
    return [_parts([row[1:] for row in found if row[0] == place]) for place in range(len(dimensions))]


def _parts(counted: list[tuple]) -> Parts:
    values = sorted({row[0] for row in counted}, key=lambda value: (value is None, value))
    parts = [
        (value, *(_figure([row for row in counted if row[0] == value], place) for place in (2, 3))) for value in values
    ]
    return [(value, period, cumulative) for value, period, cumulative in parts if cumulative.total]


def _figure(counted: list[tuple], place: int) -> Figure:
    women, men = (sum(row[place] for row in counted if row[1] == sex) for sex in ("K", "M"))
    return Figure(women, men, women + men)
