"""Who can be put in charge of people: the accounts that the matrix gives a caseload of their own."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from portal.accounts.models import Membership, Organisation
from portal.policy.access import Scope
from portal.policy.matrix import Reach, matrix
from portal.programmes.models import GrantProject

ONLY_IN_CHARGE = "view_health_area"  # what the matrix opens to whoever is in charge, and to nobody else


def colleagues_of(
    grant_project: GrantProject, organisations: Iterable[Organisation], day: datetime.date
) -> list[Membership]:
    """Return the memberships of those who can be in charge of people of these organisations (one query)."""
    rights = matrix().action(ONLY_IN_CHARGE).rights
    roles = sorted(role for role, right in rights.items() if right.reach is Reach.OWN)
    return list(
        Membership.objects.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            grant_project=grant_project, organisation__in=list(organisations), role__in=roles, user__is_active=True,
        )
        .select_related("user", "organisation")
        .order_by("organisation__name", "user__name", "pk")
    )  # fmt: skip


def bodies_within(scope: Scope, grant_project: GrantProject) -> list[Organisation]:
    """Return the organisations of the project for whose people the scope reaches (one query)."""
    bodies = Organisation.objects.filter(projects__grant_project=grant_project).order_by("name")
    if grant_project.pk in scope.whole_project_ids:
        return list(bodies)
    reached = {clause.organisation for clause in scope.clauses if clause.grant_project == grant_project.pk}
    return [body for body in bodies if body.pk in reached]
