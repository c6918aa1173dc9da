"""What people ask about their own data, and what became of it (GDPR 12, 15–22; S67–S70)."""

import datetime

from django.db import models
from django.db.models import Q

from beneficiaries.enums import (
    CorrectionAnswer,
    IdentityCheck,
    RightAsker,
    RightChannel,
    RightDecision,
    RightKind,
    RightState,
    RightStepKind,
)
from beneficiaries.models.households import Guardianship
from beneficiaries.models.people import Participation, Person
from beneficiaries.querysets import RightsRequestQuerySet
from portal.accounts.models import User
from portal.audit.models import AppendOnlyQuerySet
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject


class RightsRequest(models.Model):
    """One request of a person, by the person or by whoever may ask for them.

    It is sealed with a key of its own: the proof that it was answered outlives the data it was about. ``due_on`` is
    the last day of the answer, a month after ``asked_on``; ``extended_to`` replaces it once, with a reason the person
    is told. ``number`` is its sign in letters and on pages; it tells nothing.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="rights_requests")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8, choices=RightKind.choices)
    channel = models.CharField(max_length=6, choices=RightChannel.choices)
    asked_on = models.DateField()
    asker = models.CharField(max_length=8, choices=RightAsker.choices, default=RightAsker.PERSON)
    guardianship = models.ForeignKey(Guardianship, models.PROTECT, null=True, blank=True, related_name="+")
    proxy = SealedTextField()
    words = SealedTextField()
    identity = models.CharField(max_length=9, choices=IdentityCheck.choices, blank=True)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=9, choices=RightState.choices, default=RightState.RECEIVED)
    due_on = models.DateField()
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = SealedTextField()
    decision = models.CharField(max_length=7, choices=RightDecision.choices, blank=True)
    reasons = SealedTextField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["grant_project", "due_on"], condition=Q(ended_at__isnull=True), name="rights_open"),
            models.Index(fields=["participation", "received_at"], name="rights_of_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answer_by(self) -> datetime.date:
        """The last day of the answer."""
        return self.extended_to or self.due_on


class RightsStep(models.Model):
    """Something that happened to a request; never changed afterwards. ``part`` names what of it, e.g. of a package."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=11, choices=RightStepKind.choices)
    part = models.CharField(max_length=80, blank=True)
    words = SealedTextField(key_path="request.data_key")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["request", "at"], name="rights_steps")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class RightsCorrection(models.Model):
    """One field that somebody wants corrected: what stood there when they asked, and what should (GDPR 16).

    ``field`` is one of ``beneficiaries.rules.correctable``; ``present`` and ``wanted`` hold its value as text. Each is
    answered apart, with the reason that the person reads.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    present = SealedTextField(key_path="request.data_key")
    wanted = SealedTextField(key_path="request.data_key")
    answer = models.CharField(max_length=3, choices=CorrectionAnswer.choices, blank=True)
    reason = SealedTextField(key_path="request.data_key")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "field"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.field}"


class RightsPackage(models.Model):
    """What the portal holds of a person, made at a moment, for a person of the staff to look through (art. 15, 20).

    ``content`` is JSON: parts with sentences in the person's language and values for machines. ``withheld`` lists the
    entries that the review took out, with why. Both are sealed with the key of the request.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="packages")
    content = SealedTextField(key_path="request.data_key")
    withheld = SealedTextField(key_path="request.data_key")
    reviewed_parts = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["request", "made_at"], name="rights_packages")]

    def __str__(self) -> str:
        return str(self.pk)


class Restriction(models.Model):
    """A record is frozen from a day on (art. 18); what is in force stands on the person as ``is_restricted``."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="restrictions")
    request = models.ForeignKey(RightsRequest, models.PROTECT, null=True, related_name="restrictions")
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at__isnull=True), name="restriction_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
