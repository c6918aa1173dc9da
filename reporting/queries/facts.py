"""The facts statement: one row per participation of a grant project, ready for rules.

Table, list, funnel and explanation all read these columns; today and any past moment use the same text
(architecture §3.3). Hand-shaped SQL for SQLite and PostgreSQL; the only difference is how days are added.
"""

import re
from functools import lru_cache
from typing import Any

from django.db import connection

from portal.programmes.models import GrantProject
from reporting.rules import Period

_CURRENT = "{t}.superseded_at IS NULL"
_KNOWN = "{t}.recorded_at <= %(known_on)s AND ({t}.superseded_at IS NULL OR {t}.superseded_at > %(known_on)s)"
_WITH = """
WITH p AS (
  SELECT {columns} FROM beneficiaries_participationversion v
  WHERE v.grant_project_id = %(project)s AND {v_known}{one}
), f AS (
  SELECT participation_id, found_on, improved FROM (
    SELECT x.participation_id, x.found_on, x.outcome = 'improved' AS improved,
      ROW_NUMBER() OVER (PARTITION BY x.participation_id ORDER BY x.found_on DESC, x.fact_id DESC) AS n
    FROM cases_exitfinding x JOIN p ON p.participation_id = x.participation_id
    WHERE {x_known} AND x.is_complete AND x.found_on BETWEEN p.end_on AND {window}
  ) AS ranked WHERE n = 1
), e AS (
  SELECT participation_id,
    MAX(CASE WHEN kind = 'job' AND n = 1 THEN occurred_on END) AS job_on,
    MAX(CASE WHEN kind = 'job-search' AND n = 1 THEN occurred_on END) AS job_search_on,
    MIN(CASE WHEN kind = 'education' THEN occurred_on END) AS education_on,
    MIN(CASE WHEN kind = 'qualification' THEN occurred_on END) AS qualification_on
  FROM (
    SELECT x.participation_id, x.occurred_on, x.kind,
      ROW_NUMBER() OVER (
        PARTITION BY x.participation_id, x.kind IN ('job', 'job-search')
        ORDER BY x.occurred_on DESC, x.fact_id DESC) AS n
    FROM cases_exitevent x JOIN p ON p.participation_id = x.participation_id
    WHERE {x_known} AND x.occurred_on BETWEEN p.end_on AND {window}
  ) AS ranked GROUP BY participation_id
)
"""
_FIELDS = (
    "participation_id", "start_on", "end_on", "sex", "target_group_id", "age_at_start", "citizenships",
    "in_target_population", "education", "labour_status", "labour_detail", "disability", "homelessness", "minority",
    "third_country", "foreign_background", "degurba", "eligibility", "eligibility_source", "missing",
)  # fmt: skip
FROM_FACTS = (
    "FROM p LEFT JOIN f ON f.participation_id = p.participation_id"
    " LEFT JOIN e ON e.participation_id = p.participation_id"
)
COLUMNS = {
    "found_on": "f.found_on",
    "job_on": "e.job_on",
    "job_search_on": "e.job_search_on",
    "education_on": "e.education_on",
    "qualification_on": "e.qualification_on",
}


def column(name: str) -> str:
    """Return the SQL name of a fact."""
    return COLUMNS.get(name, f"p.{name}")


def facts_with(period: Period, project: GrantProject, *, one: bool = False) -> str:
    """Return the WITH clause; with ``one`` for the participation ``%(participation)s`` alone."""
    return _with_clause(connection.vendor, project.result_window_days, period.known_on is not None, one)


@lru_cache(maxsize=64)
def _with_clause(vendor: str, days: int, known: bool, one: bool) -> str:
    window = f"(p.end_on + {int(days)})" if vendor == "postgresql" else f"date(p.end_on, '+{int(days)} days')"
    return _WITH.format(
        columns=", ".join(f"v.{name}" for name in _FIELDS),
        v_known=in_force("v", known=known),
        x_known=in_force("x", known=known),
        window=window,
        one=" AND v.participation_id = %(participation)s" if one else "",
    )


def in_force(alias: str, *, known: bool) -> str:
    """Return the condition that a version is in force: now, or (``known``) at the moment ``%(known_on)s``."""
    return (_KNOWN if known else _CURRENT).format(t=alias)


def parameters(period: Period, project: GrantProject, **more: Any) -> dict[str, Any]:
    """Return the named parameters of a facts statement in the form the database wants."""
    values: dict[str, Any] = {
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


def rows(sql: str, values: dict[str, Any]) -> list[tuple]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: values[name] for name in set(re.findall(r"%\((\w+)\)s", sql))})
        return cursor.fetchall()
