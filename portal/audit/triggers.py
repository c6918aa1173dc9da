"""Database triggers that keep the audit trail and the facts append-only, also for whoever holds SQL (S33).

Made after each migration, so that they follow the tables; ``PORTAL_APPEND_ONLY_TRIGGERS = False`` leaves
them out (tests that empty tables).
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from portal.audit.models import AuditEvent
from portal.versions.models import Version


def install_triggers(using: str = "default", **kwargs: Any) -> None:
    """Make the triggers anew on every append-only table that exists."""
    if not getattr(settings, "PORTAL_APPEND_ONLY_TRIGGERS", True):
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, tables):
            cursor.execute(statement)


def statements(vendor: str, tables: set[str]) -> list[str]:
    """Return the SQL that makes the triggers for the tables that exist."""
    make = _postgresql if vendor == "postgresql" else _sqlite
    sql: list[str] = [_POSTGRESQL_FUNCTION] if vendor == "postgresql" else []
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in tables:
            continue
        if model is AuditEvent:
            sql += make(table, "")
        elif issubclass(model, Version):
            columns = [field.column for field in model._meta.concrete_fields if field.name != "superseded_at"]
            same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
            allowed = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)
            sql += make(table, f"OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL AND {allowed}")
    return sql


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""


def _postgresql(table: str, allowed: str) -> list[str]:
    when = f"WHEN (NOT ({allowed}))" if allowed else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update ON {table}",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when} "
        "EXECUTE FUNCTION portal_append_only()",
        f"DROP TRIGGER IF EXISTS {table}_no_delete ON {table}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION portal_append_only()",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION portal_append_only()",
    ]


def _sqlite(table: str, allowed: str) -> list[str]:
    when = f"WHEN NOT ({allowed})" if allowed else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when} {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]
