"""Why: needs diagnosis, finding at exit, and what happened after leaving."""

from django.db import models

from beneficiaries.models import Participation
from cases.enums import ExitEventKind, Outcome, Stage
from portal.crypto.fields import SealedTextField
from portal.versions.models import Version


class NeedsDiagnosis(Version):
    """One assessment of needs: a level from 1 to 5 for each area. Evidence, never the finding (R62).

    ``assessor`` is who assessed, blank where a list did not say. The note can speak of health, so it is sealed.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="diagnoses")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    taken_on = models.DateField()
    scores = models.JSONField(default=dict)
    assessor = models.CharField(max_length=120, blank=True)
    note = SealedTextField(key_path="participation.person.data_key")

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation"], condition=models.Q(superseded_at__isnull=True), name="diagnosis_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.taken_on}"


class ExitFinding(Version):
    """The dated, signed finding whether a person's social situation improved (R59–R63).

    ``is_complete``: readable outcome and date, a reason, a named assessor, and for an improvement at least
    one category. Categories and reason can speak of health, so they are sealed; ``category_count`` is not.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="findings")
    found_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    categories = SealedTextField(key_path="participation.person.data_key")
    category_count = models.PositiveSmallIntegerField(default=0)
    reason = SealedTextField(key_path="participation.person.data_key")
    assessor = models.CharField(max_length=120, blank=True)
    is_complete = models.BooleanField(default=False)

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation"], condition=models.Q(superseded_at__isnull=True), name="finding_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.found_on}"


class ExitEvent(Version):
    """A labour-market or education event after leaving (EECR01–04, R40–R42)."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="exit_events")
    occurred_on = models.DateField()
    kind = models.CharField(max_length=15, choices=ExitEventKind.choices)

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation"], condition=models.Q(superseded_at__isnull=True), name="exit_event_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_on}"
