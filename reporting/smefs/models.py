"""What was sent to SM EFS, by which layout and with which explanations, and what came back (R6, R11, R12)."""

import datetime

from django.db import models

from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
from reporting.smefs.rules.layout import Layout
from reporting.smefs.rules.releasing import Standing, standing_of


class SmefsLayout(models.Model):
    """One version of the layout; ``grant_project`` where the template of one project differs from the common one.

    What was sent names its version, so a version is never changed: a correction is the next one.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="smefs_layout_once")]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"

    def as_layout(self) -> Layout:
        """Return what the rules read."""
        return Layout(self.code, self.version, self.valid_from, self.content)


class SmefsOrder(models.Model):
    """Somebody asked for the file and explained what the checks found; at most one file comes of it.

    ``explanations`` is JSON: rule → what the exporter wrote. It may speak of anybody, so it is sealed.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="smefs_orders")
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    explanations = SealedTextField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class SmefsExport(models.Model):
    """A file as it was made: its hash, its layout and the dictionaries as they stood (``words``).

    ``left_out`` maps a rule to the number of people whose line it held back. The lines are ``SentLine``.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.OneToOneField(SmefsOrder, models.PROTECT, related_name="export")
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="smefs_exports")
    layout = models.ForeignKey(SmefsLayout, models.PROTECT, related_name="+")
    words = models.JSONField()
    left_out = models.JSONField(default=dict)
    people = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["grant_project", "-made_at"], name="smefs_exports_of_project")]

    def __str__(self) -> str:
        return f"{self.grant_project_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def decided(self) -> "SmefsRelease | None":
        """Return what was decided about its leaving, if anything was."""
        return getattr(self, "release", None)

    def standing(self, now: datetime.datetime) -> Standing:
        """Return how far its release is."""
        made = self.decided
        if made is None:
            return standing_of(self.made_at, now)
        return standing_of(self.made_at, now, made.decided_at, released=made.is_released, alone=made.is_alone)


class SmefsRelease(models.Model):
    """What somebody decided about the leaving of a file (S38): once, for good.

    ``alone_reason``: whoever made the file released it, because nobody else may; it then leaves a day later. ``reason``
    says why it was refused. Neither names anybody: the data protection officer and who made the file read them.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.OneToOneField(SmefsExport, models.PROTECT, related_name="release")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    is_released = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    alone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["decided_at"], name="smefs_releases_in_order")]

    def __str__(self) -> str:
        return f"{self.export_id} {self.is_released}"

    @property
    def is_alone(self) -> bool:
        """Tell whether no second person stands behind it."""
        return bool(self.alone_reason)


class SentLine(models.Model):
    """The line of one person in a file, by number alone and sealed with the key of that person.

    With the key the line is gone for ever, also in backups; the hash still says what was sent.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey(SmefsExport, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    content = SealedTextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="smefs_line_once"),
        ]
        indexes = [models.Index(fields=["number"], name="smefs_lines_of_person")]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"


class ReturnedListing(models.Model):
    """A listing that came back from SM EFS; ``report`` lists the lines that were not taken, without names (R6)."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="smefs_listings")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField()
    report = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["grant_project", "-received_at"], name="smefs_listings_of_project")]

    def __str__(self) -> str:
        return f"{self.grant_project_id} {self.received_at:%Y-%m-%d %H:%M}"


class TechnicalId(models.Model):
    """The identifier by which SM EFS knows a participant (R11), by number: kept also when two records become one."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    technical_id = models.CharField(max_length=60)
    listing = models.ForeignKey(ReturnedListing, models.PROTECT, related_name="identifiers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant_project", "number"], name="smefs_identifier_once"),
            models.UniqueConstraint(fields=["grant_project", "technical_id"], name="smefs_person_once"),
        ]

    def __str__(self) -> str:
        return self.number
