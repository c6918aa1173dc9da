"""What a gap costs: who would count for an indicator if this gap alone were mended."""

from collections.abc import Mapping, Sequence

from portal.programmes.models import GrantProject
from reporting.queries.facts import FROM_FACTS, column, facts_with, parameters, rows
from reporting.rules import Indicator, Period, Rule

FOLLOWS = {"started": "start_on", "finding_in_window": "found_on"}
"""Conditions without which a day is not known; what asks about that fact, or counts on that day, cannot be weighed."""
BY_THEN = {"finding_in_window": f"{column('end_on')} <= %(to)s"}
"""What must have happened by the end of the period, so that the gap is one already."""

Costs = Mapping[str, Mapping[str, int]]


def costs_of(
    project: GrantProject, period: Period, indicators: Sequence[Indicator], rule_of_check: Mapping[str, str]
) -> Costs:
    """Return for each check how many people it keeps from each indicator: one query.

    Counted is who meets every condition of the indicator but the one that the check is about. Whoever has a second
    gap is not among them. Of people without a finding it is how many at most: what it will say is not known.
    """
    asked = [
        (check, indicator, rule)
        for check, code in rule_of_check.items()
        for indicator in indicators
        for rule in indicator.rules
        if rule.code == code
    ]
    if not asked:
        return {}
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {_all_but(indicator, rule)})" for _check, indicator, rule in asked)
    (found,) = rows(
        f"{facts_with(period, project)} SELECT {counts} {FROM_FACTS}",  # noqa: S608
        parameters(period, project),
    )
    costs: dict[str, dict[str, int]] = {}
    for (check, indicator, _rule), people in zip(asked, found, strict=True):
        if people:
            costs.setdefault(check, {})[indicator.code] = people
    return costs


def _all_but(indicator: Indicator, gap: Rule) -> str:
    blank = FOLLOWS.get(gap.code)
    met = [f"({rule.sql})" for rule in indicator.rules if rule is not gap and (not blank or rule.fact != blank)]
    day = [f"{column(indicator.moment)} <= %(to)s"] if indicator.moment != blank else [BY_THEN.get(gap.code, "1 = 1")]
    return " AND ".join([f"({gap.sql}) IS NOT TRUE", *met, *day])
