"""Who interprets and where children are looked after: what is booked beside an appointment or a class (C7, S4-11)."""

from django.db import models
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from services.enums import ResourceKind, Tie
from services.models.activities import Meeting
from services.models.appointments import Appointment
from services.models.spans import DaySpan, WeekdaySpan, day_rule, weekday_rules
from services.querysets import BookingQuerySet, OfProjectQuerySet


class Resource(models.Model):
    """An interpreter with the languages they speak, or a place of childcare with room for ``capacity`` children.

    ``tie`` says whether they are of the staff, a volunteer or from outside; ``account`` where they have one: then the
    hours stand in their own statement. An interpreter has a ``capacity`` of one. Without hours they come at any time.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="resources")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=ResourceKind.choices)
    name = models.CharField(max_length=120)
    tie = models.CharField(max_length=10, choices=Tie.choices, default=Tie.OUTSIDE)
    account = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    languages = models.JSONField(default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    is_retired = models.BooleanField(default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["grant_project", "kind", "name"], name="resource_once"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="resource_has_room"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_interpreter(self) -> bool:
        """Tell whether it is somebody who interprets."""
        return self.kind == ResourceKind.INTERPRETER


class ResourceHours(WeekdaySpan):
    """When a resource can be booked on a weekday."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="hours")

    class Meta(WeekdaySpan.Meta):
        constraints = weekday_rules("resource_hours")


class ResourceAway(DaySpan):
    """Days on which a resource cannot be booked."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="away")

    class Meta(DaySpan.Meta):
        constraints = [day_rule("resource_away")]


class ResourceBooking(models.Model):
    """A resource for one appointment or one class: so many ``places`` from ``starts_at`` to ``ends_at``.

    The times are those of the appointment or class when it was booked; where that is moved the booking follows or is
    released (``released_at``). ``used_minutes``: how long it really was; blank: as planned, once it has taken place.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings")
    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, blank=True, related_name="bookings")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="bookings")
    places = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    booked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["resource", "starts_at"], name="booking_of_resource")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(appointment__isnull=False, meeting__isnull=True)
                | models.Q(appointment__isnull=True, meeting__isnull=False),
                name="booking_of_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(places__gte=1), name="booking_has_places"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="booking_order"),
            models.UniqueConstraint(
                fields=["resource", "appointment"], condition=models.Q(released_at=None), name="booking_of_appointment"
            ),
            models.UniqueConstraint(
                fields=["resource", "meeting"], condition=models.Q(released_at=None), name="booking_of_class"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        """How long it was planned, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
