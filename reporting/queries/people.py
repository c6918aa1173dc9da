"""The people behind a figure: who counts, who does not and by which rule – and one person explained."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL

from beneficiaries.models import Participation
from beneficiaries.queries.candidates import as_key
from portal.programmes.models import GrantProject, TargetGroup
from reporting.queries.facts import (
    FROM_FACTS,
    by_end,
    column,
    database_key,
    day_of,
    facts_with,
    in_period,
    parameters,
    positional,
    rows,
)
from reporting.queries.unsaid import BY_PERIOD_END, PEOPLE
from reporting.rules import Indicator, Period, Rule, fact_as_text, rules_of


@dataclass(frozen=True)
class Step:
    """One step of the funnel: who is left after a rule, and how many it left out."""

    rule: Rule | None
    remaining: int
    left_out: int


@dataclass(frozen=True)
class Check:
    """One rule about one person."""

    rule: Rule
    passed: bool
    fact: Any


@dataclass(frozen=True)
class Explanation:
    """Whether one person counts for one indicator, since when, and what each rule says.

    ``in_period``: the day that counts lies inside the period, not only before its end.
    """

    indicator: Indicator
    counted: bool
    since: Any
    checks: tuple[Check, ...]
    in_period: bool


def funnel(project: GrantProject, indicator: Indicator, period: Period) -> list[Step]:
    """Return from all participations down to those that count up to the end of the period: one query."""
    conditions = [f"({rule.sql}) IS TRUE" for rule in indicator.rules]
    conditions.append(f"({by_end(indicator)}) IS TRUE")
    counts = ["COUNT(*)"] + [
        f"COUNT(*) FILTER (WHERE {' AND '.join(conditions[: place + 1])})" for place in range(len(conditions))
    ]
    (found,) = rows(
        f"{facts_with(period, project, rules=indicator.rules)} SELECT {', '.join(counts)} {FROM_FACTS}",  # noqa: S608
        parameters(period, project, indicator.rules),
    )
    rules: list[Rule | None] = [None, *indicator.rules, None]
    return [
        Step(rule, remaining, (found[place - 1] - remaining) if place else 0)
        for place, (rule, remaining) in enumerate(zip(rules, found, strict=True))
    ]


def people_counted(
    project: GrantProject,
    indicator: Indicator,
    period: Period,
    *,
    only_period: bool = False,
    sex: str = "",
    group: TargetGroup | None = None,
) -> Any:
    """Return the participations that count, cumulatively or in ``only_period``; by sex or group on demand.

    A queryset over ``Participation``: the caller narrows it to what the user may see.
    """
    conditions = _counting(indicator, only_period=only_period)
    return _participations(project, period, conditions, indicator.rules, sex=sex, group=group)


def counted_by_own_facts(
    keys: Sequence[uuid.UUID],
    project: GrantProject,
    indicator: Indicator,
    period: Period,
    *,
    only_period: bool = False,
    sex: str = "",
    group: TargetGroup | None = None,
) -> set[uuid.UUID]:
    """Return which of these participations count as ``people_counted`` asks, each weighed alone (one query)."""
    more, values = _narrowing(sex, group)
    conditions = [*_counting(indicator, only_period=only_period), *more]
    asked = {f"participation_{place}": database_key(key) for place, key in enumerate(keys)}
    found = rows(
        f"{facts_with(period, project, rules=indicator.rules, some=len(keys))}"  # noqa: S608
        f" SELECT p.participation_id {FROM_FACTS} WHERE {' AND '.join(conditions)}",
        parameters(period, project, indicator.rules, **values, **asked),
    )
    return {as_key(key) for (key,) in found}


def _counting(indicator: Indicator, *, only_period: bool) -> list[str]:
    """Return the conditions of somebody who counts, cumulatively or in the period."""
    day = in_period(indicator) if only_period else by_end(indicator)
    return [*(f"({rule.sql}) IS TRUE" for rule in indicator.rules), day]


def _narrowing(sex: str, group: TargetGroup | None) -> tuple[list[str], dict[str, Any]]:
    wanted = {"sex": sex, "target_group_id": group.pk if group is not None else ""}
    asked = {name: value for name, value in wanted.items() if value != ""}
    return [f"p.{name} = %({name})s" for name in asked], asked


def people_meeting(project: GrantProject, period: Period, rules: Sequence[Rule]) -> Any:
    """Return the participations that meet all of ``rules``, whatever the day."""
    return _participations(project, period, [f"({rule.sql}) IS TRUE" for rule in rules], rules)


def people_left_out(project: GrantProject, indicator: Indicator, period: Period, rule: Rule | None) -> Any:
    """Return the participations that fulfil every rule before ``rule`` but not ``rule`` itself.

    ``None`` asks for those who fulfil every rule, but on a day after the period.
    """
    conditions = []
    for each in indicator.rules:
        if each == rule:
            conditions.append(f"({each.sql}) IS NOT TRUE")
            return _participations(project, period, conditions, indicator.rules)
        conditions.append(f"({each.sql}) IS TRUE")
    conditions.append(f"({by_end(indicator)}) IS NOT TRUE")
    return _participations(project, period, conditions, indicator.rules)


def _participations(
    project: GrantProject,
    period: Period,
    conditions: Sequence[str],
    rules: Sequence[Rule],
    *,
    sex: str = "",
    group: TargetGroup | None = None,
) -> Any:
    more, values = _narrowing(sex, group)
    sql, params = positional(
        f"{facts_with(period, project, rules=rules)} SELECT p.participation_id {FROM_FACTS}"
        f" WHERE {' AND '.join([*conditions, *more])}",
        parameters(period, project, rules, **values),
    )
    return Participation.objects.filter(grant_project=project, pk__in=RawSQL(sql, params))  # noqa: S611


def explain(participation: Participation, indicators: Sequence[Indicator], period: Period) -> list[Explanation]:
    """Explain one person for these indicators: one query, the same booleans as the table.

    ``counted`` is cumulative up to the end of the period, and means that every check has passed.
    """
    rules = rules_of(indicators)
    moments = list(dict.fromkeys(indicator.moment for indicator in indicators))
    asked = (
        [f"({rule.sql}) IS TRUE" for rule in rules]
        + [column(rule.fact) for rule in rules]
        + [column(moment) for moment in moments]
        + [f"({in_period(indicator)}) IS TRUE" for indicator in indicators]
    )
    asked_sql = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(asked))
    project = participation.grant_project
    values = parameters(period, project, rules, participation=database_key(participation.pk))
    found = rows(
        f"{facts_with(period, project, rules=rules, one=True)} SELECT {asked_sql} {FROM_FACTS}",  # noqa: S608
        values,
    )
    row = found[0] if found else (False,) * len(rules) + (None,) * (len(asked) - len(rules))
    checks = {rule: Check(rule, bool(row[place]), day_of(row[len(rules) + place])) for place, rule in enumerate(rules)}
    days = {moment: day_of(row[2 * len(rules) + place]) for place, moment in enumerate(moments)}
    inside = row[2 * len(rules) + len(moments) :]
    return [
        _explanation(indicator, checks, days, period, is_inside=bool(inside[place]))
        for place, indicator in enumerate(indicators)
    ]


def _explanation(
    indicator: Indicator, checks: dict[Rule, Check], days: dict[str, Any], period: Period, *, is_inside: bool
) -> Explanation:
    own = tuple(checks[rule] for rule in indicator.rules) or (Check(PEOPLE, False, None),)
    since = days[indicator.moment] if all(check.passed for check in own) else None
    if since is not None and fact_as_text(since) > period.ends_on.isoformat():
        own, since = (*own, Check(BY_PERIOD_END, False, since)), None
    return Explanation(indicator, since is not None, since, own, is_inside and since is not None)
