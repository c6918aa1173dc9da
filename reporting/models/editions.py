"""Frozen report editions: what was reported, and who stood behind each figure."""

import hashlib

from django.conf import settings
from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from reporting.enums import FileKind, Purpose


class ReportEdition(models.Model):
    """A report as it was frozen: values, rules, notes and evidence that nothing changes any more.

    ``content`` holds everything that page, PDF and XLSX show; ``checksum`` is the SHA-256 of content and evidence in
    canonical form. A correction is the next ``version`` for the same period and purpose, never an overwrite.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="editions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.CLAIM)
    version = models.PositiveSmallIntegerField()
    known_on = models.DateTimeField()
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    checksum = models.CharField(max_length=64)

    class Meta:
        ordering = ["-ends_on", "-starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant_project", "starts_on", "ends_on", "purpose", "version"], name="edition_version_once"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name that stands on every page of the report: ``WS-20260331-3M-v1`` for a quarter."""
        mark = Purpose(self.purpose).mark
        parts = [self.content["project"]["prefix"], f"{self.ends_on:%Y%m%d}", self._length, mark, f"v{self.version}"]
        return "-".join(part for part in parts if part)

    @property
    def _length(self) -> str:
        """Return the length of the period, in days where it begins inside a month: no two periods have one name."""
        if self.starts_on.day > 1:
            return f"{(self.ends_on - self.starts_on).days + 1}D"
        return f"{(self.ends_on.year - self.starts_on.year) * 12 + self.ends_on.month - self.starts_on.month + 1}M"

    @property
    def marks(self) -> list[str]:
        """Return the marks of the programme on its papers (R74); those of before they were kept here bear the four."""
        return list(self.content["project"].get("marks", settings.FEP_POMORZE))

    @property
    def approved(self) -> "EditionApproval | None":
        """Return the approval; ``None`` while there is none, and for a draft."""
        if self._state.adding:
            return None
        return getattr(self, "approval", None)

    def before_approval(self) -> "ReportEdition":
        """Return the edition as it stood before it was approved: files of that time say nothing of the approval."""
        self._state.fields_cache["approval"] = None
        return self


class EditionApproval(models.Model):
    """That somebody else than who froze it stands behind an edition. It is given once and never taken back.

    ``alone_reason`` says why the account that froze it approved it too: nobody else had the right.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.OneToOneField(ReportEdition, models.PROTECT, related_name="approval")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    checksum = models.CharField(max_length=64)
    alone_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.approved_at:%Y-%m-%d}"


class EvidenceRow(models.Model):
    """One person behind one figure of an edition, by number alone, so that erasing a person breaks no edition.

    ``counted_on`` is the day on which the person counts; ``in_period`` says whether it lies in the period.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="evidence")
    indicator = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    sex = models.CharField(max_length=1)
    target_group = models.CharField(max_length=50, blank=True)
    counted_on = models.DateField()
    in_period = models.BooleanField()

    class Meta:
        ordering = ["indicator", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "indicator", "number"], name="evidence_once")]
        indexes = [models.Index(fields=["edition", "number"], name="evidence_by_number")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.number}"


class EditionFile(models.Model):
    """A file made from an edition; kept with it, so that there is neither a row without a file nor the reverse.

    ``is_approved``: made after the approval, and saying so. The file from before stays as it was.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    is_approved = models.BooleanField(default=False)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "is_approved"], name="edition_file_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind}"

    @property
    def is_whole(self) -> bool:
        """Tell whether the content is what was made."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256
