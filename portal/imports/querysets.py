"""Imported rows by who asks: the project of the right, and behind it the people whom the account may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal.imports.enums import RowState
from portal.policy.access import access_of

if TYPE_CHECKING:
    from portal.accounts.models import User

DECIDE = "decide_held_row"
OPEN = Q(decided_at__isnull=True, state__in=[RowState.HELD, RowState.CHANGED])


class RowQuerySet(models.QuerySet):
    """Imported rows, chainable."""

    def visible_to(self, user: "User", action: str = DECIDE) -> "RowQuerySet":
        """Only rows of projects in which ``user`` may ``action``; of known people only those the user may see."""
        from portal.imports.registry import subject_source  # filled by an app that needs these models

        whole = access_of(user).scope(action).whole_project_ids
        seen = subject_source().everybody().visible_to(user, action)
        return self.filter(Q(subject__isnull=True) | Q(subject__in=seen.values("pk")), grant_project__in=sorted(whole))

    def waiting(self) -> "RowQuerySet":
        """Only rows of people that wait for a person's decision."""
        return self.filter(OPEN, sheet="people")

    def ever_waiting(self) -> "RowQuerySet":
        """Only rows of people that a person must decide or has decided."""
        return self.filter(OPEN | ~Q(decision=""), sheet="people")
