"""To whom news about people goes: to themselves, and of a child to those who stand for it (R86, S30)."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from beneficiaries.models import Guardianship, Person
from beneficiaries.queries.reaching import GUARDIAN, PERSON
from beneficiaries.rules.families import is_child, is_valid, may_be_written_to

Told = tuple[str, uuid.UUID]
"""A recipient as the outbox names it: the kind and the id."""


def standing_for(people: Collection[Person], on: datetime.date) -> dict[uuid.UUID, list[Guardianship]]:
    """Return who stands for the children among these people on a day, by child (one query, none without a child)."""
    children = {each.pk: each for each in people if is_child(each, on)}
    links: dict[uuid.UUID, list[Guardianship]] = defaultdict(list)
    for link in _links(children) if children else ():
        if is_valid(link, on):
            links[link.child_id].append(link)  # type: ignore[attr-defined]
    return links


def _links(children: Collection[uuid.UUID]) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(child__in=children).select_related("guardian").order_by("pk")


def those_told(
    people: Collection[Person], standing: Mapping[uuid.UUID, Collection[Guardianship]], on: datetime.date
) -> list[Told]:
    """Return whom to tell what these people have together, each once; ``standing`` is of ``standing_for``.

    A child for whom nobody stands is told itself. Whether and where somebody may be reached is asked when it is sent.
    """
    told = [(PERSON, each.pk) for each in people if not standing.get(each.pk)]
    known = {key for _kind, key in told}
    for child in people:
        for link in standing.get(child.pk, ()):
            guardian = link.guardian_id  # type: ignore[attr-defined]
            if guardian is not None and guardian in known:
                continue
            told.append((GUARDIAN, link.pk))
            if guardian is not None and may_be_written_to(link, child, on):
                known.add(guardian)
    return told
