"""Accounts and roles by who asks: an administrator and a coordinator reach what their own roles say (S4–S8).

Accounts of people who take part are no staff: that somebody is known to the service is nobody's business here.
"""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from portal.accounts.models import User

MANAGE, CONFIRM = "manage_users", "confirm_staff"
NO_STAFF = "participant"


class MembershipQuerySet(models.QuerySet):
    """Roles, chainable."""

    def visible_to(self, user: "User", action: str = MANAGE) -> "MembershipQuerySet":
        """Only roles of the staff in the projects, or for the organisations, that ``action`` reaches."""
        return self.exclude(role=NO_STAFF).filter(_reached(user, action))

    def of_staff(self) -> "MembershipQuerySet":
        """Only roles of the staff."""
        return self.exclude(role=NO_STAFF)

    def named(self, role: str) -> "MembershipQuerySet":
        """Only roles of this name: for narrowing a list, not for deciding."""
        return self.filter(role=role)

    def valid_on(self, day: datetime.date) -> "MembershipQuerySet":
        """Only roles that count on ``day``."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def not_over_on(self, day: datetime.date) -> "MembershipQuerySet":
        """Only roles that count on ``day`` or begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class UserQuerySet(models.QuerySet):
    """Accounts, chainable."""

    def visible_to(self, user: "User", action: str = MANAGE) -> "UserQuerySet":
        """Only accounts with a role, today's or an earlier one, that ``user`` may ``action``."""
        roles: Any = self.model._meta.get_field("memberships").related_model
        held = roles.objects.visible_to(user, action)
        return self.filter(pk__in=held.values("user"))


class InvitationQuerySet(models.QuerySet):
    """Invitations, chainable."""

    def visible_to(self, user: "User", action: str = MANAGE) -> "InvitationQuerySet":
        """Only invitations to projects that ``action`` reaches."""
        from portal.policy.access import access_of  # here, because rights are weighed from these models

        links: Any = self.model._meta.get_field("grant_projects").remote_field.through  # type: ignore[union-attr]
        projects = sorted(access_of(user).scope(action).project_ids)
        return self.filter(Exists(links.objects.filter(invitation=OuterRef("pk"), grantproject__in=projects)))

    def open_at(self, now: datetime.datetime) -> "InvitationQuerySet":
        """Only invitations whose link works."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)

    def unanswered(self) -> "InvitationQuerySet":
        """Only invitations that were neither accepted nor withdrawn; their time may be over."""
        return self.filter(used_at=None, withdrawn_at=None)


def _reached(user: "User", action: str) -> Q:
    from portal.policy.access import access_of  # here, because rights are weighed from these models

    scope = access_of(user).scope(action)
    whole = scope.whole_project_ids
    condition = Q(grant_project__in=sorted(whole)) if whole else Q(pk__in=[])
    for clause in scope.clauses:
        if clause.grant_project not in whole:
            condition |= Q(grant_project=clause.grant_project, organisation=clause.organisation)
    return condition
