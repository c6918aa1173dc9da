"""How the figures grew: for the cumulative line of the dashboard."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.programmes.models import GrantProject
from reporting.queries.facts import FROM_FACTS, by_end, column, facts_with, parameters, rows
from reporting.rules import Indicator, Period, rules_of


@dataclass(frozen=True)
class Counted:
    """How many of one sex and group count for an indicator on one day."""

    indicator: str
    day: datetime.date
    sex: str
    group: int | None
    people: int


def counted_by_kind(project: GrantProject, period: Period, indicators: Sequence[Indicator]) -> list[Counted]:
    """Return who counts on which day by sex and target group, up to the end of the period: one query.

    The sums are the cumulative figures of the table: the same booleans over the same facts.
    """
    asked = " UNION ALL ".join(
        f"SELECT '{indicator.code}', {column(indicator.moment)}, p.sex, p.target_group_id, COUNT(*) {FROM_FACTS} WHERE "
        + " AND ".join([*(f"({rule.sql})" for rule in indicator.rules), f"{column(indicator.moment)} <= %(to)s"])
        + " GROUP BY 2, 3, 4"
        for indicator in indicators
    )
    found = rows(facts_with(period, project) + asked, parameters(period, project))
    return [Counted(code, _day(day), sex, group, people) for code, day, sex, group, people in found]


def counted_by_day(
    project: GrantProject, period: Period, indicators: Sequence[Indicator]
) -> dict[str, dict[datetime.date, int]]:
    """Return for each indicator how many people count on which day, up to the end of the period: one query."""
    rules = rules_of(indicators)
    asked = " UNION ALL ".join(
        f"SELECT {place}, {column(indicator.moment)}, COUNT(*) {FROM_FACTS} WHERE "
        + " AND ".join([*(f"({rule.sql})" for rule in indicator.rules), by_end(indicator)])
        + " GROUP BY 2"
        for place, indicator in enumerate(indicators)
    )
    found: dict[str, dict[datetime.date, int]] = {indicator.code: {} for indicator in indicators}
    counted = rows(facts_with(period, project, rules=rules) + asked, parameters(period, project, rules))
    for place, day, people in counted:
        found[indicators[place].code][_day(day)] = people
    return found


def _day(value: Any) -> datetime.date:
    """SQLite gives a day back as text from a raw statement."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
