"""When colleagues see people: what available times are cut from (C8)."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from services.enums import PlaceKind
from services.models.activities import Venue


class ConsultationHours(models.Model):
    """A span of a weekday (0 Monday … 6 Sunday) in which a colleague sees people, cut into times of ``minutes``.

    Times are those of the clock on the wall, so that nine o'clock stays nine when the clocks change. ``is_open``:
    people who take part book these times by themselves. Holds from ``valid_from`` to ``valid_to`` (blank: on and on).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="consultation_hours")
    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="+")
    place_kind = models.CharField(max_length=8, choices=PlaceKind.choices, default=PlaceKind.OFFICE)
    weekday = models.PositiveSmallIntegerField()
    begins_at = models.TimeField()
    ends_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    is_open = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "begins_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="consultation_hours_weekday"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="consultation_hours_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.begins_at:%H:%M}–{self.ends_at:%H:%M}"


class DaysAway(models.Model):
    """Days on which a colleague sees nobody; why is nobody's business here."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="days_away")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on"]
        constraints = [models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="away_order")]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"
