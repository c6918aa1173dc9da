"""The end of a case and of a whole record: words and names go, figures stay (R79, S65).

Each person is one transaction that begins by asking anew whether anything holds the removal, so that a run that is
broken off leaves nobody half removed (L9). Nobody goes whom no release of two people covers.
"""

import datetime
import uuid
from collections.abc import Callable, Collection

from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Person
from beneficiaries.queries.keeping import taking_part, with_merged
from beneficiaries.queries.releases import released
from portal.crypto.models import KeyTie
from portal.retention.models import EndOfKeeping
from portal.retention.people import CASE, RECORD, people_ends
from portal.retention.words import blank_words
from portal.rights import erasure_parts


def end_cases(now: datetime.datetime, most: int) -> int:
    """Remove the city's own words about released cases that are over, at most so many people; return how many."""
    return _end(CASE, end_case, now, most)


def end_records(now: datetime.datetime, most: int) -> int:
    """Remove who people were when nothing needs it any more and it is released, at most so many; return how many."""
    return _end(RECORD, end_record, now, most)


def end_case(person: Person) -> None:
    """Remove words about the case of a person and how they are reached; what documents the project stays."""
    people = with_merged([person])
    _mark(people, CASE)
    _remove(people, CASE)


def end_record(person: Person) -> None:
    """Remove the case, the name, and all that is sealed; destroy the keys, so that backups say nothing either.

    What stays are rows under a number that nobody can tell any more: frozen editions and their evidence rest on it.
    """
    people = with_merged([person])
    _mark(people, RECORD)
    for participation in taking_part(people).select_related("person__data_key", "grant_project"):
        for part in erasure_parts():
            if part.erase is not None and not part.keeps:
                part.erase(participation)
    _remove(people, CASE)
    _remove(people, RECORD)
    for each in people:
        each.data_key.destroy()
    KeyTie.objects.filter(first__in=[each.data_key_id for each in people]).delete()  # type: ignore[attr-defined]
    KeyTie.objects.filter(second__in=[each.data_key_id for each in people]).delete()  # type: ignore[attr-defined]


def _end(rule: str, end: Callable[[Person], None], now: datetime.datetime, most: int) -> int:
    keys = list(released(rule, now).order_by("pk").values_list("pk", flat=True)[:most])
    return sum(_end_one(rule, end, now, key) for key in keys)


@transaction.atomic
def _end_one(rule: str, end: Callable[[Person], None], now: datetime.datetime, key: uuid.UUID) -> bool:
    Person.objects.select_for_update().filter(pk=key).first()
    person = released(rule, now).filter(pk=key).first()
    if person is not None:
        end(person)
    return person is not None


def _mark(people: Collection[Person], rule: str) -> None:
    """Keep for ever that the end came; only then do the triggers let rows of these participations go."""
    at = timezone.now()
    parts = list(taking_part(list(people)).values_list("pk", "person"))
    without = [person.pk for person in people if person.pk not in {who for _key, who in parts}]
    ends = [*parts, *((key, key) for key in without)]
    EndOfKeeping.objects.bulk_create(EndOfKeeping(subject=key, person=who, rule=rule, at=at) for key, who in ends)


def _remove(people: Collection[Person], rule: str) -> None:
    keys = [person.pk for person in people]
    for part in people_ends(rule):
        part.end(keys)
    blank_words(Person, keys, "" if rule == RECORD else rule)
