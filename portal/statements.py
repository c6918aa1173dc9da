"""Statements that are built once and read again for other people: building one costs more than asking it.

A queryset is built with stand-ins (``ONE``, ``OTHER``, ``READER``, ``WORD``, ``WORDS``, ``MARK``, ``NEVER``) in the
places of the values that differ from page to page; they are put in when it is read. The key names everything else that
its words depend on: what the reader reaches, the day, the language, the project. Whoever adds a condition that depends
on something new adds that to the key; a key of more than it needs costs one more building, a key of less would show
wrong rows.
"""

import datetime
import json
import re
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, QuerySet, TextField, UUIDField
from django.db.models.sql.compiler import SQLCompiler

ONE, OTHER = uuid.UUID("00000000-0000-4000-8000-00000000a001"), uuid.UUID("00000000-0000-4000-8000-00000000a002")
READER, WORD = 2**53 + 111, "\u2e3bstand-in\u2e3b"
NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
WORDS = tuple(f"\u2e3bstand-in {place:02}\u2e3b" for place in range(12))
MARK = b"stand-in for a keyed hash"
STAND_INS = (ONE, OTHER, READER, WORD, *WORDS, MARK, NEVER)
MOST_KEPT = 256
"""So many statements a process keeps, those that were asked last."""

Values = Mapping[Any, Any]


class Statement:
    """A compiled queryset, without rows; shared by the threads of a process."""

    def __init__(self, rows: QuerySet) -> None:
        """Compile; raises ``NotSupportedError`` for what cannot be shared.

        Rows that are tied to an object or prefetched, and a stand-in that is a part of another value.
        """
        if rows._known_related_objects or rows._prefetch_related_lookups:  # type: ignore[attr-defined] # noqa: SLF001
            raise NotSupportedError("rows that are tied to objects at hand are read by a queryset of their own")
        self._rows = rows
        self.compiler: SQLCompiler = rows.query.get_compiler(rows.db)
        self.params: Sequence[Any] = ()
        self._open: dict[int, Any] = {}
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        if self.compiler.has_extra_select:  # type: ignore[attr-defined]
            raise NotSupportedError("distinct rows are ordered by their own columns")
        self._open = _places_of_stand_ins(self.params, connections[rows.db])
        converters = self.compiler.get_converters([each[0] for each in self.compiler.select])
        self.compiler.get_converters = lambda _columns: converters  # type: ignore[method-assign]

    @property
    def using(self) -> str:
        """The alias of the database."""
        return self._rows.db

    @property
    def width(self) -> int:
        """How many columns it brings."""
        return len(self.compiler.select)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of its columns in the database, without their lengths."""
        connection = connections[self.using]
        return tuple(_type_of(each[0], connection) for each in self.compiler.select)

    def with_values(self, values: Values) -> list[Any]:
        """Return the parameters, each stand-in replaced; raises ``KeyError`` when ``values`` lack one."""
        connection, params = connections[self.using], list(self.params)
        for place, stand_in in self._open.items():
            params[place] = _plain(values[stand_in], connection)
        return params

    def objects(self, answer: Sequence[Sequence[Any]]) -> list[Any]:
        """Make of rows of the database what the queryset would make of them."""
        compiler = copy(self.compiler)
        compiler.connection = connections[self.using]
        compiler.execute_sql = lambda *_args, **_words: [answer]  # type: ignore[method-assign,assignment]
        query = copy(self._rows.query)
        query.get_compiler = lambda *_args, **_words: compiler  # type: ignore[method-assign]
        rows = object.__new__(type(self._rows))
        rows.__dict__.update(self._rows.__dict__, _query=query, _result_cache=None)
        made: Any = rows._iterable_class(rows)  # type: ignore[attr-defined] # noqa: SLF001
        return list(made)

    def read(self, values: Values, *, is_planned_anew: bool = False) -> list[Any]:
        """Ask the database (one query; none where nothing can be found).

        ``is_planned_anew`` where the best way depends on the values: a rare name is looked for, a common one met.
        """
        if not self.sql:
            return []
        ask = asked if is_planned_anew else asked_again
        return self.objects(ask(connections[self.using], self.sql, self.with_values(values)))


def asked(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement, planned for these values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def asked_again(
    connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any] | Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that is asked often: PostgreSQL keeps its plan, whose making is most of its time.

    Values travel apart from the words, so that the words are the same each time; after ``prepare_threshold`` times
    the connection keeps the plan. They stand as ``%s`` in order, or as ``%(name)s`` by name.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg import RawCursor

            cursor.cursor = RawCursor(connection.connection)
            sql, names = _numbered(sql)
            values = [values[name] for name in names] if isinstance(values, Mapping) else values
        cursor.execute(sql, values)
        return cursor.fetchall()


@lru_cache(maxsize=MOST_KEPT)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Name the values by their number, as PostgreSQL does, and return their names in this order.

    The driver would do so anew each time for a text that is longer than a page.
    """
    places: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found["name"] or str(len(places))
        return "%" if found[0] == "%%" else f"${places.setdefault(name, len(places) + 1)}"

    return re.sub(r"%(?:%|s|\((?P<name>\w+)\)s)", numbered, sql), tuple(places)


@UUIDField.register_lookup
class AmongMany(Lookup):
    """``pk__among_many=WORD``: one of the keys of a list that is one value, so that its length is not in the words.

    What is put in for the stand-in is made by ``many``.
    """

    lookup_name, prepare_rhs = "among_many", False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write it for SQLite: the list is a text of JSON."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, self.rhs]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Write it for PostgreSQL: the list is an array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*params, self.rhs]


@TextField.register_lookup
class HasWord(Lookup):
    """``search_key__has_word=WORD``: a text of folded words, of which one begins so; the value is letters a–z alone.

    PostgreSQL finds it by the index of its words, where the migration of the text has made one, and looks at the text
    first wherever it goes through rows for another reason.
    """

    lookup_name, prepare_rhs = "has_word", False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write it for SQLite."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE '%% ' || %s || '%%'", [*params, self.rhs]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Write it for PostgreSQL."""
        column, params = self.process_lhs(compiler, connection)
        words = f"{column} LIKE '%% ' || %s || '%%' AND to_tsvector('simple', {column}) @@ (%s || ':*')::tsquery"
        return f"({words})", [*params, self.rhs, *params, self.rhs]


def many(keys: Iterable[uuid.UUID], using: str = DEFAULT_DB_ALIAS) -> Any:
    """Return a list of keys as the one value that ``among_many`` takes."""
    if connections[using].features.has_native_uuid_field:
        return list(keys)
    return json.dumps([key.hex for key in keys])


_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


def prepared(key: Hashable, build: Callable[[], QuerySet]) -> Statement:
    """Return the statement of ``key``, built now when it is not kept."""
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = Statement(build())
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget_statements() -> None:
    """Build every statement anew."""
    with _lock:
        _kept.clear()


def state_of(row: Any) -> tuple[Any, ...]:
    """Return all plain values of a model instance, as part of a key."""
    return tuple(repr(getattr(row, field.attname)) for field in row._meta.concrete_fields)  # noqa: SLF001


def _type_of(expression: Any, connection: Any) -> str:
    found = getattr(expression, "output_field", None)
    written = (found.rel_db_type(connection) if found.primary_key else found.db_type(connection)) if found else "text"
    return str(written).split("(")[0].strip()


def _places_of_stand_ins(params: Sequence[Any], connection: Any) -> dict[int, Any]:
    plain = {_plain(each, connection): each for each in STAND_INS}
    written = {json.dumps(WORD)[1:-1], *map(str, plain), *map(str, STAND_INS)}
    bare = [getattr(each, "obj", each) for each in params]  # bytes come wrapped for the driver
    found = {place: plain[each] for place, each in enumerate(bare) if isinstance(each, Hashable) and each in plain}
    for place, each in enumerate(bare):
        if place not in found and any(part in str(each) for part in written):
            raise NotSupportedError("a stand-in that is a part of another value would never be replaced")
    return found


def _plain(value: Any, connection: Any) -> Any:
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime.datetime) else value
