"""Who has a right: the question of the matrix turned round, for lists of colleagues to choose from."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from portal.accounts.models import Membership, Organisation
from portal.policy.matrix import Reach, matrix
from portal.programmes.models import GrantProject


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
