"""Rows of a table inserted by the hundred thousand: COPY on PostgreSQL, one prepared statement on SQLite.

For scratch databases: nothing is validated, no action runs, no event is written. Constraints and triggers of the
database hold as always.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

Value = str | int | bytes | None
"""What a row gives: days as ``2026-01-31``, keys as 32 hexadecimal digits, moments in the form of the database."""


class BulkRows:
    """Rows that wait to be inserted into one table; only the ``varying`` columns are given, row by row.

    Every other column has the same value in all rows: one of ``constants``, or the default of its field. Text given
    by rows holds neither tabs, line ends nor backslashes.
    """

    def __init__(self, model: type[models.Model], constants: Mapping[str, Any], varying: Sequence[str]) -> None:
        same = {
            str(field.column): _prepared(field, constants)
            for field in model._meta.concrete_fields
            if field.attname not in varying and not isinstance(field, models.AutoField)
        }
        self._table, self._columns, self._same = model._meta.db_table, [*varying, *same], tuple(same.values())
        self._line = "\t".join([*["%s"] * len(varying), *map(_escaped, self._same)]) + "\n"
        self._rows: list[tuple[Value, ...]] = []

    def add(self, *row: Value) -> None:
        """Add a row: the varying columns in order."""
        self._rows.append(row)

    def save(self) -> int:
        """Insert what waits and forget it; return how many rows that was."""
        rows, self._rows = self._rows, []
        columns = ", ".join(self._columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._table} ({columns}) FROM STDIN") as copy:
                    copy.write("".join([self._line % tuple(map(_copied, row)) for row in rows]))
            elif rows:
                places = ", ".join(["%s"] * len(self._columns))
                sql = f"INSERT INTO {self._table} ({columns}) VALUES ({places})"  # noqa: S608 - names of the schema
                cursor.executemany(sql, [row + self._same for row in rows])
        return len(rows)


def _prepared(field: models.Field, constants: Mapping[str, Any]) -> Any:
    fresh = timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()
    return field.get_db_prep_save(constants.get(field.attname, fresh), connection)


def _copied(value: Value) -> Value:
    """Return a value as COPY reads it."""
    if value is None:
        return r"\N"
    return rf"\\x{value.hex()}" if isinstance(value, bytes) else value


def _escaped(value: Any) -> str:
    """Return the value of a constant column as COPY reads it, ready to stand in a template."""
    text = str(_copied(value))
    return text if value is None or isinstance(value, bytes) else text.replace("\\", r"\\").replace("%", "%%")
