"""Who counts with another record already is looked for from the few that were written again (R34)."""

import datetime
import re

import pytest
from django.db import connection

from reporting.indicators.catalogue import INDICATORS
from reporting.queries.facts import facts_with, parameters
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant

MONTHS = (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
PERIOD = Period(*MONTHS)


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
    assert tables[:4] == ["n", "again", "t", "k"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans within a moment and keeps nothing")
def test_postgresql_keeps_the_plan_of_the_table_as_it_is_now_and_of_no_past_moment(sopot, city):
    """What a plan made without knowing the moment would take for granted is wrong for most rows."""
    make_participant(city, sopot)
    moments = (None, datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))
    for _time in range(4):
        for known_on in moments:
            indicator_table(sopot, Period(*MONTHS, known_on=known_on), INDICATORS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%target_group_id, COUNT%'")
        kept = [words for (words,) in cursor.fetchall()]
    assert len(kept) == 1
    assert kept[0].count("beneficiaries_person again") == 1
    assert "recorded_at <=" not in kept[0]
