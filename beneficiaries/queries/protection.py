"""Which accounts can be named for a person, or left without access; and whom nobody can reach any more."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from beneficiaries.enums import DuplicateReason, DuplicateState
from beneficiaries.models import Care, DuplicatePair, Participation, Person, Protection
from portal.accounts.models import Membership, User
from portal.policy.access import Access, Scope, weighable
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject

VIEW = "view_person"
LISTS = ("person__confidential_to", "person__denied_to")


@dataclass(frozen=True)
class Colleague:
    """An account of the project: for whom it works, and whether its roles reach the person today."""

    user: User
    organisations: str
    reaches: bool


@dataclass(frozen=True)
class Unreached:
    """A confidential person whom nobody can reach: who could be named, and who is kept from knowing of it (keys).

    ``is_twice``: somebody can, but nobody who may also see the other record with the same PESEL.
    """

    participation: Participation
    able: list[Colleague]
    denied: set[int]
    is_twice: bool = False


def colleagues_around(participation: Participation, day: datetime.date) -> list[Colleague]:
    """Return every account of the staff of the person's project, by name, also those whose access ended (two queries).

    The administrators and coordinators are among them: the deny list is for everybody (S27).
    """
    person: Any = participation.person_id  # type: ignore[attr-defined]
    return colleagues_of(participation.grant_project, [person], day)[person]


def colleagues_of(
    project: GrantProject, people: Iterable[Any], day: datetime.date, action: str = VIEW
) -> dict[Any, list[Colleague]]:
    """Return the same for each of these people (keys), with who may ``action`` by role (two queries)."""
    keys = list(people)
    staff, bodies = _staff(project), _bodies(project, keys)
    return {
        key: [_colleague(user, roles, project, bodies[key], day, action) for user, roles in staff.items()]
        for key in keys
    }


def reaching(participation: Participation, day: datetime.date) -> set[int]:
    """Return the accounts whose roles reach the person today, whatever stands against it (two queries)."""
    return {each.user.pk for each in colleagues_around(participation, day) if each.reaches}


def history_of_protection(participation: Participation) -> list[Protection]:
    """Return what was decided about who may know of the person, the latest first (one query).

    What was decided about a record that was merged with this one holds here and is told here.
    """
    both = Q(person=participation.person_id) | Q(person__merged_into=participation.person_id)  # type: ignore[misc]
    rows = Protection.objects.filter(both)
    return list(rows.select_related("account", "by", "person__data_key").order_by("-at", "-pk"))


def out_of_reach(grant_project: GrantProject, day: datetime.date) -> list[Unreached]:
    """Return the confidential people of a project of whom nobody named can open the record today (six queries).

    The access of the named may have ended, or their role; nobody else sees that the person exists (S26). Also those
    who were written down once more by somebody who could not know it, where nobody may see both records (R34).
    """
    rows = Participation.objects.filter(
        grant_project=grant_project, person__is_confidential=True, person__merged_into__isnull=True
    )
    hidden = list(rows.select_related("person", "grant_project").prefetch_related(*LISTS).order_by("created_at"))
    if not hidden:
        return []
    twice = _written_twice(hidden)
    others = [other for each in twice.values() for other in each]
    around_each = colleagues_of(grant_project, [*_keys(hidden), *(other.pk for other in others)], day)
    found = []
    for each in hidden:
        around = around_each[each.person_id]  # type: ignore[attr-defined]
        denied = {user.pk for user in each.person.denied_to.all()}
        able = [one for one in around if one.reaches and one.user.pk not in denied]
        named = {user.pk for user in each.person.confidential_to.all()} & {one.user.pk for one in able}
        if not named:
            found.append(Unreached(each, able, denied))
            continue
        for other in twice.get(each.person_id, ()):  # type: ignore[attr-defined]
            both = _seeing(other, around_each[other.pk])
            if not named & both:
                found.append(Unreached(each, [one for one in able if one.user.pk in both], denied, is_twice=True))
                break
    return found


def _written_twice(hidden: Iterable[Participation]) -> dict[Any, list[Person]]:
    """Return the other records with the PESEL of each of these people, of pairs that wait (a query, few have more)."""
    keys = set(_keys(hidden))
    waiting = DuplicatePair.objects.filter(Q(first__in=keys) | Q(second__in=keys), state=DuplicateState.OPEN)
    found: dict[Any, list[Person]] = defaultdict(list)
    for pair in waiting.select_related("first", "second"):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one.pk in keys and DuplicateReason.SAME_PESEL in pair.reasons:
                found[one.pk].append(other)
    return found


def _seeing(person: Person, around: Iterable[Colleague]) -> set[int]:
    """Return the accounts that may see this person today, by roles and walls."""
    denied = {user.pk for user in person.denied_to.all()}
    seeing = {one.user.pk for one in around if one.reaches} - denied
    return seeing & {user.pk for user in person.confidential_to.all()} if person.is_confidential else seeing


def _keys(people: Iterable[Participation]) -> list[Any]:
    return [each.person_id for each in people]  # type: ignore[attr-defined]


def _staff(project: GrantProject) -> dict[User, list[Membership]]:
    rows = weighable(Membership.objects.of_staff().filter(grant_project=project))
    held: dict[User, list[Membership]] = defaultdict(list)
    for membership in rows.select_related("user", "organisation", "grant_project").order_by("user__name", "user"):
        held[membership.user].append(membership)
    return held


def _bodies(project: GrantProject, people: Iterable[Any]) -> dict[Any, set[int]]:
    care = Care.objects.filter(grant_project=project, person__in=list(people))
    found: dict[Any, set[int]] = defaultdict(set)
    for person, organisation in care.values_list("person", "organisation"):
        found[person].add(organisation)
    return found


def _colleague(
    user: User, roles: list[Membership], project: GrantProject, bodies: set[int], day: datetime.date, action: str
) -> Colleague:
    today = [role for role in roles if user.is_active and _counts(role, day)]
    names = sorted({role.organisation.short_name or role.organisation.name for role in roles})
    return Colleague(user, ", ".join(names), _meets(Access(today).scope(action, project), bodies))


def _counts(role: Membership, day: datetime.date) -> bool:
    return (role.starts_on is None or role.starts_on <= day) and (role.ends_on is None or role.ends_on >= day)


def _meets(scope: Scope, bodies: set[int]) -> bool:
    return any(
        clause.reach is Reach.PROJECT or (clause.reach is Reach.ORGANISATION and clause.organisation in bodies)
        for clause in scope.clauses
    )
