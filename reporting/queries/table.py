"""The indicator table: one statement for all indicators and groups, one for support (contracts §2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language

from portal.programmes.models import GrantProject, TargetGroup
from reporting.queries.facts import FROM_FACTS, column, facts_with, in_force, parameters, rows
from reporting.rules import Figure, Indicator, Line, Period, Rule, SupportLine

NO_TARGET: dict[str, int | None] = {"women": None, "men": None, "total": None}


@dataclass(frozen=True)
class Table:
    """Everything that a report shows: indicators, groups, support by kind."""

    indicators: list[Line]
    groups: list[Line]
    support: list[SupportLine]

    def line(self, code: str) -> Line:
        """Return the line of one indicator or group."""
        return next(line for line in (*self.indicators, *self.groups) if line.code == code)


def indicator_table(project: GrantProject, period: Period, indicators: Sequence[Indicator]) -> Table:
    """Count every indicator for a period: three queries, whatever the number of people.

    ``period`` counts by the day of the start (outputs) or of the finding or event (results) inside the
    period, ``cumulative`` by the same day up to its end (R69).
    """
    counted = rows(facts_with(period, project) + _counting(tuple(indicators)), parameters(period, project))
    groups = list(TargetGroup.objects.filter(grant_project=project))
    lines = [
        Line(
            code=indicator.code,
            name=str(indicator.name),
            target=project.targets.get(indicator.code, NO_TARGET),
            period=_figure(counted, 2 + 2 * place, indicator.unit),
            cumulative=_figure(counted, 3 + 2 * place, indicator.unit),
            unit=indicator.unit,
            is_result=indicator.is_result,
        )
        for place, indicator in enumerate(indicators)
    ]
    return Table(
        lines,
        [_group_line(group, counted) for group in groups],
        support_table(project, period, shared_rules(indicators)),
    )


def _group_line(group: TargetGroup, counted: list[tuple]) -> Line:
    """The first indicator is the number of participants; a group counts its share of them."""
    own = [row for row in counted if row[1] == group.pk]
    return Line(
        code=group.code,
        name=group.name,
        target={**NO_TARGET, "total": group.target},
        period=_figure(own, 2, "persons"),
        cumulative=_figure(own, 3, "persons"),
    )


def _figure(counted: list[tuple], place: int, unit: str) -> Figure:
    if unit != "persons":
        return Figure(None, None, 0)
    women = sum(row[place] for row in counted if row[0] == "K")
    men = sum(row[place] for row in counted if row[0] == "M")
    return Figure(women, men, women + men)


@lru_cache(maxsize=64)
def _counting(indicators: tuple[Indicator, ...]) -> str:
    """The SELECT of the table: by sex and group, two counts per indicator.

    What all indicators of people ask for stands once, in WHERE.
    """
    shared = shared_rules(indicators)
    counts = []
    for indicator in indicators:
        rules = [f"({rule.sql})" for rule in indicator.rules if rule not in shared]
        day = column(indicator.moment)
        for condition in (f"{day} BETWEEN %(from)s AND %(to)s", f"{day} <= %(to)s"):
            counts.append(f"COUNT(*) FILTER (WHERE {' AND '.join([*rules, condition])})")
    where = " AND ".join(f"({rule.sql})" for rule in shared) or "1 = 1"
    return f"SELECT p.sex, p.target_group_id, {', '.join(counts)} {FROM_FACTS} WHERE {where} GROUP BY 1, 2"


def shared_rules(indicators: Sequence[Indicator]) -> tuple[Rule, ...]:
    """Return the rules that every indicator of people has."""
    people = [indicator for indicator in indicators if indicator.unit == "persons"]
    return tuple(rule for rule in people[0].rules if all(rule in other.rules for other in people))


def support_table(project: GrantProject, period: Period, base: tuple[Rule, ...]) -> list[SupportLine]:
    """Count support dated inside the period and given to counted participants, by kind: one query.

    ``base`` are the rules that make a participant count. The persons of two kinds overlap; they are never
    added up.
    """
    sql = _support_sql((get_language() or "pl")[:2], period.known_on is not None, base)
    return [
        SupportLine(code, name, persons, deliveries, Decimal(str(hours or 0)).quantize(Decimal("0.01")))
        for code, name, persons, deliveries, hours in rows(sql, parameters(period, project))
    ]


@lru_cache(maxsize=32)
def _support_sql(language: str, known: bool, base: tuple[Rule, ...]) -> str:
    return f"""
SELECT t.code, COALESCE(NULLIF(t.name_{language}, ''), t.name_pl),
  COUNT(DISTINCT s.participation_id), COUNT(s.participation_id), SUM(s.hours)
FROM programmes_servicetype t LEFT JOIN (
  SELECT x.service_type_id, x.participation_id, x.hours FROM services_supportdelivery x
  JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id
  WHERE p.grant_project_id = %(project)s AND {in_force("p", known=known)} AND {in_force("x", known=known)}
    AND {" AND ".join(f"({rule.sql})" for rule in base)} AND x.delivered_on BETWEEN %(from)s AND %(to)s
) s ON s.service_type_id = t.id
WHERE t.grant_project_id = %(project)s
GROUP BY t.id, t.code, t.name_{language}, t.name_pl, t.position ORDER BY t.position"""
