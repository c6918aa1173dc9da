"""Frozen report editions – what was reported, who stood behind each figure – and the indicators of a project's own."""

import hashlib

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from portal.ui.formatting import current_language
from portal.versions.models import Version
from reporting.enums import FileKind, Purpose, When, Whom


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
        months = (self.ends_on.year - self.starts_on.year) * 12 + self.ends_on.month - self.starts_on.month + 1
        mark = Purpose(self.purpose).mark
        parts = [self.content["project"]["prefix"], f"{self.ends_on:%Y%m%d}", f"{months}M", mark, f"v{self.version}"]
        return "-".join(part for part in parts if part)

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


class MonthlyPlan(models.Model):
    """How many are to count by the end of each month, for one indicator; the last one written is the plan.

    ``path`` maps a month (``2026-03``) to the cumulative number at its end. Nothing is changed in it: a new plan is a
    new row with its reason.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="plans")
    indicator = models.CharField(max_length=20)
    path = models.JSONField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["grant_project", "indicator", "made_at"], name="plan_in_order")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.made_at:%Y-%m-%d}"


class GapExplanation(models.Model):
    """Why what a check finds in a period is so and stays so: in writing, by whom and when; never changed.

    ``people`` is how many the check found at that moment: an explanation speaks of no more than these. It names
    nobody, for it goes into the frozen report.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="explanations")
    check_code = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    people = models.PositiveIntegerField()
    text = models.CharField(max_length=600)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["grant_project", "check_code", "made_at"], name="explanation_in_order")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.made_at:%Y-%m-%d}"


class IndicatorDefinition(Version):
    """One version of an indicator that people of a grant project built themselves, from the words of the vocabulary.

    ``code`` is given once and stays with the indicator for good, also after it is retired (retracted); ``number``
    counts its versions. ``names``: language → name, Polish at least. ``filters``: filter → chosen values, as
    ``reporting/indicators/filters.py`` knows them. ``dimensions`` are filters by which the figure is broken down.
    """

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="indicator_definitions")
    code = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(default=1)
    names = models.JSONField(default=dict)
    whom = models.CharField(max_length=15, choices=Whom.choices, default=Whom.PARTICIPANTS)
    when = models.CharField(max_length=15, choices=When.choices, default=When.ENROLLED)
    filters = models.JSONField(default=dict, blank=True)
    dimensions = models.JSONField(default=list, blank=True)
    target = models.PositiveIntegerField(null=True, blank=True)
    is_lower_bound = models.BooleanField(default=False)

    class Meta(Version.Meta):
        ordering = ["code", "number"]
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(fields=["grant_project", "code", "number"], name="indicator_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def name(self) -> str:
        """Return the name in the language of the page, else the Polish one."""
        return self.names.get(current_language()) or self.names.get("pl") or self.code
