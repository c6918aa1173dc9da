"""Compare everybody with everybody whom they share a telling key with: in batches, memory does not grow with people."""

import logging
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection

from beneficiaries.domain.duplicates import Found, keep_pairs
from beneficiaries.models import DuplicateSketch, Person
from beneficiaries.queries.candidates import WORTH_ASKING, as_key, described_person
from beneficiaries.rules.duplicate_reasons import reasons_for, support_of
from beneficiaries.rules.likeness import SLIP_OF_DATE, Sketch, date_likeness, parse_sketch, score

logger = logging.getLogger(__name__)

Pair = tuple[uuid.UUID, uuid.UUID]
LARGEST_BLOCK = 100
"""People who share one key; a key that more people share tells nothing, and theirs are met by their other keys."""
PAIRS_AT_ONCE, FETCHED_AT_ONCE = 20_000, 5000
SHARING_A_KEY = """
WITH telling AS (
  SELECT key FROM beneficiaries_duplicatekey WHERE key & 1 = 1 GROUP BY key HAVING COUNT(*) BETWEEN 2 AND %s
)
SELECT one.person_id, other.person_id FROM telling
JOIN beneficiaries_duplicatekey AS one ON one.key = telling.key
JOIN beneficiaries_duplicatekey AS other ON other.key = telling.key AND other.person_id > one.person_id
"""
"""By hand: most keys are held by one person, and those never leave the database."""


def compare_everybody() -> int:
    """Keep every pair that is alike enough; return how many. What was decided stays decided."""
    kept = compared = 0
    pairs = _pairs()
    while some := set(islice(pairs, PAIRS_AT_ONCE)):
        compared += len(some)
        kept += keep_pairs(_weighed(_alike(some)))
    logger.info("%d pairs of people compared, %d kept", compared, kept)
    return kept


def _pairs() -> Iterator[Pair]:
    """Yield those who share a telling key; a pair may come once for each key."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(SHARING_A_KEY, [LARGEST_BLOCK])
        while some := cursor.fetchmany(FETCHED_AT_ONCE):
            yield from ((as_key(one), as_key(other)) for one, other in some)


def _alike(pairs: set[Pair]) -> list[tuple[int, Pair]]:
    """Return the pairs whose names and birth dates are alike; the dates are weighed first, which costs least."""
    sketches = _sketches({person for pair in pairs for person in pair})
    found = []
    for pair in pairs:
        left, right = sketches.get(pair[0]), sketches.get(pair[1])
        if left and right and (date_likeness(left.birth_date, right.birth_date) or 0) >= SLIP_OF_DATE:
            value = score(left, right)
            if value >= WORTH_ASKING:
                found.append((value, pair))
    return found


def _sketches(people: set[uuid.UUID]) -> dict[uuid.UUID, Sketch]:
    found: dict[uuid.UUID, Sketch] = {}
    waiting = iter(people)
    while some := list(islice(waiting, 5000)):
        rows = DuplicateSketch.objects.filter(person__in=some).values_list("person", "sketch")
        found.update((person, parse_sketch(text)) for person, text in rows)
    return found


def _weighed(alike: Sequence[tuple[int, Pair]]) -> Iterator[Found]:
    """Yield what is worth a decision, with reasons; who has another PESEL is another person (R109)."""
    keys = {person for _value, pair in alike for person in pair}
    people = Person.objects.prefetch_related("aliases").in_bulk(list(keys))
    known = {
        key: described_person(person, [alias.name for alias in person.aliases.all()])  # type: ignore[attr-defined]
        for key, person in people.items()
    }
    for value, pair in alike:
        left, right = (known[person] for person in pair)
        if not (left.pesel and right.pesel):
            yield Found(pair, min(value + support_of(left, right), 100), reasons_for(left, right))
