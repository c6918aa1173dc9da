"""Two records that were one person: who said so and when, and what leads back (S70)."""

from django.db import models
from django.db.models import Q

from beneficiaries.models.people import Person
from beneficiaries.querysets import PersonMergeQuerySet
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey


class PersonMerge(models.Model):
    """One merge: ``gone`` became part of ``kept``; with ``undone_at`` the two are two again.

    ``log`` is what every app remembered so as to put everything back (JSON of ``portal.merging``); it and the reason
    are sealed with a key of their own. ``on`` is the day from which the days to undo are counted; afterwards the log is
    destroyed.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    reason = SealedTextField()
    log = SealedTextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~Q(gone=models.F("kept")), name="merged_with_another"),
        ]
        indexes = [models.Index(fields=["kept", "at"], name="merges_of_person")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_in_force(self) -> bool:
        """Tell whether the two are one person."""
        return self.undone_at is None
