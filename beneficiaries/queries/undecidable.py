"""Pairs of records that nobody may decide, because whoever reaches one is kept from the other (S27, R34)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicatePair, Participation, Person
from beneficiaries.queries.pairs import DECIDE
from beneficiaries.queries.protection import Colleague, colleagues_of
from beneficiaries.rules.merging import narrowed
from portal.clock import today
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

HAND_OVER = "hand_over_protected"
Around = Mapping[Any, list[Colleague]]
LISTS = ("first__denied_to", "first__confidential_to", "second__denied_to", "second__confidential_to")


@dataclass(frozen=True)
class Undecidable:
    """A pair that nobody may decide: how many accounts could open the one record, and how many would lose one."""

    pair: DuplicatePair
    grant_project: GrantProject
    left: int
    losing: int
    denied: frozenset[int]


def undecidable_for(user: "User") -> list[Undecidable]:
    """Return those of the projects of ``user``; nothing of somebody from whom ``user`` is kept (S27)."""
    projects = access_of(user).projects(HAND_OVER)
    found = [each for project in projects for each in undecidable_pairs(project, today())]
    return [each for each in found if user.pk not in each.denied]


def undecidable_pairs(project: GrantProject, day: datetime.date) -> list[Undecidable]:
    """Return the waiting pairs of a project of which no account could decide, not even if it were named.

    Both people take part in the project. One query where nobody with a deny list is in a pair; nine at most.
    """
    denied = Person.denied_to.through._default_manager
    here = Participation.objects.filter(grant_project=project)
    kept = Q(Exists(denied.filter(person=OuterRef("first")))) | Q(Exists(denied.filter(person=OuterRef("second"))))
    pairs = DuplicatePair.objects.filter(
        kept, Exists(here.filter(person=OuterRef("first"))), Exists(here.filter(person=OuterRef("second"))),
        state=DuplicateState.OPEN, first__merged_into__isnull=True, second__merged_into__isnull=True,
    ).select_related("first__data_key", "second__data_key")  # fmt: skip
    waiting = list(pairs.prefetch_related(*LISTS).order_by("-score", "pk"))
    if not waiting:
        return []
    people = {person.pk for pair in waiting for person in (pair.first, pair.second)}
    deciding, opening = (colleagues_of(project, people, day, action) for action in (DECIDE, "view_person"))
    weighed = [_weighed(pair, project, deciding, opening) for pair in waiting]
    return [each for each in weighed if each is not None]


def _weighed(pair: DuplicatePair, project: GrantProject, deciding: Around, opening: Around) -> Undecidable | None:
    both = (pair.first, pair.second)
    denied = frozenset().union(*(_accounts(each.denied_to) for each in both))
    able = _reaching(deciding[pair.first.pk]) & _reaching(deciding[pair.second.pk])
    if able - denied:
        return None
    named = narrowed(*(_accounts(each.confidential_to) if each.is_confidential else None for each in both))
    reaching = [_reaching(opening[each.pk]) for each in both]
    left = reaching[0] | reaching[1]
    left = (left if named is None else left & named) - denied
    seeing = set().union(*(_seeing(each, reached) for each, reached in zip(both, reaching, strict=True)))
    return Undecidable(pair, project, len(left), len(seeing - left), denied)


def _seeing(person: Person, reached: set[int]) -> set[int]:
    seeing = reached - _accounts(person.denied_to)
    return seeing & _accounts(person.confidential_to) if person.is_confidential else seeing


def _reaching(around: Iterable[Colleague]) -> set[int]:
    return {each.user.pk for each in around if each.reaches}


def _accounts(people: Any) -> set[int]:
    return {user.pk for user in people.all()}
