"""Several readings answered by one statement: a page made of many parts waits for the database once.

Each reading keeps its own conditions, order, limits and rights; only the way to the database is shared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from portal.statements import Statement, Values, asked_again

PLAIN_TYPES = {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}
"""Types that share columns of the common answer on PostgreSQL; every other type has columns of its own."""
MOST_WRITTEN = 64
"""So many common statements a process keeps, those that were asked last."""
Written = tuple[str, tuple[tuple[int, ...], ...]]
"""The common statement, and for each part where its columns stand in the answer."""


@dataclass
class Reading:
    """A statement with the values it is read with."""

    statement: Statement
    values: Values = field(default_factory=dict)


def read_together(asked: Iterable[QuerySet | Reading]) -> list[list[Any]]:
    """Return the rows of each reading, all by one statement; what can find nothing asks for none."""
    readings = [each if isinstance(each, Reading) else Reading(Statement(each)) for each in asked]
    legs = [each for each in readings if each.statement.sql]
    answers = iter(_read(legs) if len(legs) > 1 else [each.statement.read(each.values) for each in legs])
    return [next(answers) if each.statement.sql else [] for each in readings]


def _read(legs: Sequence[Reading]) -> list[list[Any]]:
    connection = connections[legs[0].statement.using]
    asked = [leg.statement for leg in legs]
    if connection.vendor == "postgresql":
        sql, places = _side_by_side(tuple((each.sql, each.types) for each in asked))
    else:
        sql, places = _one_after_another(tuple((each.sql, each.width) for each in asked))
    values = [value for leg in legs for value in leg.statement.with_values(leg.values)]
    parts: list[list[Sequence[Any]]] = [[] for _leg in legs]
    for row in asked_again(connection, sql, values):
        parts[row[0]].append(tuple([row[place] for place in places[row[0]]]))
    return [leg.statement.objects(part) for leg, part in zip(legs, parts, strict=True)]


@lru_cache(maxsize=MOST_WRITTEN)
def _one_after_another(parts: tuple[tuple[str, int], ...]) -> Written:
    """Write the statement for SQLite of parts with so many columns; a column takes values of any type.

    The first part finds nothing and names no column, so that none lends its declared type to the columns of others.
    """
    width = max(own for _sql, own in parts)
    written = [f"SELECT -1{', NULL' * width} WHERE 0"]
    for number, (sql, own) in enumerate(parts):
        blank = ", NULL" * (width - own)
        written.append(f"SELECT {number}, part.*{blank} FROM ({sql}) AS part")  # noqa: S608
    return " UNION ALL ".join(written), tuple(tuple(range(1, own + 1)) for _sql, own in parts)


@lru_cache(maxsize=MOST_WRITTEN)
def _side_by_side(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> Written:
    """Write the statement for PostgreSQL of parts with columns of these types.

    Each type has as many columns as the part that has most of it.
    """
    plain = [[PLAIN_TYPES.get(kind, kind) for kind in types] for _sql, types in parts]
    most = {kind: max(each.count(kind) for each in plain) for kind in dict.fromkeys(sum(plain, []))}
    slots = [(kind, number) for kind, times in most.items() for number in range(times)]
    place_of = {slot: place for place, slot in enumerate(slots, start=1)}
    written, places = [], []
    for number, ((sql, _types), kinds) in enumerate(zip(parts, plain, strict=True)):
        taken = {kind: count() for kind in most}
        own = [(kind, next(taken[kind])) for kind in kinds]
        places.append(tuple(place_of[slot] for slot in own))
        column = {slot: f"part.c{position}" for position, slot in enumerate(own)}
        chosen = ", ".join(f"CAST({column.get(slot, 'NULL')} AS {slot[0]})" for slot in slots)
        names = ", ".join(f"c{position}" for position in range(len(own)))
        written.append(f"SELECT {number}, {chosen} FROM ({sql}) AS part({names})")  # noqa: S608
    return " UNION ALL ".join(written), tuple(places)
