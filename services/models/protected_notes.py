"""What was said in a talk and is for few: a note with an access list of its own."""

from django.conf import settings
from django.db import models

from beneficiaries.models import Participation
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.versions.models import Version


class ProtectedNote(Version):
    """The protected note of one delivery of support: read by its author, the caseworker in charge, and those named.

    ``support`` is the fact of the delivery, through all its corrections. ``named`` holds the keys of the accounts
    that the author named; each version says who was named while it was in force. Nobody else learns anything but
    that the note exists (C13).
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="protected_notes")
    support = models.UUIDField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    named = models.JSONField(default=list)
    text = SealedTextField(key_path="participation.person.data_key")

    keeping_ends = "case"

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["support"], condition=models.Q(superseded_at__isnull=True), name="protected_note_once"
            ),
        ]
        indexes = [models.Index(fields=["participation", "support"], name="protected_note_of_support")]

    def __str__(self) -> str:
        return f"{self.support}"


class NoteRequest(models.Model):
    """Somebody asks the author to be named for a protected note; ``is_granted`` is null until it is answered."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+")
    note = models.UUIDField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note", "asked_by"], condition=models.Q(answered_at__isnull=True), name="note_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.note}"
