"""Who can look after people: organisations within reach, and the colleagues who can be in charge."""

import datetime
from collections.abc import Iterable

from portal.accounts.models import Membership, Organisation
from portal.policy.access import Scope
from portal.policy.holders import holders_of_own
from portal.programmes.models import GrantProject

ONLY_IN_CHARGE = "view_health_area"  # what the matrix opens to whoever is in charge, and to nobody else


def colleagues_of(
    grant_project: GrantProject, organisations: Iterable[Organisation], day: datetime.date
) -> list[Membership]:
    """Return the memberships of those who can be in charge of people of these organisations (one query)."""
    return holders_of_own(ONLY_IN_CHARGE, grant_project, organisations, day)


def bodies_within(scope: Scope, grant_project: GrantProject) -> list[Organisation]:
    """Return the organisations of the project for whose people the scope reaches (one query)."""
    bodies = Organisation.objects.filter(projects__grant_project=grant_project).order_by("name")
    if grant_project.pk in scope.whole_project_ids:
        return list(bodies)
    reached = {clause.organisation for clause in scope.clauses if clause.grant_project == grant_project.pk}
    return [body for body in bodies if body.pk in reached]
