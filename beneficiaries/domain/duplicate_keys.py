"""Keep the sketch and the keys by which records of one person meet; one way for one person and for a whole list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from beneficiaries.models import DuplicateKey, DuplicateSketch, NameAlias, Person
from beneficiaries.queries.duplicate_keys import key_numbers
from beneficiaries.rules.likeness import Sketch, sketch_of

AT_ONCE = 500


def keep_keys(people: Iterable[Person]) -> int:
    """Work out the sketch and the keys of people who were written; return how many had changed.

    A number of queries for each 500 people that does not grow with them; three for one who has not changed.
    """
    return sum(_keep(some) for some in _batches(people))


def rebuild_keys() -> int:
    """Work out the keys of everybody anew, as after the index key was changed; return how many people there are.

    Nobody is taken for new by it: who was looked at is not looked at again.
    """
    done = 0
    known = (
        Person.objects.filter(merged_into=None)
        .only("surname", "given_names", "original_name", "birth_date")
        .order_by("pk")
    )
    for some in _batches(known.iterator(chunk_size=AT_ONCE)):
        done += len(some)
        _write(_sketches(some), is_new=False)
    return done


def _batches(people: Iterable[Person]) -> Iterator[list[Person]]:
    waiting = iter(people)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def _keep(people: list[Person]) -> int:
    sketches = _sketches(people)
    known = dict(DuplicateSketch.objects.filter(person__in=sketches).values_list("person", "sketch"))
    changed = {key: sketch for key, sketch in sketches.items() if known.get(key) != sketch.as_text()}
    if changed:
        _write(changed, is_new=True)
    return len(changed)


def _sketches(people: list[Person]) -> dict[Any, Sketch]:
    aliases = defaultdict(list)
    for person, name in NameAlias.objects.filter(person__in=people).order_by("pk").values_list("person", "name"):
        aliases[person].append(name)
    return {
        person.pk: sketch_of([person.list_name, person.original_name, *aliases[person.pk]], person.birth_date)
        for person in people
    }


@transaction.atomic
def _write(sketches: dict[Any, Sketch], *, is_new: bool) -> None:
    DuplicateKey.objects.filter(person__in=sketches).delete()
    DuplicateKey.objects.bulk_create(
        (DuplicateKey(key=key, person_id=person) for person, sketch in sketches.items() for key in key_numbers(sketch)),
        batch_size=2000,
    )
    DuplicateSketch.objects.bulk_create(
        (
            DuplicateSketch(person_id=person, sketch=sketch.as_text(), is_new=is_new)
            for person, sketch in sketches.items()
        ),
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["sketch", "is_new"] if is_new else ["sketch"],
    )
