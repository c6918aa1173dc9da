"""Reports built from a frozen edition: what they say, as a row, so that they can be made again equal."""

import hashlib

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from reporting.enums import BuiltKind, Section
from reporting.models.editions import ReportEdition


class BuiltReport(models.Model):
    """The definition of a report: which edition, which sections, beside which other editions.

    ``definition`` holds ``sections``, ``beside`` (keys of editions, the latest last) and ``threshold``;
    ``definition_hash`` its SHA-256, so that the same wish of one account is the same report. Everything that its files
    say comes from editions, which never change.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="built")
    definition = models.JSONField()
    definition_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "made_by", "definition_hash"], name="built_report_once")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name that stands on every page: that of the edition and the beginning of the hash."""
        return f"{self.edition.label}-{self.definition_hash[:6]}"

    @property
    def sections(self) -> list[Section]:
        """Return the sections in the order of the report."""
        return [section for section in Section if section.value in self.definition["sections"]]

    @property
    def has_annex(self) -> bool:
        """Tell whether it lists numbers of participants: then it is for whoever built it alone (S38)."""
        return Section.ANNEX.value in self.definition["sections"]


class BuiltFile(models.Model):
    """A file of a built report; kept with it, so that there is neither a row without a file nor the reverse."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(BuiltReport, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=BuiltKind.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="built_file_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"

    @property
    def is_whole(self) -> bool:
        """Tell whether the content is what was made."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256
