"""Keep the pairs that may be one person, for people to decide (R109). Nothing merges, nobody is told (S20, S70)."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from beneficiaries.enums import DuplicateReason, DuplicateState
from beneficiaries.models import DuplicatePair, DuplicateSketch, Person
from beneficiaries.queries.candidates import WORTH_ASKING, candidates_anywhere, described_person
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import FactChanged

AT_ONCE = 200


@dataclass(frozen=True)
class Found:
    """Two people who may be one, by their keys in any order."""

    people: tuple[uuid.UUID, uuid.UUID]
    score: int
    reasons: Collection[DuplicateReason]


def look_at_new_people(most: int = AT_ONCE) -> int:
    """Look who may be the same as somebody new or newly named, the ones who wait longest first; return how many waited.

    Works for whoever was registered, typed, imported or corrected. Pairs that nobody has decided and that no longer
    look alike go away.
    """
    waiting = dict(
        DuplicateSketch.objects.filter(is_new=True).order_by("person")[:most].values_list("person", "sketch")
    )
    people = Person.objects.prefetch_related("aliases").in_bulk(list(waiting))
    for key, sketch in waiting.items():
        _look_at(people[key], sketch)
    return len(waiting)


def look_again(person: Person) -> None:
    """Let the next look ask anew who this person may be, as after another PESEL: names alone are noticed anyway."""
    DuplicateSketch.objects.filter(person=person).update(is_new=True)


@transaction.atomic
def _look_at(person: Person, sketch: str) -> None:
    asked = described_person(person, [alias.name for alias in person.aliases.all()])  # type: ignore[attr-defined]
    found = [
        Found((person.pk, each.person.pk), each.score, each.reasons)
        for each in candidates_anywhere(asked, but=person)
        if each.score >= WORTH_ASKING
    ]
    keep_pairs(found)
    others = {each.people[1] for each in found}
    undecided = DuplicatePair.objects.filter(Q(first=person) | Q(second=person), state=DuplicateState.OPEN)
    undecided.exclude(Q(first__in=others) | Q(second__in=others)).delete()
    DuplicateSketch.objects.filter(person=person, sketch=sketch).update(is_new=False)


def keep_pairs(found: Iterable[Found]) -> int:
    """Keep pairs, each once: what was decided stays decided, score and reasons are those of now; return how many."""
    best: dict[tuple[uuid.UUID, ...], Found] = {}
    for each in found:
        key = tuple(sorted(each.people))
        if key not in best or best[key].score < each.score:
            best[key] = each
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                first_id=first, second_id=second, score=each.score, reasons=[str(one) for one in each.reasons]
            )
            for (first, second), each in best.items()
        ),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons"],
    )
    return len(best)


@transaction.atomic
def ask_again(pair: DuplicatePair, *, by: User) -> None:
    """Let a pair that was decided as different people wait for a decision once more. Raises ``FactChanged`` (L5)."""
    decided = DuplicatePair.objects.filter(pk=pair.pk, state=DuplicateState.DIFFERENT)
    values: Mapping[str, Any] = {"state": DuplicateState.OPEN, "decided_by": None, "decided_at": None}
    if not decided.update(**values):
        raise FactChanged(str(pair.pk))
    subjects = [pair.first_id, pair.second_id]  # type: ignore[attr-defined]
    record(Action.CHANGE, by=by, obj=pair, subjects=subjects, detail={"records": "ask again"})
