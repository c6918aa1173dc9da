"""Where an administrator may give roles: organisations in the grant projects of their own rights."""

from portal.accounts.models import Membership, User
from portal.accounts.querysets import MANAGE
from portal.policy.access import access_of
from portal.programmes.enums import PartnerKind
from portal.programmes.models import ProjectOrganisation

Place = ProjectOrganisation
"""An organisation in a grant project, as a role names it."""


def places_for(user: User) -> list[Place]:
    """Return where ``user`` may give roles, the leader of each project first (one query)."""
    reached = access_of(user).scope(MANAGE).whole_project_ids
    found = Place.objects.filter(grant_project__in=reached).select_related("organisation", "grant_project")
    return list(found.order_by("grant_project__code", "kind", "organisation__name"))


def name_of(place: Place | Membership, *, several_projects: bool) -> str:
    """Say for whom, and in which grant project where there are several to confuse."""
    body = place.organisation.short_name or place.organisation.name
    return f"{body} · {place.grant_project}" if several_projects else body


def planned(role: str, place: Place) -> Membership:
    """Return the role as ``Access`` weighs it, before anybody has it."""
    membership = Membership(role=role, organisation=place.organisation, grant_project=place.grant_project)
    membership.leads = place.kind == PartnerKind.LEADER  # type: ignore[attr-defined]
    return membership
