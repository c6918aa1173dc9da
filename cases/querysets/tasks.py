"""Rows of tasks by who asks (S5–S7)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.policy.access import access_of

if TYPE_CHECKING:
    from portal.accounts.models import User

KEEP, OVERSEE = "keep_tasks", "oversee_tasks"


class TaskQuerySet(models.QuerySet):
    """Tasks, chainable."""

    def visible_to(self, user: "User", action: str = KEEP) -> "TaskQuerySet":
        """Only tasks about people whom ``user`` may ``action``, and of the others one's own and overseen ones.

        A task about a person who is out of sight is not there, also for whom it was meant (S26, S27).
        """
        scope = access_of(user).scope(action)
        if not scope:
            return self.none()
        people: Any = self.model._meta.get_field("participation").related_model
        seen = people._default_manager.visible_to(user, action).filter(pk=OuterRef("participation"))
        own = Q(assigned_to=user.pk) | Q(made_by=user.pk) | self._overseen(user)
        about_nobody = Q(participation__isnull=True, grant_project__in=sorted(scope.project_ids)) & own
        return self.filter(Exists(seen) | about_nobody)

    def standing(self) -> "TaskQuerySet":
        """Only tasks that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def open(self) -> "TaskQuerySet":
        """Only tasks that wait to be done."""
        return self.standing().filter(done_at__isnull=True)

    def _overseen(self, user: "User") -> Q:
        scope = access_of(user).scope(OVERSEE)
        condition = Q(grant_project__in=sorted(scope.whole_project_ids))
        accounts: Any = self.model._meta.get_field("assigned_to").related_model
        roles = accounts._meta.get_field("memberships").related_model._default_manager
        for clause in scope.clauses:
            if clause.grant_project not in scope.whole_project_ids:
                held = roles.filter(
                    user=OuterRef("assigned_to"), organisation=clause.organisation, grant_project=clause.grant_project
                )
                condition |= Q(Exists(held), grant_project=clause.grant_project)
        return condition
