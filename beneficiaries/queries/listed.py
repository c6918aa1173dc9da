"""People and rows that wait because of what a list said, or did not say."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force
from portal.imports.querysets import DECIDE
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User


def incomplete_people(grant_project: GrantProject, user: "User") -> QuerySet[Participation]:
    """Return participations that lack required data (R32), in the order of their numbers, as ``user`` may see them."""
    people = Participation.objects.annotate(in_force=in_force()).visible_to(user, DECIDE)
    return people.filter(grant_project=grant_project, in_force__missing__gt="").order_by("number")
