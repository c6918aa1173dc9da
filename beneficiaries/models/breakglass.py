"""Emergency access: one case, sixty minutes, with a reason, seen by others at once and reviewed (S28)."""

from django.db import models

from beneficiaries.enums import GlassCategory, GlassOutcome, GlassState
from beneficiaries.models.people import Participation
from beneficiaries.querysets import EmergencyQuerySet
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject


class EmergencyAccess(models.Model):
    """An account asked for a person by number, whom it may not see otherwise.

    Every asking is kept, also one that led nowhere: so the limit of a month does not tell who exists. The reason is
    sealed with a key of its own. ``participation`` is ``None`` when the number leads to nobody. The states and the
    ways between them: ``beneficiaries/rules/breakglass.py``.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.PROTECT, related_name="+")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, related_name="+")
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    category = models.CharField(max_length=10, choices=GlassCategory.choices)
    reason = SealedTextField()
    state = models.CharField(max_length=10, choices=GlassState.choices)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    review_due = models.DateField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=GlassOutcome.choices, blank=True)
    review_note = SealedTextField()

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "asked_at"], name="emergency_of_account"),
            models.Index(fields=["state", "grant_project"], name="emergency_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
