"""What somebody showed before taking part: seen by whom, when, and until when it is valid (R88, R99)."""

import uuid

from django.db import models

from beneficiaries.enums import CheckOutcome, Criterion, Evidence
from beneficiaries.models.people import Participation
from beneficiaries.querysets import EligibilityCheckQuerySet
from portal.accounts.models import Organisation, User
from portal.crypto.fields import SealedTextField
from portal.versions.models import Version

SAME_CHECK = uuid.UUID("6f0a1d5e-5a0e-4c0b-9b5e-2f3f0e8c7a11")


class EligibilityCheck(Version):
    """One criterion of one participation, looked at by ``seen_by`` of ``organisation`` on a day.

    Seen, not copied: ``number_end`` holds the last characters of a number, never the whole (R88). ``document`` is the
    entry of the record’s documents that was made with it, so that its last day reminds there. The fact of a criterion
    has a key of its own (``fact_of``): two colleagues at once can never make two.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="eligibility_checks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    criterion = models.CharField(max_length=12, choices=Criterion.choices)
    outcome = models.CharField(max_length=8, choices=CheckOutcome.choices)
    evidence = models.CharField(max_length=16, choices=Evidence.choices, blank=True)
    number_end = SealedTextField(key_path="participation.person.data_key")
    note = SealedTextField(key_path="participation.person.data_key")
    valid_until = models.DateField(null=True, blank=True)
    is_unlimited = models.BooleanField(default=False)
    seen_on = models.DateField()
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    document = models.UUIDField(null=True, blank=True)

    objects = EligibilityCheckQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation"], condition=models.Q(superseded_at__isnull=True), name="eligibility_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.outcome}"


def fact_of(participation: Participation, criterion: str) -> uuid.UUID:
    """Return the key under which a criterion of a participation is kept through all its versions."""
    return uuid.uuid5(SAME_CHECK, f"{participation.pk} {criterion}")
