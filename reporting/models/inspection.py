"""What an auditor did with a frozen report: samples, results, questions, and names that were opened (R73, S66)."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from reporting.enums import ReviewResult, Stratum
from reporting.models.editions import ReportEdition


class InspectionSample(models.Model):
    """Records drawn from the people behind one figure of an edition; drawn once, never changed.

    ``seed``, ``size`` and ``stratum`` make the draw reproducible (``reporting/domain/sampling.py``). ``frame_size``
    people could be drawn; ``frame_sha256`` is the hash of their numbers, so that another frame is recognised. Protected
    people are not in it. ``data_key`` seals what is written about the records.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="samples")
    indicator = models.CharField(max_length=20)
    stratum = models.CharField(max_length=10, choices=Stratum.choices, blank=True)
    seed = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField()
    frame_size = models.PositiveIntegerField()
    frame_sha256 = models.CharField(max_length=64)
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at", "-id"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.seed}"


class InspectedRecord(models.Model):
    """One record of a sample, by number alone, in the order of the draw; ``part`` is its stratum."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sample = models.ForeignKey(InspectionSample, models.PROTECT, related_name="records")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="inspected_once"),
            models.UniqueConstraint(fields=["sample", "place"], name="inspected_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.number}"


class RecordReview(models.Model):
    """What an auditor says of a record: in order, or a question. A later review of the record takes its place.

    ``seen`` lists the codes of the checks whose evidence the auditor has looked at.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(InspectedRecord, models.PROTECT, related_name="reviews")
    result = models.CharField(max_length=10, choices=ReviewResult.choices)
    seen = models.JSONField(default=list)
    note = SealedTextField(key_path="record.sample.data_key")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.result}"


class ReviewAnswer(models.Model):
    """What the project answers to the question of an auditor."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(RecordReview, models.PROTECT, related_name="answers")
    text = SealedTextField(key_path="review.record.sample.data_key")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return str(self.review_id)


class NameOpening(models.Model):
    """An auditor opened one name, for a purpose that the person reads; the name is shown until ``until``."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="name_openings")
    number = models.CharField(max_length=20)
    purpose = models.CharField(max_length=300)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["opened_by", "number", "until"], name="name_opening_in_force")]

    def __str__(self) -> str:
        return self.number
