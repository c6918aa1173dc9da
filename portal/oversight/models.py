"""What reviews of the log left behind."""

from django.db import models

from portal.accounts.models import User
from portal.audit.models import AppendOnlyQuerySet
from portal.programmes.models import GrantProject


class ReadReview(models.Model):
    """A week's unusual readings of a grant project were looked at: by whom, when, and what came of it (S36).

    ``week`` is its Monday. A week without a row has not been reviewed.
    """

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    week = models.DateField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=1000)

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["grant_project", "week"], name="read_review_once")]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"
