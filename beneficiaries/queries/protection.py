"""Which accounts can be named for a person, or left without access; and whom nobody can reach any more."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from beneficiaries.models import Care, Participation, Protection
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
    """A confidential person whom nobody can reach: who could be named, and who is kept from knowing of it (keys)."""

    participation: Participation
    able: list[Colleague]
    denied: set[int]


def colleagues_around(participation: Participation, day: datetime.date) -> list[Colleague]:
    """Return every account of the staff of the person's project, by name, also those whose access ended (two queries).

    The administrators and coordinators are among them: the deny list is for everybody (S27).
    """
    project = participation.grant_project
    bodies = _bodies(project, [participation])[participation.person_id]  # type: ignore[attr-defined]
    return [_colleague(user, roles, project, bodies, day) for user, roles in _staff(project).items()]


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
    """Return the confidential people of a project of whom nobody named can open the record today (five queries).

    The access of the named may have ended, or their role; nobody else sees that the person exists (S26).
    """
    rows = Participation.objects.filter(
        grant_project=grant_project, person__is_confidential=True, person__merged_into__isnull=True
    )
    hidden = list(rows.select_related("person", "grant_project").prefetch_related(*LISTS).order_by("created_at"))
    if not hidden:
        return []
    staff, bodies = _staff(grant_project), _bodies(grant_project, hidden)
    found = []
    for each in hidden:
        around = [_colleague(user, roles, grant_project, bodies[each.person_id], day) for user, roles in staff.items()]
        denied = {user.pk for user in each.person.denied_to.all()}
        able = [one for one in around if one.reaches and one.user.pk not in denied]
        if not {one.user.pk for one in able} & {user.pk for user in each.person.confidential_to.all()}:
            found.append(Unreached(each, able, denied))
    return found


def _staff(project: GrantProject) -> dict[User, list[Membership]]:
    rows = weighable(Membership.objects.of_staff().filter(grant_project=project))
    held: dict[User, list[Membership]] = defaultdict(list)
    for membership in rows.select_related("user", "organisation", "grant_project").order_by("user__name", "user"):
        held[membership.user].append(membership)
    return held


def _bodies(project: GrantProject, people: Iterable[Participation]) -> dict[Any, set[int]]:
    care = Care.objects.filter(grant_project=project, person__in=[each.person_id for each in people])  # type: ignore[attr-defined]
    found: dict[Any, set[int]] = defaultdict(set)
    for person, organisation in care.values_list("person", "organisation"):
        found[person].add(organisation)
    return found


def _colleague(
    user: User, roles: list[Membership], project: GrantProject, bodies: set[int], day: datetime.date
) -> Colleague:
    today = [role for role in roles if user.is_active and _counts(role, day)]
    names = sorted({role.organisation.short_name or role.organisation.name for role in roles})
    return Colleague(user, ", ".join(names), _meets(Access(today).scope(VIEW, project), bodies))


def _counts(role: Membership, day: datetime.date) -> bool:
    return (role.starts_on is None or role.starts_on <= day) and (role.ends_on is None or role.ends_on >= day)


def _meets(scope: Scope, bodies: set[int]) -> bool:
    return any(
        clause.reach is Reach.PROJECT or (clause.reach is Reach.ORGANISATION and clause.organisation in bodies)
        for clause in scope.clauses
    )
