"""For what people count before a planned entry and after it: the rules of the table over the facts to come."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from portal.effects import PlannedPerson, PlannedSupport
from reporting.queries.facts import COLUMNS, FROM_FACTS, column, database_key, day_of, facts_with, parameters, rows
from reporting.queries.people import Check
from reporting.queries.table import shared_rules
from reporting.rules import Indicator, Period, Rule


@dataclass(frozen=True)
class Weighed:
    """One person: the codes of the indicators in which they count before and after the entry.

    ``unmet`` are the rules common to all indicators that will not be fulfilled, each with its fact.
    """

    person: PlannedPerson
    before: frozenset[str]
    after: frozenset[str]
    unmet: tuple[Check, ...]


def weigh_support(planned: PlannedSupport, indicators: Sequence[Indicator]) -> list[Weighed]:
    """Weigh every person of the planned entry: one query, the same booleans as the table.

    The facts to come are those in force with the values that the entry will change put in their place.
    """
    counted = [indicator for indicator in indicators if indicator.rules]
    base, rules = shared_rules(counted), tuple(dict.fromkeys(rule for each in counted for rule in each.rules))
    period, project, people = Period.whole(), planned.grant_project, planned.people
    to_come, values = _facts_to_come(people)
    values |= {f"participation_{place}": database_key(each.participation.pk) for place, each in enumerate(people)}
    answers = ", ".join([*_truths(counted, rules), *(column(rule.fact) for rule in base)])
    select = f"SELECT p.participation_id, %(moment)s, {answers} "
    found = rows(
        f"{facts_with(period, project, some=len(people))} {select.replace('%(moment)s', '0')} {FROM_FACTS}"
        f" UNION ALL {select.replace('%(moment)s', '1')} FROM ({to_come}) p",
        parameters(period, project, **values),
    )
    by_moment = {(uuid.UUID(str(row[0])), row[1]): row[2:] for row in found}
    nothing = (False,) * len(rules) + (False,) * len(counted) + (None,) * len(base)
    return [
        _weighed(
            each,
            by_moment.get((each.participation.pk, 0), nothing),
            by_moment.get((each.participation.pk, 1), nothing),
            counted, rules, base,
        )
        for each in people
    ]  # fmt: skip


def _truths(indicators: Sequence[Indicator], rules: Sequence[Rule]) -> list[str]:
    return [f"({rule.sql}) IS TRUE" for rule in rules] + [
        f"{column(indicator.moment)} IS NOT NULL" for indicator in indicators
    ]


def _weighed(
    person: PlannedPerson,
    before: Sequence[Any],
    after: Sequence[Any],
    indicators: Sequence[Indicator],
    rules: Sequence[Rule],
    base: Sequence[Rule],
) -> Weighed:
    facts = after[len(rules) + len(indicators) :]
    met = dict(zip(rules, after, strict=False))
    unmet = [Check(rule, False, day_of(fact)) for rule, fact in zip(base, facts, strict=True) if not met[rule]]
    return Weighed(person, _codes(before, indicators, rules), _codes(after, indicators, rules), tuple(unmet))


def _codes(row: Sequence[Any], indicators: Sequence[Indicator], rules: Sequence[Rule]) -> frozenset[str]:
    met = dict(zip(rules, row, strict=False))
    dated = row[len(rules) :]
    return frozenset(
        indicator.code
        for place, indicator in enumerate(indicators)
        if dated[place] and all(met[rule] for rule in indicator.rules)
    )


def _facts_to_come(people: Sequence[PlannedPerson]) -> tuple[str, dict[str, Any]]:
    """Return the facts with the planned changes in place, and the parameters of that text."""
    changed = [(place, each) for place, each in enumerate(people) if each.changes]
    values: dict[str, Any] = {}
    columns = []
    for name in COLUMNS:
        cases = ""
        for place, each in changed:
            change = {_column_of(key, value): _parameter(value) for key, value in each.changes.items()}
            if name in change:
                values[f"{name}_{place}"] = change[name]
                cases += f" WHEN %(participation_{place})s THEN %({name}_{place})s"
        columns.append(f"CASE p.participation_id{cases} ELSE p.{name} END AS {name}" if cases else f"p.{name}")
    return f"SELECT {', '.join(columns)} {FROM_FACTS}", values


def _column_of(name: str, value: Any) -> str:
    return f"{name}_id" if name == "target_group" or isinstance(value, Model) else name


def _parameter(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return connection.ops.adapt_datefield_value(value) if isinstance(value, datetime.date) else value
