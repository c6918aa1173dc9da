"""Foreign keys and indexes of a large table laid aside while millions of rows come in (PostgreSQL)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

_KEYS = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'"""
_INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"""


@contextmanager
def laid_aside(model: type[models.Model]) -> Iterator[None]:
    """Drop the foreign keys and plain indexes of a table and make them again at the end, in one transaction.

    Checking and sorting once costs half of doing it row by row; the database checks every key when they come back, and
    nothing of it happened when anything fails. On SQLite nothing is laid aside: its keys are checked at the end anyway.
    """
    if connection.vendor != "postgresql":
        yield
        return
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        keys, indexes = ([*cursor.execute(asked, [table])] for asked in (_KEYS, _INDEXES))
        for name, _definition in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
