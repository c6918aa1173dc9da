"""The outbox: a message is a row of the caller's transaction, and the task only rings for it (S24, L26)."""

from django.db import models
from django.db.models import Q

from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.messages.enums import OPEN, Channel, MessageState, Reason
from portal.messages.querysets import MessageQuerySet
from portal.programmes.models import GrantProject


class OutgoingMessage(models.Model):
    """A message that waits to be sent, or was.

    It holds no words: they are made when it is sent, from the template of its ``kind`` and ``payload`` (JSON of the
    few things a template may say: a code, a link, a day …). ``recipient_kind`` and ``recipient_id`` say for whom; where
    that person may be reached is asked of the registry *when it is sent*. ``address`` is filled for the kind “direct”
    alone. Address and payload are sealed with a data key of the message's own, which is destroyed when the message has
    come to its end: what was sent cannot be read again, also not in backups.

    ``id`` is the message id: the same in every attempt, so that no server delivers it twice. ``dedup_key``: asked for
    again under the same key it is the same message. ``handed_at``: from then on it may have arrived.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    grant_project = models.ForeignKey(GrantProject, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    recipient_kind = models.CharField(max_length=30)
    recipient_id = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, blank=True)
    address = SealedTextField()
    payload = SealedTextField()
    language = models.CharField(max_length=5, blank=True)
    dedup_key = models.CharField(max_length=120, null=True, blank=True, unique=True)  # noqa: DJ001 - NULLs are not alike
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    useless_at = models.DateTimeField()
    lease_token: models.UUIDField = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=OPEN), name="message_open"),
            models.Index(fields=["grant_project", "state"], name="message_of_project"),
            models.Index(fields=["recipient_kind", "recipient_id"], name="message_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
