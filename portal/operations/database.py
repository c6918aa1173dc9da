"""What must not be in a database that holds real people: a superuser, unsafe writes, a newer version (S46, M5, L23).

Asked once a process, on its first connection.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portal.operations.refusal import Reason, Unsafe

logger = logging.getLogger(__name__)

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


class Trust:
    """What this process knows of its database.

    ``given``: it was asked and is safe. ``is_serving``: the process has begun to answer, so that an unsafe database
    closes pages instead of ending the process.
    """

    given = False
    is_serving = False


def look_at_new_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Refuse a database that is unsafe: the process ends, or, when it serves already, the page is closed."""
    if not settings.PORTAL_PRODUCTION or Trust.given:
        return
    reasons = unsafe_database(connection)
    if not reasons:
        Trust.given = True
        return
    connection.close()
    if not Trust.is_serving:
        raise Unsafe(reasons)
    logger.critical("the database is refused: %s", reasons[0].english)
    raise OperationalError("the database is refused")


def ask_database(connection: BaseDatabaseWrapper) -> None:
    """Ask the database for anything, on a connection that is looked at first; raises when it does not answer."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        connection.close()
        raise


def unsafe_database(connection: BaseDatabaseWrapper) -> list[Reason]:
    """Return the reasons not to work with the database behind ``connection``."""
    if connection.vendor != "postgresql":
        return [Reason("operations.E010")]
    return [*_rights_and_writes(connection), *newer_changes(connection)]


def newer_changes(connection: BaseDatabaseWrapper) -> Iterator[Reason]:
    """Find the first change that was made to the database by a version newer than this one (L23)."""
    unknown = sorted(set(MigrationRecorder(connection).applied_migrations()) - known_changes())
    ours = {config.label for config in apps.get_app_configs()}
    for label, name in [each for each in unknown if each[0] in ours][:1]:
        yield Reason("operations.E018", f"{label}.{name}")


def known_changes() -> set[tuple[str, str]]:
    """Return app and name of every migration of this version, and of those that were drawn together into one."""
    steps = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return set(steps).union(*(step.replaces for step in steps.values()))


def waiting_changes(connection: BaseDatabaseWrapper) -> Iterator[Reason]:
    """Find the first change of this version that the database does not have yet."""
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())[:1]:
        yield Reason("operations.E020", f"{migration.app_label}.{migration.name}")


def _rights_and_writes(connection: BaseDatabaseWrapper) -> Iterator[Reason]:
    columns = ", ".join(f"current_setting('{name}')" for name in MUST_BE_ON)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rolname, rolsuper, {columns} FROM pg_roles WHERE rolname = current_user")
        role, is_superuser, *values = cursor.fetchone()
    if is_superuser:
        yield Reason("operations.E008", role)
    for name, value in zip(MUST_BE_ON, values, strict=True):
        if value == "off":
            yield Reason("operations.E017", f"{name} = off")
