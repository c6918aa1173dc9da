"""Why: what a person applies for so as to stay, and the documents that it needs."""

from django.db import models

from beneficiaries.models import Participation
from cases.enums import Decision, DocumentState
from portal.crypto.fields import SealedTextField
from portal.versions.models import Version


class LegalisationCase(Version):
    """One case of legalisation: a card, a status, citizenship.

    ``kind`` is a code of the dictionary „legalisation”, or ``other``, which ``other_name`` names. ``deadline`` is a day
    that somebody wrote down, never one that the product knows (R100); ``deadline_for`` says what is due.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="legalisation")
    kind = models.CharField(max_length=50)
    other_name = SealedTextField(key_path="participation.person.data_key")
    office = SealedTextField(key_path="participation.person.data_key")
    case_number = SealedTextField(key_path="participation.person.data_key")
    filed_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    deadline_for = SealedTextField(key_path="participation.person.data_key")
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    keeping_ends = "case"

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation", "deadline"],
                condition=models.Q(superseded_at__isnull=True),
                name="legalisation_current",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class LegalisationDocument(Version):
    """One line of a checklist: collected on a day, or not needed for a reason; by whom is ``recorded_by``.

    ``case`` is the fact of the case. ``code`` is one of the dictionary „legalisation-document”; a line that somebody
    added has none and its ``own_name`` instead. What the dictionary names and nobody touched has no row.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+")
    case = models.UUIDField()
    code = models.CharField(max_length=50, blank=True)
    own_name = SealedTextField(key_path="participation.person.data_key")
    state = models.CharField(max_length=12, choices=DocumentState.choices, blank=True)
    collected_on = models.DateField(null=True, blank=True)
    reason = SealedTextField(key_path="participation.person.data_key")

    keeping_ends = "case"

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=models.Q(superseded_at__isnull=True) & ~models.Q(code=""),
                name="legalisation_document_once",
            ),
        ]
        indexes = [models.Index(fields=["participation", "case"], name="legalisation_documents")]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
