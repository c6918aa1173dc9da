"""People with their sketches and keys, written to a scratch database as fast as it takes them.

On PostgreSQL by COPY and by as many processes as there are cores, with foreign keys and indexes made afterwards: a
million people and seventeen million keys in minutes. Elsewhere the way of the portal itself, by whole lists.
"""

import os
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context

from django.db import connection, models

CHUNK = 2000
_LAID_ASIDE = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND (contype = 'f' OR (contype = 'p' AND %s)) ORDER BY contype DESC"""
_INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"""


def fill(people: Sequence) -> list[uuid.UUID]:
    """Write people as lists bring them, one organisation looks after everybody; return their keys in the same order."""
    from portal.programmes.loading import load_programme

    project = load_programme("sopot-5.15")
    city = project.organisations.get(code="sopot")
    some = [(people[first : first + CHUNK], city, project) for first in range(0, len(people), CHUNK)]
    if connection.vendor != "postgresql":
        return list(chain.from_iterable(_listed(*each) for each in some))
    with _laid_aside():
        connection.close()
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as workers:
            return list(chain.from_iterable(workers.map(_copied, *zip(*some, strict=True))))


def _rows(people: Sequence, city, project) -> tuple[list, list, list]:  # noqa: ANN001
    from beneficiaries.models import Care, Person
    from beneficiaries.rules.names import search_key, sort_key
    from portal.crypto.models import DataKey
    from tests.misspelt.kinds import first_writing

    data_keys = [DataKey.fresh() for _person in people]
    rows = []
    for person, key in zip(people, data_keys, strict=True):
        seen = first_writing(person)
        rows.append(
            Person(
                data_key=key,
                given_names=seen.given_names,
                surname=seen.surname,
                birth_date=seen.birth_date,
                search_key=search_key(seen.given_names, seen.surname),
                sort_key=sort_key(seen.surname, seen.given_names),
            )  # fmt: skip
        )
    return data_keys, rows, [Care(person=row, organisation=city, grant_project=project) for row in rows]


def _listed(people: Sequence, city, project) -> list[uuid.UUID]:  # noqa: ANN001
    from beneficiaries.domain.duplicate_keys import keep_keys

    data_keys, rows, cares = _rows(people, city, project)
    for each in (data_keys, rows, cares):
        type(each[0]).objects.bulk_create(each)
    keep_keys(rows)
    return [row.pk for row in rows]


def _copied(people: Sequence, city, project) -> list[uuid.UUID]:  # noqa: ANN001
    from beneficiaries.models import DuplicateKey, DuplicateSketch
    from beneficiaries.queries.duplicate_keys import key_numbers
    from beneficiaries.rules.likeness import sketch_of

    data_keys, rows, cares = _rows(people, city, project)
    sketches = {row.pk: sketch_of([row.list_name, row.original_name], row.birth_date) for row in rows}
    for each in (data_keys, rows, cares):
        _copy(type(each[0]), each)
    _copy(DuplicateSketch, [DuplicateSketch(person_id=key, sketch=each.as_text()) for key, each in sketches.items()])
    _write(DuplicateKey, ["key", "person_id"],
           ((number, key) for key, each in sketches.items() for number in key_numbers(each)))  # fmt: skip
    return [row.pk for row in rows]


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]  # noqa: SLF001
    _write(
        model,
        [field.column for field in fields],
        ([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows),  # noqa: FBT003
    )


def _write(model: type[models.Model], columns: Sequence[str], rows) -> None:  # noqa: ANN001
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({named}) FROM STDIN") as copy:  # noqa: SLF001
        for row in rows:
            copy.write_row(row)


@contextmanager
def _laid_aside() -> Iterator[None]:
    """Drop foreign keys and plain indexes, and the primary key of the keys; make them again at the end."""
    from beneficiaries.models import Care, DuplicateKey, DuplicateSketch, Person

    again = []
    with connection.cursor() as cursor:
        for model in (Care, DuplicateSketch, DuplicateKey, Person):
            table = model._meta.db_table  # noqa: SLF001
            keys = [*cursor.execute(_LAID_ASIDE, [table, model is DuplicateKey])]
            for name, definition in cursor.execute(_INDEXES, [table]).fetchall():
                cursor.execute(f"DROP INDEX {name}")
                again.append(definition)
            for name, definition in keys:
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for each in again:
            cursor.execute(each)
        cursor.execute("RESET maintenance_work_mem")
