"""Documents that a person showed: seen, noted, and only where it is needed kept as a scan (R88, R99–R102)."""

import datetime

from django.db import models

from beneficiaries.enums import DocumentKind, DocumentState
from beneficiaries.models.people import Participation
from beneficiaries.querysets import PersonDocumentQuerySet
from beneficiaries.rules.documents import last_day_abroad
from portal.accounts.models import Organisation, User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.uploads.models import StoredFile
from portal.versions.models import Version


class PersonDocument(Version):
    """What somebody saw of a document, on which day; ``organisation`` is the one that took it.

    ``number_end`` holds the last characters of its number, never the whole (R88). ``title`` is the code of a residence
    title in the dictionary, where the document proves one. ``prolonged_to`` is until when law prolongs this very
    document beyond the printed day: a date that people enter (R100, R102). ``last_day`` follows from the days
    (``beneficiaries.rules.documents``) and is the least that lists ask for: what law says of the whole title is looked
    up when it is read (``good_until``), so that a change of the law needs no change of any document.
    ``is_unconfirmed``: the title was given without a valid travel document and nobody has shown one since (R101).
    ``abroad_since`` and ``abroad_until`` are the days of a stay abroad, which may cost the title when it is long. A
    document that is replaced or withdrawn stays in force as an entry, with its ``state``; ``why`` says the reason.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=15, choices=DocumentKind.choices)
    title = models.CharField(max_length=50, blank=True)
    number_end = SealedTextField(key_path="participation.person.data_key")
    note = SealedTextField(key_path="participation.person.data_key")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_unlimited = models.BooleanField(default=False)
    prolonged_to = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    is_unconfirmed = models.BooleanField(default=False)
    abroad_since = models.DateField(null=True, blank=True)
    abroad_until = models.DateField(null=True, blank=True)
    seen_on = models.DateField()
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=DocumentState.choices, blank=True)
    replaced_by = models.UUIDField(null=True, blank=True)

    objects = PersonDocumentQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation"], condition=models.Q(superseded_at__isnull=True), name="document_current"
            ),
            models.Index(
                fields=["last_day", "participation"],
                condition=models.Q(superseded_at__isnull=True, state="", last_day__isnull=False),
                name="document_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seen_on}"

    @property
    def good_until(self) -> datetime.date | None:
        """The last day on which the document is good by print, by its own prolongation or by law (R100, R101).

        What the person has to do by a day before it makes that day the last one: to confirm the title, to be back.
        Needs a row of ``with_law``: otherwise the law is not known here.
        """
        law: datetime.date | None = getattr(self, "law_until", None)
        last = max(self.last_day, law) if self.last_day and law else self.last_day
        return min((each for each in (last, self.to_confirm_by, self.back_by) if each), default=None)

    @property
    def to_confirm_by(self) -> datetime.date | None:
        """The last day on which law wants the title confirmed; ``None`` where it is, or where law wants nothing."""
        return getattr(self, "confirm_until", None) if self.is_unconfirmed else None

    @property
    def back_by(self) -> datetime.date | None:
        """The last day that law allows abroad; ``None`` where nobody is, or was, away for longer (R101)."""
        return last_day_abroad(self.abroad_since, self.abroad_until, getattr(self, "days_abroad", None))


class DocumentFile(models.Model):
    """A scan of a document; ``document`` is the fact it belongs to, through all its versions."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="document_files")
    document = models.UUIDField(db_index=True)
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)
