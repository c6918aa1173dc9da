"""The indicator table: one statement for all indicators and groups, one for support (contracts §2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language

from portal.programmes.models import GrantProject, TargetGroup
from portal.statements import prepared
from reporting.queries.counted import figures_beside
from reporting.queries.facts import (
    FROM_FACTS,
    by_end,
    facts_with,
    given_twice,
    in_force,
    in_period,
    parameters,
    rows,
)
from reporting.rules import Figure, Indicator, Line, Period, Rule, SupportLine, rules_of

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

    One more for visitors, trained staff, institutions and products each, where an indicator counts them.

    ``period`` counts by the day of the start (outputs) or of the finding or event (results) inside the
    period, ``cumulative`` by the same day up to its end (R69).
    """
    counted = _counted(project, period, indicators)
    groups = prepared(("groups", project.pk), lambda: TargetGroup.objects.filter(grant_project=project.pk))
    return Table(
        _lines(project, period, indicators, counted),
        [_group_line(group, counted) for group in groups.read({})],
        support_table(project, period, shared_rules(indicators)),
    )


def indicator_lines(project: GrantProject, period: Period, indicators: Sequence[Indicator]) -> list[Line]:
    """Count these indicators alone, without groups and support: one query; one more for each kind beside people."""
    return _lines(project, period, indicators, _counted(project, period, indicators))


def _counted(project: GrantProject, period: Period, indicators: Sequence[Indicator]) -> list[tuple]:
    asked = rules_of(indicators)
    sql = facts_with(period, project, rules=asked) + _counting(*_asked_of(indicators))
    return rows(sql, parameters(period, project, asked), again=period.known_on is None)


def _lines(project: GrantProject, period: Period, indicators: Sequence[Indicator], counted: list[tuple]) -> list[Line]:
    beside = figures_beside(project, period, indicators)
    return [
        Line(
            code=indicator.code,
            name=str(indicator.name),
            target=target_of(project, indicator),
            period=beside[indicator.counts][0]
            if indicator.counts in beside
            else _figure(counted, 2 + 2 * place, indicator.unit),
            cumulative=beside[indicator.counts][1]
            if indicator.counts in beside
            else _figure(counted, 3 + 2 * place, indicator.unit),
            unit=indicator.unit,
            is_result=indicator.is_result,
            is_own=indicator.is_own,
            is_lower_bound=indicator.is_lower_bound or indicator.code in project.lower_bounds,
            version=indicator.version,
            counts=indicator.counts,
        )
        for place, indicator in enumerate(indicators)
    ]


def target_of(project: GrantProject, indicator: Indicator) -> dict[str, int | None]:
    """Return the target of an indicator: its own, else the one of the grant."""
    if indicator.target is not None:
        return {**NO_TARGET, **indicator.target}
    return NO_TARGET if indicator.is_own else project.targets.get(indicator.code, NO_TARGET)


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


def _asked_of(indicators: Sequence[Indicator]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the conditions that all indicators of people share, and those of each count: two per indicator."""
    shared = shared_rules(indicators)
    counts = []
    for indicator in indicators:
        own = [f"({rule.sql})" for rule in indicator.rules if rule not in shared]
        counts += [(*own, in_period(indicator)), (*own, by_end(indicator))]
    return tuple(f"({rule.sql})" for rule in shared), tuple(counts)


@lru_cache(maxsize=64)
def _counting(shared: tuple[str, ...], counts: tuple[tuple[str, ...], ...]) -> str:
    """The SELECT of the table: by sex and group, two counts per indicator.

    What all indicators of people ask for stands once, in WHERE.
    """
    asked = ", ".join(f"COUNT(*) FILTER (WHERE {' AND '.join(conditions)})" for conditions in counts)
    where = " AND ".join(shared) or "1 = 1"
    return f"SELECT p.sex, p.target_group_id, {asked} {FROM_FACTS} WHERE {where} GROUP BY 1, 2"  # noqa: S608


def shared_rules(indicators: Sequence[Indicator]) -> tuple[Rule, ...]:
    """Return the rules that every indicator of people has."""
    people = [indicator for indicator in indicators if indicator.unit == "persons"]
    return tuple(rule for rule in (people[0].rules if people else ()) if all(rule in other.rules for other in people))


def support_table(project: GrantProject, period: Period, base: tuple[Rule, ...]) -> list[SupportLine]:
    """Count support dated inside the period and given to counted participants, by kind: one query.

    ``base`` are the rules that make a participant count. The persons of two kinds overlap; they are never
    added up. Deliveries are counted for each record first: counting distinct people would sort every delivery.
    Of the records of one person the first with the kind stands for the person; the deliveries of all count (R34).
    """
    sql = _support_sql((get_language() or "pl")[:2], period.known_on is not None, base)
    return [
        SupportLine(code, name, persons, int(deliveries), Decimal(str(hours or 0)).quantize(Decimal("0.01")))
        for code, name, persons, deliveries, hours in rows(sql, parameters(period, project))
    ]


@lru_cache(maxsize=32)
def _support_sql(language: str, known: bool, base: tuple[Rule, ...]) -> str:
    return f"""
SELECT t.code, COALESCE(NULLIF(t.name_{language}, ''), t.name_pl), COALESCE(s.records, 0) - COALESCE(r.records, 0),
  COALESCE(s.deliveries, 0), s.hours
FROM programmes_servicetype t LEFT JOIN (
  SELECT g.service_type_id, COUNT(*) AS records, SUM(g.deliveries) AS deliveries, SUM(g.hours) AS hours FROM (
    SELECT x.service_type_id, x.participation_id, COUNT(*) AS deliveries, SUM(x.hours) AS hours
    FROM services_supportdelivery x
    JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id
    WHERE p.grant_project_id = %(project)s AND {in_force("p", known=known)} AND {in_force("x", known=known)}
      AND {" AND ".join(f"({rule.sql})" for rule in base)} AND x.delivered_on BETWEEN %(from)s AND %(to)s
    GROUP BY x.service_type_id, x.participation_id
  ) g GROUP BY g.service_type_id
) s ON s.service_type_id = t.id LEFT JOIN (
  {given_twice(known=known)}
) r ON r.service_type_id = t.id
WHERE t.grant_project_id = %(project)s ORDER BY t.position"""
