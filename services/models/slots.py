"""When colleagues see people: what available times are cut from (C8)."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from services.enums import PlaceKind
from services.models.activities import Venue
from services.models.spans import DaySpan, WeekdaySpan, day_rule, weekday_rules


class ConsultationHours(WeekdaySpan):
    """A span of a weekday in which a colleague sees people, cut into times of ``minutes``.

    ``is_open``: people who take part book these times by themselves. Holds from ``valid_from`` to
    ``valid_to`` (blank: on and on).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="consultation_hours")
    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="+")
    place_kind = models.CharField(max_length=8, choices=PlaceKind.choices, default=PlaceKind.OFFICE)
    minutes = models.PositiveSmallIntegerField(default=60)
    is_open = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(WeekdaySpan.Meta):
        constraints = weekday_rules("consultation_hours")


class DaysAway(DaySpan):
    """Days on which a colleague sees nobody; why is nobody's business here."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="days_away")

    class Meta(DaySpan.Meta):
        constraints = [day_rule("away")]
