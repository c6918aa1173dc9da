"""The own space of a person: the account behind it, and files that the person sent from it."""

from django.db import models
from django.utils import timezone

from beneficiaries.enums import SentAs, SentState
from beneficiaries.models.people import Participation, Person
from beneficiaries.querysets import SentFileQuerySet
from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.uploads.models import StoredFile


class ParticipantAccount(models.Model):
    """A person has a space of their own: which account opens it, who gave it, who blocked it.

    The account is a lock without a name (``User.is_participant``); that it is this person's stands here alone.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="own_account")
    user = models.OneToOneField(User, models.PROTECT, related_name="own_account")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    blocked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    blocked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class SentFile(models.Model):
    """A photo of a document that a person sent. It proves nothing until a colleague has looked at it (R88).

    Taken, it becomes a scan of a document that was noted; otherwise its bytes are removed and the row stays.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="sent_files")
    shows = models.CharField(max_length=15, choices=SentAs.choices)
    stored = models.OneToOneField(StoredFile, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=SentState.choices, default=SentState.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SentFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["participation", "state"], name="sent_file_of_person")]

    def __str__(self) -> str:
        return str(self.pk)
