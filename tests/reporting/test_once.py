"""Who counts with another record already is looked for from the few that were written again (R34)."""

import datetime
import re

import pytest
from django.db import connection

from reporting.queries.facts import facts_with, parameters
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL orders by its own statistics")
def test_sqlite_does_not_begin_with_every_pair_of_participants_where_nobody_has_a_PESEL(sopot, city):
    for _ in range(20):
        make_participant(city, sopot)
    values = parameters(PERIOD, sopot)
    sql = f"EXPLAIN QUERY PLAN {facts_with(PERIOD, sopot)} SELECT * FROM p"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(sql, {name: values[name] for name in set(re.findall(r"%\((\w+)\)s", sql))})
        plan = [line[-1] for line in cursor.fetchall()]
    steps = plan[next(place for place, step in enumerate(plan) if "LIST SUBQUERY" in step) + 1 :]
    tables = [step.split()[1] for step in steps if step.split()[0] in ("SEARCH", "SCAN")]
    assert tables[:7] == ["again", "a", "la", "late", "b", "eb", "early"]
