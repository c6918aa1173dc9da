"""Several readings answered by one statement: a page made of many parts waits for the database once.

Each queryset keeps its own conditions, order, limits and rights; only the way to the database is shared.
"""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

PLAIN_TYPES = {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}
"""Types that share columns of the common answer on PostgreSQL; every other type has columns of its own."""


class _Leg:
    """One queryset on its way: its statement, and where its columns stand in the common answer."""

    def __init__(self, rows: QuerySet) -> None:
        """Compile the statement; raises ``EmptyResultSet`` for one that can find nothing.

        ``NotSupportedError`` for distinct rows in the order of columns that are not among theirs.
        """
        self.rows = rows
        self.compiler: SQLCompiler = rows.query.get_compiler(rows.db)
        self.sql, self.params = self.compiler.as_sql()
        if self.compiler.has_extra_select:  # type: ignore[attr-defined]
            raise NotSupportedError("distinct rows are ordered by their own columns where several are read together")
        self.width = len(self.compiler.select)
        self.places: list[int] = []

    def take(self, answer: Sequence[Sequence[Any]]) -> None:
        """Fill the queryset from its part of the answer, as if it had asked by itself."""
        own = [tuple(row[place] for place in self.places) for row in answer]
        _fill(self.rows, self.compiler, own)


def read_together(querysets: Iterable[QuerySet]) -> None:
    """Evaluate the querysets by one statement; those that are evaluated already, or can find nothing, ask for none."""
    legs = []
    for rows in querysets:
        if rows._result_cache is None:  # noqa: SLF001 - there is no public way to hand rows to a queryset
            try:
                legs.append(_Leg(rows))
            except EmptyResultSet:
                rows._result_cache = []  # noqa: SLF001
    if len(legs) == 1:
        len(legs[0].rows)
    elif legs:
        _read(legs)


def _read(legs: Sequence[_Leg]) -> None:
    connection = connections[legs[0].rows.db]
    write = _side_by_side if connection.vendor == "postgresql" else _one_after_another
    sql = write(legs, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for leg in legs for value in leg.params])
        answer = cursor.fetchall()
    parts: list[list[Sequence[Any]]] = [[] for _leg in legs]
    for row in answer:
        parts[row[0]].append(row)
    for leg, part in zip(legs, parts, strict=True):
        leg.take(part)


def _one_after_another(legs: Sequence[_Leg], connection: Any) -> str:
    """Write the statement for SQLite, whose columns take values of any type.

    The first part finds nothing and names no column, so that none lends its declared type to the columns of others.
    """
    width = max(leg.width for leg in legs)
    written = [f"SELECT -1{', NULL' * width} WHERE 0"]
    for number, leg in enumerate(legs):
        leg.places = list(range(1, leg.width + 1))
        written.append(f"SELECT {number}, part.*{', NULL' * (width - leg.width)} FROM ({leg.sql}) AS part")  # noqa: S608
    return " UNION ALL ".join(written)


def _side_by_side(legs: Sequence[_Leg], connection: Any) -> str:
    """Write the statement for PostgreSQL: each type has as many columns as the part that has most of it."""
    types = [_types(leg, connection) for leg in legs]
    most = {kind: max(each.count(kind) for each in types) for kind in dict.fromkeys(sum(types, []))}
    slots = [(kind, number) for kind, times in most.items() for number in range(times)]
    place_of = {slot: place for place, slot in enumerate(slots, start=1)}
    written = []
    for number, (leg, kinds) in enumerate(zip(legs, types, strict=True)):
        taken = {kind: count() for kind in most}
        own = [(kind, next(taken[kind])) for kind in kinds]
        leg.places = [place_of[slot] for slot in own]
        column = {slot: f"part.c{position}" for position, slot in enumerate(own)}
        chosen = ", ".join(f"CAST({column.get(slot, 'NULL')} AS {slot[0]})" for slot in slots)
        names = ", ".join(f"c{position}" for position in range(len(own)))
        written.append(f"SELECT {number}, {chosen} FROM ({leg.sql}) AS part({names})")  # noqa: S608
    return " UNION ALL ".join(written)


def _types(leg: _Leg, connection: Any) -> list[str]:
    return [_type_of(each[0], connection) for each in leg.compiler.select]


def _type_of(expression: Any, connection: Any) -> str:
    field = getattr(expression, "output_field", None)
    written = (field.rel_db_type(connection) if field.primary_key else field.db_type(connection)) if field else "text"
    plain = str(written).split("(")[0].strip()
    return PLAIN_TYPES.get(plain, plain)


def _fill(rows: QuerySet, compiler: SQLCompiler, answer: Sequence[Sequence[Any]]) -> None:
    """Let a queryset make its objects of rows that were read for it."""
    compiler.execute_sql = lambda *_args, **_words: [answer]  # type: ignore[method-assign,assignment]
    rows.query.get_compiler = lambda *_args, **_words: compiler  # type: ignore[method-assign]
    try:
        len(rows)
    finally:
        del rows.query.get_compiler
