"""Hours of internship and volunteering beside support and classes, and their norm a month (C11)."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject


class HoursNorm(models.Model):
    """How many hours a month somebody agreed to: an internship or volunteering of 48 hours, for example."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    monthly_hours = models.DecimalField(max_digits=5, decimal_places=2)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "grant_project"], name="hours_norm_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.monthly_hours}"


class WorkEntry(models.Model):
    """Work of one day that is neither support nor a class: learning, office, preparing. ``what`` names no participant.

    Written by whoever did it, taken back and never changed.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    what = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "made_at"]
        indexes = [models.Index(fields=["user", "grant_project", "day"], name="work_of_somebody")]
        constraints = [models.CheckConstraint(condition=models.Q(hours__gt=0), name="work_takes_time")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day} {self.hours}"
