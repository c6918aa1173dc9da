"""The accounts that act in the invented past: caseworkers of each organisation, instructor, coordinator."""

from collections import defaultdict
from dataclasses import dataclass

from portal.accounts.enums import Role
from portal.accounts.models import Membership, Organisation, User
from portal.programmes.models import GrantProject


@dataclass(frozen=True)
class Staff:
    """Who works where; an organisation without accounts has nobody, and its facts name nobody."""

    organisations: dict[str, Organisation]
    caseworkers: dict[str, list[User]]
    instructor: User | None
    coordinator: User | None

    @classmethod
    def of(cls, project: GrantProject) -> "Staff":
        """Return the accounts of a project; the coordinator is the one of the organisation that leads it."""
        organisations = {each.code: each for each in project.organisations.all()}
        members = Membership.objects.filter(grant_project=project).select_related("user", "organisation").order_by("pk")
        leader = project.partners.order_by("kind").values_list("organisation", flat=True).first()
        working_as: dict[str, list[Membership]] = defaultdict(list)
        for member in members:
            working_as[member.role].append(member)
        caseworkers = {
            code: [each.user for each in working_as[Role.CASEWORKER] if each.organisation.code == code]
            for code in organisations
        }
        coordinators = [each.user for each in working_as[Role.COORDINATOR] if each.organisation_id == leader]
        instructors = [each.user for each in working_as[Role.INSTRUCTOR]]
        return cls(organisations, caseworkers, next(iter(instructors), None), next(iter(coordinators), None))

    def caseworker(self, organisation: str, family: int) -> User | None:
        """Return who is in charge of a family in an organisation."""
        team = self.caseworkers[organisation]
        return team[family % len(team)] if team else None
