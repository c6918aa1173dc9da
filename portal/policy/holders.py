"""Who has a right: the question of the matrix turned round, for lists of colleagues to choose from."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from portal.accounts.models import Membership, Organisation, User
from portal.policy.access import Scope, weighable
from portal.policy.matrix import Reach, matrix
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject, ProjectOrganisation


def holders_of_own(
    action: str, grant_project: GrantProject, organisations: Iterable[Organisation], day: datetime.date
) -> list[Membership]:
    """Return the memberships to which the matrix opens ``action`` for their own caseload on a day (one query)."""
    rights = matrix().action(action).rights
    roles = sorted(role for role, right in rights.items() if right.reach is Reach.OWN)
    valid = Membership.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    return list(
        valid.filter(
            grant_project=grant_project, organisation__in=list(organisations), role__in=roles, user__is_active=True
        )
        .select_related("user", "organisation")
        .order_by("organisation__name", "user__name", "pk")
    )


def reaching(action: str, grant_project: GrantProject, day: datetime.date) -> list[tuple[Membership, Reach]]:
    """Return the memberships of a project to which the matrix opens ``action``, each with how far (one query).

    By the names of the colleagues.
    """
    rights = matrix().action(action).rights
    valid = Membership.objects.valid_on(day).filter(
        grant_project=grant_project, role__in=sorted(rights), user__is_active=True
    )
    held = weighable(valid).select_related("user").order_by("user__name", "pk")
    found = [(each, rights[each.role].reach.of(leads=each.leads)) for each in held]  # type: ignore[attr-defined]
    return [(each, reach) for each, reach in found if reach is not None]


def accounts_that_may(action: str, day: datetime.date) -> list[User]:
    """Return the active accounts to which the matrix opens ``action`` anywhere on a day, by address (one query)."""
    valid = Membership.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        role__in=sorted(matrix().action(action).rights),
    )
    return list(User.objects.filter(is_active=True, pk__in=valid.values("user")).order_by("email"))


def accounts_reaching(
    action: str, grant_project: GrantProject, organisations: Iterable[Organisation], day: datetime.date
) -> list[User]:
    """Return the active accounts whose ``action`` reaches people of these organisations on a day, by name.

    What is open to the caseworker in charge alone is left out. The walls around single people are the caller’s.
    """
    rights, bodies = matrix().action(action).rights, {each.pk for each in organisations}
    held = Membership.objects.valid_on(day).filter(
        grant_project=grant_project, role__in=sorted(rights), user__is_active=True
    )
    found: dict[int, User] = {}
    for each in weighable(held).select_related("user"):
        reach = rights[each.role].reach.of(leads=each.leads)  # type: ignore[attr-defined]
        if reach is Reach.PROJECT or (reach is Reach.ORGANISATION and each.organisation_id in bodies):
            found[each.user_id] = each.user
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def holders_over(action: str, held: Iterable[Membership], day: datetime.date) -> list[User]:
    """Return the accounts to which the matrix opens ``action`` over any of these roles of others, each once."""
    roles = list(held)
    rights = matrix().action(action).rights
    leading = set(
        ProjectOrganisation.objects.filter(kind=PartnerKind.LEADER).values_list("grant_project", "organisation")
    )
    holders = Membership.objects.valid_on(day).filter(
        role__in=sorted(rights), user__is_active=True, grant_project__in={role.grant_project_id for role in roles}
    )  # fmt: skip
    found: dict[int, User] = {}
    for holder in holders.select_related("user").order_by("pk"):
        reach = rights[holder.role].reach.of(leads=(holder.grant_project_id, holder.organisation_id) in leading)
        over = [role for role in roles if _is_over(holder, reach, role)]
        if over:
            found[holder.user_id] = holder.user
    return list(found.values())


def _is_over(holder: Membership, reach: Reach | None, role: Membership) -> bool:
    if holder.user_id == role.user_id or holder.grant_project_id != role.grant_project_id or reach is None:
        return False
    return reach is Reach.PROJECT or (reach is Reach.ORGANISATION and holder.organisation_id == role.organisation_id)


def can_own(role: str) -> bool:
    """Tell whether the matrix opens anything to ``role`` for its own caseload: then it can be in charge of people."""
    rows = matrix().actions.values()
    return any(right.reach is Reach.OWN for action in rows if (right := action.rights.get(role)) is not None)


def holders_within(action: str, scope: Scope, day: datetime.date) -> list[User]:
    """Return the active accounts to which the matrix opens ``action`` where ``scope`` reaches, by name (one query)."""
    reached = Q(grant_project__in=sorted(scope.whole_project_ids))
    for clause in scope.clauses:
        reached |= Q(grant_project=clause.grant_project, organisation=clause.organisation)
    held = Membership.objects.valid_on(day).filter(reached, role__in=sorted(matrix().action(action).rights))
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk"))
