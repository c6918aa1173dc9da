"""Whoever changes a row of the trail behind the portal's back is found."""

import datetime
import random

import pytest
from django.db import connection

from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.audit.verification import broken_events
from tests.portal.audit.unchecked import unchecked_rows

pytestmark = pytest.mark.django_db

COLUMNS = [field.column for field in AuditEvent._meta.concrete_fields if not field.is_relation]


@pytest.fixture
def trail(caseworker_city, city, sopot):
    """Ten events with something in every column."""
    return [
        record(
            Action.VIEW,
            by=caseworker_city,
            obj=sopot,
            subjects=["a", "b"],
            organisation=city,
            grant_project=sopot,
            reason=f"reason {number}",
            detail={"rows": number},
        )
        for number in range(10)
    ]


def tamper(event, column, value):
    with unchecked_rows(), connection.cursor() as cursor:
        key = event.pk.hex if connection.vendor == "sqlite" else event.pk
        cursor.execute(f'UPDATE audit_auditevent SET "{column}" = %s WHERE id = %s', [value, key])


def names(event):
    return event.pk.hex if connection.vendor == "sqlite" else str(event.pk)


def test_untouched_trail_is_whole(trail, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(broken_events()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("roles", "coordinator"),
        ("action", "list"),
        ("object_type", "person"),
        ("object_id", "7"),
        ("subjects", '["a"]'),
        ("reason", "another"),
        ("request_id", "c0de"),
        ("detail", '{"rows": 4, "also": []}'),
        ("actor_id", None),
        ("organisation_id", None),
        ("grant_project_id", None),
        ("mac", b"0" * 32),
    ],
)
def test_one_changed_column_names_the_row(trail, column, value):
    tamper(trail[3], column, value)
    assert list(broken_events()) == [names(trail[3])]


def test_a_microsecond_is_enough(trail):
    tamper(trail[3], "at", trail[3].at + datetime.timedelta(microseconds=1))
    assert list(broken_events()) == [names(trail[3])]


def test_changed_id_is_named_as_it_stands(trail):
    other = trail[0].pk.__class__(int=5)
    tamper(trail[3], "id", other.hex if connection.vendor == "sqlite" else other)
    assert list(broken_events()) == [other.hex if connection.vendor == "sqlite" else str(other)]


def test_hash_of_another_row_does_not_fit(trail):
    tamper(trail[3], "mac", bytes(trail[4].mac))
    assert list(broken_events()) == [names(trail[3])]


def test_trail_written_with_another_key_is_broken_throughout(trail, settings):
    from dataclasses import replace

    settings.PORTAL_KEY_RING = replace(settings.PORTAL_KEY_RING, audit=bytes(32))
    assert len(list(broken_events())) == len(trail)


@pytest.mark.parametrize("column", COLUMNS)
def test_unreadable_row_is_named_and_hides_no_other(trail, column):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps any value in any column")
    tamper(trail[3], column, "garbage {")
    tamper(trail[7], "reason", "another")
    found = list(broken_events())
    assert len(found) == 2
    assert names(trail[7]) in found


def test_any_random_change_is_found(trail):
    chance = random.Random(5150)
    for _ in range(60):
        event, column = chance.choice(trail), chance.choice(["reason", "object_id", "roles", "request_id"])
        before = getattr(event, column)
        tamper(event, column, f"{before[:-1]}{chance.choice('xyz')}x")
        assert list(broken_events()) == [names(event)]
        tamper(event, column, before)
    assert list(broken_events()) == []
