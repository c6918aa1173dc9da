"""What people register by themselves, before anybody knows them (S20–S23, S58)."""

from django.db import models

from beneficiaries.enums import RegistrationState
from beneficiaries.models.people import Person
from beneficiaries.querysets import RegistrationQuerySet
from beneficiaries.rules.registration import Application, from_json, to_json
from portal.accounts.models import User
from portal.crypto.fields import BlindIndexField, SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject


class Registration(models.Model):
    """One application of one family: a draft that can be gone on with anywhere, then what was sent.

    ``reference`` is what people name on the phone: random, and it opens nothing (S22). The ``code`` does: with it a
    draft goes on and an answer is read on any device. ``browser`` is the keyed hash of what the browser at hand
    holds, ``seen_at`` its last use; both are gone after a quick exit. ``network`` is a keyed hash that says nothing.
    ``opened_with`` is the keyed hash of the form it began with, so that the same form sent twice begins one draft.
    ``is_reserve``: begun after the project stopped to recruit, for a place that becomes free (R95).
    ``is_quarantined`` keeps a doubtful application out of the queue, not out of the house: ``doubts`` names why (S23).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="registration")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="registrations")
    reference = models.CharField(max_length=24, unique=True)
    code = SealedTextField(index="code_index", context="registration code")
    code_index = BlindIndexField(unique=True, db_index=False)
    browser = models.BinaryField(max_length=32, null=True, blank=True, db_index=True, editable=False)
    opened_with = models.BinaryField(max_length=32, null=True, blank=True, unique=True, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.DRAFT)
    is_reserve = models.BooleanField(default=False)
    is_quarantined = models.BooleanField(default=False)
    doubts = models.CharField(max_length=80, blank=True)
    network = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    answers = SealedTextField()
    step = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    question = SealedTextField()
    asked_at = models.DateTimeField(null=True, blank=True)
    reply = SealedTextField()
    replied_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = SealedTextField()
    handled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    earlier = SealedTextField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["grant_project", "state", "sent_at"], name="registration_queue"),
            models.Index(
                fields=["changed_at"], condition=models.Q(state=RegistrationState.DRAFT), name="registration_drafts"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def application(self) -> Application:
        """What it says."""
        return from_json(str(self.answers))

    @application.setter
    def application(self, said: Application) -> None:
        self.answers = to_json(said)


class RegisteredPerson(models.Model):
    """The person whom one place of a sent application became, each once; nobody until somebody has decided.

    ``position`` counts the people of the application: 0 is who registered.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="registrations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "position"], name="registered_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.position}"
