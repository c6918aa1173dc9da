"""When: somebody is met, by whom, what for, where, and what became of it."""

import datetime

from django.db import models
from django.utils import timezone

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject, ServiceType
from services.enums import AppointmentState, Bring, ChangeKind, PlaceKind, Purpose
from services.models.activities import Venue
from services.querysets import AppointmentQuerySet


class Appointment(models.Model):
    """A time at which colleagues meet one person or several, of one grant project.

    No figure rests on it, so it is changed in place; who changed what from when is ``AppointmentChange``. ``version``
    is another one after every change (L5). ``participation`` is the person it was made for, under whose key the texts
    are sealed: where that person's data end, the texts end. Moments are UTC; pages speak in local time. What is to be
    brought along the person reads on their own pages: ``bring`` holds codes of ``Bring`` (space separated), said in
    their language, ``bring_words`` what a colleague adds; ``note`` is for staff alone. ``venue`` is a place of
    the project, ``place`` what is written beside it or instead: a room, an address, a number.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+")
    people: models.ManyToManyField = models.ManyToManyField(
        Participation, through="AppointmentPerson", related_name="appointments"
    )
    in_charge = models.ForeignKey(User, models.PROTECT, related_name="+")
    colleagues: models.ManyToManyField = models.ManyToManyField(User, related_name="+", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    service_type = models.ForeignKey(ServiceType, models.PROTECT, null=True, blank=True, related_name="+")
    place_kind = models.CharField(max_length=8, choices=PlaceKind.choices)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    place = SealedTextField(key_path="participation.person.data_key")
    language = models.CharField(max_length=5, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    interpreter = SealedTextField(key_path="participation.person.data_key")
    needs_childcare = models.BooleanField(default=False)
    note = SealedTextField(key_path="participation.person.data_key")
    bring = models.CharField(max_length=160, blank=True)
    bring_words = SealedTextField(key_path="participation.person.data_key")
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.PLANNED)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_ends_after_its_start"
            ),
        ]
        indexes = [
            models.Index(fields=["in_charge", "starts_at"], name="appointment_of_colleague"),
            models.Index(fields=["starts_at"], name="appointment_in_order"),
            models.Index(fields=["venue", "starts_at"], name="appointment_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def things_to_bring(self) -> list[str]:
        """What is to be brought along, in the language of the page."""
        known = [str(Bring(code).label) for code in self.bring.split() if code in Bring.values]
        return [*known, str(self.bring_words)] if self.bring_words else known

    @property
    def where(self) -> str:
        """The place in words, with what is written beside it; blank where only its kind is known."""
        named = (self.venue.name, self.venue.address) if self.venue else ()
        return ", ".join(part for part in (*named, str(self.place)) if part)

    @property
    def minutes(self) -> int:
        """How long it takes, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def day(self) -> datetime.date:
        """The local day on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def is_planned(self) -> bool:
        """Tell whether nothing has become of it yet."""
        return self.state == AppointmentState.PLANNED


class AppointmentPerson(models.Model):
    """A person at an appointment, and the support that was recorded from it (``support_fact``, ``logged_at``).

    ``stayed_away`` tells of one of several that they did not come to what took place with others.
    """

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="places")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+")
    support_fact = models.UUIDField(null=True, blank=True)
    logged_at = models.DateTimeField(null=True, blank=True)
    stayed_away = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "appointment"], name="appointment_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.participation_id}"


class AppointmentChange(models.Model):
    """What somebody did with an appointment; ``was_…`` say what held before, where that is another."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    was_start = models.DateTimeField(null=True)
    was_end = models.DateTimeField(null=True)
    was_in_charge = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why = SealedTextField(key_path="appointment.participation.person.data_key")

    class Meta:
        indexes = [models.Index(fields=["appointment", "at"], name="appointment_history")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
