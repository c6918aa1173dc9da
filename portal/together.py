"""Several readings answered by one statement: a page made of many parts waits for the database once.

Each reading keeps its own conditions, order, limits and rights; only the way to the database is shared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from portal.statements import Statement, Values, asking_again

PLAIN_TYPES = {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}
"""Types that share columns of the common answer on PostgreSQL; every other type has columns of its own."""


@dataclass
class Reading:
    """A statement with the values it is read with; ``places``: where its columns stand in the common answer."""

    statement: Statement
    values: Values = field(default_factory=dict)
    places: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns it brings."""
        return len(self.statement.compiler.select)


def read_together(asked: Iterable[QuerySet | Reading]) -> list[list[Any]]:
    """Return the rows of each reading, all by one statement; what can find nothing asks for none."""
    readings = [each if isinstance(each, Reading) else Reading(Statement(each)) for each in asked]
    legs = [each for each in readings if each.statement.sql]
    answers = iter(_read(legs) if len(legs) > 1 else [each.statement.read(each.values) for each in legs])
    return [next(answers) if each.statement.sql else [] for each in readings]


def _read(legs: Sequence[Reading]) -> list[list[Any]]:
    connection = connections[legs[0].statement.using]
    write = _side_by_side if connection.vendor == "postgresql" else _one_after_another
    sql = write(legs, connection)
    with asking_again(connection) as cursor:
        cursor.execute(sql, [value for leg in legs for value in leg.statement.with_values(leg.values)])
        answer = cursor.fetchall()
    parts: list[list[Sequence[Any]]] = [[] for _leg in legs]
    for row in answer:
        parts[row[0]].append(tuple(row[place] for place in legs[row[0]].places))
    return [leg.statement.objects(part) for leg, part in zip(legs, parts, strict=True)]


def _one_after_another(legs: Sequence[Reading], connection: Any) -> str:
    """Write the statement for SQLite, whose columns take values of any type.

    The first part finds nothing and names no column, so that none lends its declared type to the columns of others.
    """
    width = max(leg.width for leg in legs)
    written = [f"SELECT -1{', NULL' * width} WHERE 0"]
    for number, leg in enumerate(legs):
        leg.places = list(range(1, leg.width + 1))
        blank = ", NULL" * (width - leg.width)
        written.append(f"SELECT {number}, part.*{blank} FROM ({leg.statement.sql}) AS part")  # noqa: S608
    return " UNION ALL ".join(written)


def _side_by_side(legs: Sequence[Reading], connection: Any) -> str:
    """Write the statement for PostgreSQL: each type has as many columns as the part that has most of it."""
    types = [[_type_of(each[0], connection) for each in leg.statement.compiler.select] for leg in legs]
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
        written.append(f"SELECT {number}, {chosen} FROM ({leg.statement.sql}) AS part({names})")  # noqa: S608
    return " UNION ALL ".join(written)


def _type_of(expression: Any, connection: Any) -> str:
    found = getattr(expression, "output_field", None)
    written = (found.rel_db_type(connection) if found.primary_key else found.db_type(connection)) if found else "text"
    plain = str(written).split("(")[0].strip()
    return PLAIN_TYPES.get(plain, plain)
