"""What classes are planned around: days off, and which colleague teaches and speaks what."""

from django.db import models

from portal.accounts.models import User
from portal.programmes.models import GrantProject, ServiceType
from services.querysets import OfProjectQuerySet


class DayOff(models.Model):
    """Days on which a semester plans no class: a school break, or days off of the project's own.

    ``voivodeship`` says where a school break is (blank: everywhere). Public holidays are computed and never stand here.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="days_off")
    name = models.CharField(max_length=120)
    is_school = models.BooleanField(default=False)
    voivodeship = models.CharField(max_length=60, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-first_on", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="day_off_order")
        ]

    def __str__(self) -> str:
        return self.name


class StaffSkill(models.Model):
    """What one colleague can be asked for: kinds of support, and languages by their codes."""

    user = models.OneToOneField(User, models.CASCADE, related_name="skill")
    service_types: models.ManyToManyField = models.ManyToManyField(ServiceType, related_name="+", blank=True)
    languages = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.user_id)
