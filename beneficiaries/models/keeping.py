"""Why something is not removed although its time is over."""

from django.db import models

from beneficiaries.enums import HoldReason
from beneficiaries.models.people import Participation
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id


class RetentionHold(models.Model):
    """Nothing of a person is removed until a day, or until somebody lifts it: a dispute, a control (GDPR 17(3), 18).

    It holds all that is kept of the person, in every project; ``participation`` is the one by whose number it was
    placed. ``words`` say what it is about, sealed with the person's key.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="retention_holds")
    reason = models.CharField(max_length=8, choices=HoldReason.choices)
    words = SealedTextField(key_path="participation.person.data_key")
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["participation"], condition=models.Q(lifted_at__isnull=True), name="holds_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.reason}"
