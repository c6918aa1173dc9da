"""Database triggers that keep the audit trail and the facts append-only, also for whoever holds SQL (S33).

They are taken away before a migration changes tables and made anew after it, so that they follow the
tables. ``PORTAL_APPEND_ONLY_TRIGGERS = False`` leaves them out (tests that empty tables).
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from portal.audit.models import AuditEvent
from portal.audit.trigger_sql import making, names, removing
from portal.versions.models import Version

_LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgenabled = 'O' AND relnamespace = 'public'::regnamespace""",
}


def install_triggers(using: str = "default", **kwargs: Any) -> None:
    """Make the triggers anew on every append-only table that exists."""
    if getattr(settings, "PORTAL_APPEND_ONLY_TRIGGERS", True):
        vendor = connections[using].vendor
        _run(using, (sql for model in _existing(using) for sql in making(vendor, model)))


def remove_triggers(using: str = "default", plan: list | None = None, **kwargs: Any) -> None:
    """Take the triggers away for the migrations of ``plan``; nothing when there are none to run."""
    if plan:
        vendor = connections[using].vendor
        _run(using, (sql for model in _existing(using) for sql in removing(vendor, model)))


def append_only_models() -> list[type[models.Model]]:
    """Return the models whose rows are never changed: audit events, versions of facts, and what says so itself."""
    return [model for model in apps.get_models() if _is_append_only(model)]


def missing_triggers(using: str = "default") -> list[str]:
    """Return the append-only tables that lack one of their triggers."""
    listed = _LISTED[connections[using].vendor]
    with connections[using].cursor() as cursor:
        cursor.execute(listed)
        there = {name for (name,) in cursor.fetchall()}
    vendor = connections[using].vendor
    return [model._meta.db_table for model in append_only_models() if not names(vendor, model) <= there]


def _is_append_only(model: type[models.Model]) -> bool:
    return model is AuditEvent or issubclass(model, Version) or getattr(model, "append_only", False)


def _existing(using: str) -> Iterator[type[models.Model]]:
    tables = set(connections[using].introspection.table_names())
    return (model for model in append_only_models() if model._meta.db_table in tables)


def _run(using: str, statements: Iterator[str]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
