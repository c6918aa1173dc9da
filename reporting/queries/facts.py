"""The facts statement: one row per participation of a grant project, ready for rules.

Table, list, funnel and explanation all read these columns; today and any past moment use the same text
(architecture §3.3). The text is shaped by hand for each database: ``facts_sql``.
"""

import datetime
import re
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection

from portal.programmes.models import GrantProject
from portal.statements import asked_again
from reporting.queries.facts_sql import (
    COUNTS,
    GIVEN_JOIN,
    GIVEN_POSTGRESQL,
    GIVEN_SQLITE,
    GIVEN_TWICE,
    JOIN,
    NAMED,
    ONCE,
    POSTGRESQL,
    SQLITE,
    TWICE,
)
from reporting.rules import Dimension, Fact, Indicator, Period, Rule, facts_of, values_of

_CURRENT = "{t}.superseded_at IS NULL"
_KNOWN = "{t}.recorded_at <= %(known_on)s AND ({t}.superseded_at IS NULL OR {t}.superseded_at > %(known_on)s)"
_FIELDS = (
    "participation_id", "start_on", "end_on", "sex", "target_group_id", "age_at_start", "citizenships",
    "in_target_population", "education", "labour_status", "labour_detail", "disability", "homelessness", "minority",
    "third_country", "foreign_background", "degurba", "eligibility", "eligibility_source", "missing",
)  # fmt: skip
_RESULTS = ("found_on", "improved", "confirmed", "job_on", "job_search_on", "education_on", "qualification_on")
COLUMNS = (*_FIELDS, *_RESULTS)
"""Every fact that rules may read."""
FROM_FACTS = "FROM p"


def column(name: str) -> str:
    """Return the SQL name of a fact."""
    return f"p.{name}"


def in_period(indicator: Indicator) -> str:
    """Return the condition that somebody who meets every rule counts in the period."""
    return f"{column(indicator.day_in_period)} BETWEEN %(from)s AND %(to)s"


def by_end(indicator: Indicator) -> str:
    """Return the condition that somebody who meets every rule counts up to the end of the period."""
    return f"{column(indicator.moment)} <= %(to)s"


def facts_with(
    period: Period, project: GrantProject, *, rules: Iterable[Rule | Dimension] = (), one: bool = False, some: int = 0
) -> str:
    """Return the WITH clause with every fact that ``rules`` read; with ``one`` for ``%(participation)s`` alone.

    With ``some`` for as many participations, ``%(participation_0)s`` and on. One or some are weighed by their own facts
    alone: whether another record of the same person counts is not told to who looks at this one (S26).
    """
    named = [f"%(participation_{place})s" for place in range(some)] or (["%(participation)s"] if one else [])
    narrowed = f" AND v.participation_id IN ({', '.join(named)})" if named else ""
    return _with_clause(
        connection.vendor, project.result_window_days, period.known_on is not None, narrowed,
        project.result_second_person, facts_of(rules),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _with_clause(vendor: str, days: int, known: bool, narrowed: str, second: bool, more: tuple[Fact, ...]) -> str:
    is_postgresql = vendor == "postgresql"
    given = [fact for fact in more if fact.of_support]
    support = GIVEN_POSTGRESQL if is_postgresql else GIVEN_SQLITE
    return (POSTGRESQL if is_postgresql else SQLITE).format(
        columns=", ".join([*(f"v.{name}" for name in _FIELDS), *_named(fact for fact in more if not fact.of_support)]),
        v_known=in_force("v", known=known),
        x_known=in_force("x", known=known),
        window=f"v.end_on AND v.end_on + {int(days)}"
        if is_postgresql
        else f"v.end_on AND date(v.end_on, '+{int(days)} days')",
        one=narrowed,
        once="" if narrowed else ONCE[vendor].format(**_both(vendor, known=known)),
        twice="" if narrowed else NAMED.get(vendor, "").format(**_both(vendor, known=known)),
        f_confirmed=_confirmed("f", known=known) if second else "1 = 1",
        x_confirmed=_confirmed("x", known=known) if second else "1 = 1",
        first=f"{_confirmed('x', known=known)} DESC, " if second else "",
        given=support.format(
            facts=", ".join(_named(given)), x_known=in_force("x", known=known), one=narrowed.replace("v.", "x.")
        )
        if given
        else "",
        given_columns="".join(f", s.{fact.name}" for fact in given),
        given_join=GIVEN_JOIN if given else "",
    )


def twice(period: Period) -> str:
    """Return the statement of the records that count with another one already (R34), each with every earlier one."""
    return TWICE.format(**_both(connection.vendor, known=period.known_on is not None))


def given_twice(*, known: bool) -> str:
    """Return the statement of how many further records of one person hold each kind of support (R34).

    It begins with the few records that were written again: where there are none, it costs nothing.
    """
    return GIVEN_TWICE.format(**_both(connection.vendor, known=known), x_known=in_force("x", known=known))


def _both(vendor: str, *, known: bool) -> dict[str, str]:
    versions = ("late", "early", "k")
    values = {f"{name}_known": in_force(name, known=known) for name in versions}
    return values | {f"{name}_counts": COUNTS.format(t=name) for name in versions} | {"join": JOIN.get(vendor, "JOIN")}


def _named(facts: Iterable[Fact]) -> list[str]:
    return [f"{fact.sql} AS {fact.name}" for fact in facts]


def _confirmed(alias: str, *, known: bool) -> str:
    """Return the condition that a second person confirmed this version of a finding (R62)."""
    found = (
        f"SELECT 1 FROM cases_findingconfirmation c WHERE c.finding_id = {alias}.id AND {in_force('c', known=known)}"  # noqa: S608
    )
    return f"EXISTS ({found})"


def in_force(alias: str, *, known: bool) -> str:
    """Return the condition that a version is in force: now, or (``known``) at the moment ``%(known_on)s``."""
    return (_KNOWN if known else _CURRENT).format(t=alias)


def parameters(
    period: Period, project: GrantProject, rules: Iterable[Rule | Dimension] = (), **more: Any
) -> dict[str, Any]:
    """Return the named parameters of a facts statement, with those of ``rules``, in the form the database wants."""
    values: dict[str, Any] = {
        **values_of(rules),
        "project": project.pk,
        "from": connection.ops.adapt_datefield_value(period.starts_on),
        "to": connection.ops.adapt_datefield_value(period.ends_on),
        **more,
    }
    if period.known_on is not None:
        values["known_on"] = connection.ops.adapt_datetimefield_value(period.known_on)
    return values


def positional(sql: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    """Turn ``%(name)s`` into ``%s`` with the values in order, so that the text can stand inside an ORM query."""
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in names]


def rows(sql: str, values: dict[str, Any], *, again: bool = False) -> list[tuple]:
    """Run a statement and return its rows.

    With ``again`` it is asked often and PostgreSQL keeps its plan. Not for one that leaves out rows by a day or a
    moment of the period: a plan made without knowing it takes few of them for granted.
    """
    needed = {name: values[name] for name in set(re.findall(r"%\((\w+)\)s", sql))}
    if again:
        return asked_again(connection, sql, needed)
    with connection.cursor() as cursor:
        cursor.execute(sql, needed)
        return cursor.fetchall()


def database_key(key: uuid.UUID) -> Any:
    """Return a key as a parameter of a raw statement."""
    return key.hex if connection.vendor == "sqlite" else key


def day_of(value: Any) -> Any:
    """SQLite gives a day back as text from a raw statement; make it a date again."""
    if isinstance(value, str) and len(value) == len("2026-01-01") and value[4:5] == "-":
        return datetime.date.fromisoformat(value)
    return value
