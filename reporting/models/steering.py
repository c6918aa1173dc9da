"""The plan by month, and why gaps stay: in writing, never changed."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject


class MonthlyPlan(models.Model):
    """How many are to count by the end of each month, for one indicator; the last one written is the plan.

    ``path`` maps a month (``2026-03``) to the cumulative number at its end. Nothing is changed in it: a new plan is a
    new row with its reason.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="plans")
    indicator = models.CharField(max_length=20)
    path = models.JSONField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["grant_project", "indicator", "made_at"], name="plan_in_order")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.made_at:%Y-%m-%d}"


class GapExplanation(models.Model):
    """Why what a check finds in a period is so and stays so: in writing, by whom and when; never changed.

    ``people`` is how many the check found at that moment: an explanation speaks of no more than these. It names
    nobody, for it goes into the frozen report.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="explanations")
    check_code = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    people = models.PositiveIntegerField()
    text = models.CharField(max_length=600)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["grant_project", "check_code", "made_at"], name="explanation_in_order")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.made_at:%Y-%m-%d}"
