"""Rows of the trail and versions of facts are never changed, also not by whoever holds SQL (S33)."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from beneficiaries.models import ParticipationVersion
from cases.models import ExitFinding
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.audit.trigger_sql import names as names_of
from portal.audit.triggers import append_only_models, install_triggers, remove_triggers
from portal.crypto.ids import new_id
from portal.versions.actions import correct_fact, record_fact, retract_fact
from tests.factories.beneficiaries import make_participation, make_person

pytestmark = pytest.mark.django_db

TABLES = ["audit_auditevent", "beneficiaries_participationversion", "cases_exitfinding"]


@pytest.fixture
def rows(settings, sopot):
    """One event, one version and one sealed version, under triggers."""
    record(Action.VIEW, by=None, reason="as it was")
    participation = make_participation(make_person(), sopot)
    record_fact(ExitFinding(participation=participation, reason="as it was", assessor="Ewa Mazur"), by=None)
    settings.PORTAL_APPEND_ONLY_TRIGGERS = True
    install_triggers()
    return participation


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def names():
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(name for (name,) in cursor.fetchall() if "_no_" in name)


def test_every_version_of_a_fact_and_the_trail_are_append_only():
    assert {model._meta.label for model in append_only_models()} >= {
        "audit.AuditEvent",
        "beneficiaries.ParticipationVersion",
        "services.SupportDelivery",
        "cases.NeedsDiagnosis",
        "cases.ExitFinding",
        "cases.ExitEvent",
    }


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("table", TABLES)
def test_rows_are_not_removed(table):
    statements = [f'DELETE FROM "{table}"']
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        statements.append(f'TRUNCATE "{table}" CASCADE')
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_auditevent SET reason = 'another'",
        "UPDATE audit_auditevent SET reason = reason",
        "UPDATE cases_exitfinding SET assessor = 'another'",
        "UPDATE cases_exitfinding SET reason = NULL",
        "UPDATE cases_exitfinding SET found_on = '2026-03-01'",
        "UPDATE cases_exitfinding SET superseded_at = recorded_at, assessor = 'another'",
        "UPDATE beneficiaries_participationversion SET start_on = '2026-03-01'",
        "UPDATE beneficiaries_participationversion SET superseded_at = NULL",
    ],
)
def test_rows_are_not_changed(change):
    with pytest.raises(DatabaseError, match="append-only"):
        run(change)


def test_version_is_superseded_once_and_stays_so(rows):
    version = rows.current_version
    successor = correct_fact(version, {"start_on": datetime.date(2026, 3, 2)}, by=None, why="first support moved")
    retract_fact(successor)
    assert ParticipationVersion.objects.count() == 2
    assert not ParticipationVersion.objects.current().exists()
    for value in ("NULL", "recorded_at"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(f"UPDATE beneficiaries_participationversion SET superseded_at = {value}")


def test_trail_goes_on(rows):
    record(Action.CHANGE, by=None)
    assert AuditEvent.objects.count() == 2


def test_replacing_a_row_is_refused_too(rows):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    columns = ", ".join(f'"{field.column}"' for field in AuditEvent._meta.concrete_fields)
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO audit_auditevent ({columns}) SELECT {columns} FROM audit_auditevent")
    fields = [field.column for field in ParticipationVersion._meta.concrete_fields]
    values = ", ".join(f"'{new_id().hex}'" if name == "id" else f'"{name}"' for name in fields)
    quoted = ", ".join(f'"{name}"' for name in fields)
    table = "beneficiaries_participationversion"
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO {table} ({quoted}) SELECT {values} FROM {table}")


def test_making_them_again_changes_nothing(rows):
    before = names()
    install_triggers()
    assert names() == before
    assert set(before) == {name for model in append_only_models() for name in names_of(connection.vendor, model)}


def test_setting_leaves_them_out(settings):
    settings.PORTAL_APPEND_ONLY_TRIGGERS = False
    install_triggers()
    assert names() == []


def test_migration_finds_tables_it_can_change_and_leaves_them_guarded(rows):
    config = apps.get_app_config("audit")
    signal = {"sender": config, "app_config": config, "verbosity": 0, "interactive": False, "using": "default"}
    guarded = names()
    pre_migrate.send(plan=[], **signal)
    assert names() == guarded
    pre_migrate.send(plan=[("a migration", False)], **signal)
    assert names() == []
    post_migrate.send(plan=[("a migration", False)], **signal)
    assert names() == guarded


def test_column_can_be_dropped_while_they_are_away(rows):
    remove_triggers(plan=[("a migration", False)])
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    run('ALTER TABLE "cases_exitfinding" DROP COLUMN "assessor"')
