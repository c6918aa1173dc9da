"""Grant projects beside the one that ships with the product."""

import datetime
from itertools import count

from portal.accounts.models import Organisation
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject, ProjectOrganisation

_numbers = count(1)


def make_project(code: str = "", *, leader: Organisation | None = None, partners: tuple = (), **values) -> GrantProject:
    """Create a grant project of the years 2026 and 2027."""
    number = next(_numbers)
    defaults = {
        "title": f"Grant project {number}",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2027, 12, 31),
        "number_prefix": f"P{number}",
    }
    project = GrantProject.objects.create(code=code or f"project-{number}", **{**defaults, **values})
    kinds = [(leader, PartnerKind.LEADER)] if leader else []
    for organisation, kind in [*kinds, *((partner, PartnerKind.PARTNER) for partner in partners)]:
        ProjectOrganisation.objects.create(grant_project=project, organisation=organisation, kind=kind)
    return project
