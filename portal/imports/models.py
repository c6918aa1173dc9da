"""Batches of imported rows and what became of each; the rows themselves are sealed."""

import uuid

from django.db import models

from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.imports.enums import DecisionKind, HoldReason, RowState
from portal.imports.querysets import RowQuerySet
from portal.programmes.models import GrantProject


class ImportBatch(models.Model):
    """One reading of one workbook. Its rows are sealed with the batch's own data key.

    ``layout`` says how each sheet and its columns are headed, ``report`` what the reading found, with values;
    both are kept as long as the content of decided rows.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="import_batches")
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checksum = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    layout = SealedTextField()
    report = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["grant_project", "-imported_at"])]

    def __str__(self) -> str:
        return f"{self.grant_project_id} {self.imported_at:%Y-%m-%d %H:%M}"


class ImportedRow(models.Model):
    """One row of a sheet, recognised again by the keyed hash of its content and its ordinal.

    ``subject`` is the id of the person's participation once there is one. ``marked_by`` is the participation by which
    rows that point to this one are recognised, where that is another: two records were merged. ``seen_in`` is the last
    list in which the row stood, nothing once another row took its place. ``emptied`` names the fields (space separated)
    that a changed row said earlier and leaves blank now. ``decision`` is what a person decided, by whom and why; rows
    that decide themselves have ``decided_at`` alone. ``payload`` is removed 90 days after it; the hash stays: the row
    is known for ever.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=20)
    row_number = models.PositiveIntegerField()
    fingerprint = models.BinaryField(max_length=32)
    ordinal = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices)
    reason = models.CharField(max_length=30, choices=HoldReason.choices, blank=True)
    subject: models.UUIDField = models.UUIDField(null=True, blank=True)
    marked_by: models.UUIDField = models.UUIDField(null=True, blank=True)
    waits_for = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="waiting_rows")
    payload = SealedTextField(key_path="batch.data_key")
    emptied = models.CharField(max_length=500, blank=True)
    seen_in = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=10, choices=DecisionKind.choices, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant_project", "sheet", "fingerprint", "ordinal"], name="imported_row_once"
            )
        ]
        indexes = [
            models.Index(fields=["grant_project", "state", "id"]),
            models.Index(fields=["subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row_number}"

    @property
    def owner(self) -> uuid.UUID:
        """The participation this row belongs to, or the row itself while it is held."""
        return self.subject or self.pk

    @property
    def is_open(self) -> bool:
        """Whether the row waits for a person's decision."""
        return self.decided_at is None and self.state in (RowState.HELD, RowState.CHANGED)

    @property
    def was_replaced(self) -> bool:
        """Whether another row took the place of a changed one before anybody decided it."""
        is_closed = self.state == RowState.CHANGED and self.decided_at is not None and not self.decision
        return is_closed and self.seen_in_id is None


class UploadedList(models.Model):
    """A list that was sent and not imported yet: the file and what it would do, sealed with a key of its own.

    Only the account that sent it sees it. With the import, or a day later, content and key are gone; ``batch``
    is then what became of it.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    data_key = models.OneToOneField(DataKey, models.PROTECT, null=True, related_name="+")
    name = SealedTextField()
    content = SealedTextField()
    preview = SealedTextField()
    asked_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)
