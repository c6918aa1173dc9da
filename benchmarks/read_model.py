"""An experiment that the product does not have: the indicator table from a row a participation, made beforehand.

It shows what a kept result could win at most, and what making it costs. It is right only until the next write; keeping
it right on every write is not a part of it.
"""

import time
from collections.abc import Callable

from django.db import connection

from benchmarks.hand_sql import CONDITIONS, counting
from benchmarks.table import PERIOD
from portal.programmes.models import GrantProject
from reporting.queries.facts import parameters, rows

SUPPORT = """
SELECT t.code, COUNT(DISTINCT b.participation_id), SUM(b.times), SUM(b.hours) FROM bench_support b
JOIN programmes_servicetype t ON t.id = b.service_type_id WHERE b.quarter = date_trunc('quarter', %(from)s::date)::date
GROUP BY t.code
"""
BUILD_SUPPORT = """
CREATE TABLE bench_support AS
SELECT date_trunc('quarter', x.delivered_on)::date AS quarter, x.service_type_id, x.participation_id,
  COUNT(*) AS times, SUM(x.hours) AS hours
FROM services_supportdelivery x JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id
WHERE p.grant_project_id = %(project)s AND p.superseded_at IS NULL AND x.superseded_at IS NULL
  AND p.start_on IS NOT NULL AND p.missing = '' AND p.eligibility <> '' AND p.in_target_population
GROUP BY 1, 2, 3
"""


def built(project: GrantProject) -> tuple[float, Callable[[], dict[str, tuple[int, int]]]]:
    """Make the tables (PostgreSQL alone); return the seconds it took and the way to the figures of a quarter."""
    with_clause, _select, counts = counting("postgresql").rpartition(" SELECT sex")
    values = parameters(PERIOD, project)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_flat, bench_support")
        cursor.execute(f"CREATE TABLE bench_flat AS {with_clause} SELECT * FROM p", {"project": values["project"]})
        cursor.execute(BUILD_SUPPORT, {"project": values["project"]})
        cursor.execute("CREATE INDEX ON bench_support (quarter)")
        cursor.execute("ANALYZE bench_flat, bench_support")
    took, statement = time.perf_counter() - began, f"SELECT sex{counts.replace('FROM p', 'FROM bench_flat')}"

    def figures() -> dict[str, tuple[int, int]]:
        counted, support = rows(statement, values), rows(SUPPORT, values)
        found = {
            code: (sum(row[2 + 2 * place] for row in counted), sum(row[3 + 2 * place] for row in counted))
            for place, code in enumerate(CONDITIONS)
        }
        return found | {code: (persons, int(times)) for code, persons, times, _hours in support}

    return took, figures


def thrown_away() -> None:
    """Drop the tables."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_flat, bench_support")
