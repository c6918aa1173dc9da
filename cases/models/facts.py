"""Why: needs diagnosis, finding at exit, and what happened after leaving."""

from django.db import models

from beneficiaries.models import Participation
from cases.enums import ConsentForm, ExitEventKind, Outcome, Stage
from cases.rules.instruments import FIVE_AREAS
from portal.crypto.fields import SealedTextField
from portal.versions.models import Version


class NeedsDiagnosis(Version):
    """One assessment of needs: a level from 1 to 5 for each area. Evidence, never the finding (R62).

    The version of the instrument says what each level meant then; it is named, not pointed to, so that a version
    keeps its diagnoses wherever they come from. ``assessor`` is who assessed, blank where a list did not say.
    ``evidence`` maps areas to what each level is seen by (JSON, see ``cases/rules/evidence.py``). It and the note can
    speak of health, so they are sealed.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="diagnoses")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    taken_on = models.DateField()
    scores = models.JSONField(default=dict)
    instrument_code = models.SlugField(max_length=40, default=FIVE_AREAS[0], db_index=False)
    instrument_version = models.PositiveSmallIntegerField(default=FIVE_AREAS[1])
    assessor = models.CharField(max_length=120, blank=True)
    note = SealedTextField(key_path="participation.person.data_key")
    evidence = SealedTextField(key_path="participation.person.data_key")

    keeping_ends = "case"

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
    Of a child a parent or guardian is heard too: ``guardian`` says who, ``guardian_how`` and ``guardian_on`` how and
    when (R64, R86); without it the finding is complete all the same.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="findings")
    found_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    categories = SealedTextField(key_path="participation.person.data_key")
    category_count = models.PositiveSmallIntegerField(default=0)
    reason = SealedTextField(key_path="participation.person.data_key")
    assessor = models.CharField(max_length=120, blank=True)
    is_complete = models.BooleanField(default=False)
    guardian = SealedTextField(key_path="participation.person.data_key")
    guardian_how = models.CharField(max_length=8, choices=ConsentForm.choices, blank=True)
    guardian_on = models.DateField(null=True, blank=True)

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
