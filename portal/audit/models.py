"""The append-only record of who changed, read, searched, exported or was refused what (S31–S33)."""

import datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Cast

from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject


class AppendOnly(Exception):
    """Audit events are written once and never changed or removed."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows can be read and created; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class AuditQuerySet(AppendOnlyQuerySet):
    """Events can be read and, by ``portal.audit.trail``, created."""

    def between(self, start: datetime.datetime, end: datetime.datetime) -> "AuditQuerySet":
        """Events from ``start`` up to, not including, ``end`` (aware)."""
        return self.filter(at__gte=start, at__lt=end)

    def about(self, person_id: Any) -> "AuditQuerySet":
        """Events that showed or changed data of this person: who looked at whom. Bound it by ``between``."""
        return self.alias(people=Cast("subjects", models.TextField())).filter(people__contains=f'"{person_id}"')

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: events are written by ``portal.audit.trail`` alone."""
        raise AppendOnly


class AuditEvent(models.Model):
    """One thing that somebody did. Values of personal fields never stand here; people are named by id.

    ``subjects`` are the ids of the people whose data were shown or changed. ``organisation`` is the one the
    event concerns, else the only one that the actor works for. ``mac`` is the keyed hash over all other
    fields, so that a changed row is found (S33).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    roles = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=20, choices=Action.choices)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    subjects = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)
    mac = models.BinaryField(max_length=32)

    goes_by_cut = True
    objects = AuditQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event; refuse to change one."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class AuditSeal(models.Model):
    """The place of an event in the chain: a number without gaps and a keyed hash over it and the seal before (S33).

    Events get their seal within seconds after they were written (``portal.audit.sealer``). ``event`` is empty for
    the database's eyes only: a seal whose event is gone is still found.
    """

    sequence = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, models.DO_NOTHING, null=True, db_constraint=False, related_name="seal")
    sealed_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return str(self.sequence)


class AuditCut(models.Model):
    """The trail was cut: the events of the seals up to ``sequence`` are gone because their time was over (R88, S65).

    The seals stay, so that the chain goes on from the hash of the last of them and signed heads still fit. The triggers
    let an event go only when a cut covers its seal; ``mac`` is a keyed hash, so that nobody who holds SQL alone can
    make a cut that the check believes.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    mac = models.BinaryField(max_length=32)

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"up to {self.sequence}"


class AuditHead(models.Model):
    """The end of the chain on one day, signed with a key that is not in the database (S33).

    ``hash`` is that of the seal ``sequence``, ``previous`` the checksum of the head before; both as hexadecimals.
    """

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    sequence = models.BigIntegerField()
    count = models.BigIntegerField()
    hash = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.sequence}"


class AuditMark(models.Model):
    """How far something that follows the trail has come: the last check, the copy off the host, mails with heads."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    sequence = models.BigIntegerField(default=0)
    note = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"
