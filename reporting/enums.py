"""Choices of reports and of indicators."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

FILES = "report-files"
"""The kind of job that makes the files of an edition."""
BUILT = "built-report"
"""The kind of job that makes the files of a built report."""
LANGUAGE = "pl"
"""Files are made once, in the language of the grant."""


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class Purpose(models.TextChoices):
    """What a report is frozen for; the editions of one period are numbered for each purpose on its own."""

    CLAIM = "claim", _("Payment claim")
    FINAL = "final", _("Final payment claim")
    INTERNAL = "internal", _("Internal report")
    CONTROL = "control", _("For an inspection")

    @property
    def mark(self) -> str:
        """Return what the name of an edition says of its purpose; nothing for the usual one."""
        return {"final": "K", "internal": "W", "control": "C"}.get(self.value, "")

    @property
    def line(self) -> tuple["Purpose", ...]:
        """Return the purposes whose editions follow each other: a final claim corrects the claims before it (R69)."""
        claims = (Purpose.CLAIM, Purpose.FINAL)
        return claims if self in claims else (self,)


class ChangeKind(StrEnum):
    """How somebody counts otherwise than before."""

    CAME = "came"
    WENT = "went"
    OTHERWISE = "otherwise"


class CauseKind(models.TextChoices):
    """What a change between two editions comes from."""

    LATE = "late", _("late entry")
    CORRECTED = "corrected", _("correction")
    TAKEN_BACK = "taken-back", _("entry taken back")
    MERGED = "merged", _("records merged")
    DIVIDED = "divided", _("merge undone")
    ERASED = "erased", _("record erased")
    RULE = "rule", _("another version of the rule")
    SETTING = "setting", _("setting of the project")


class FactKind(models.TextChoices):
    """Which fact a cause is about."""

    PERSON = "person", _("participation and data of the person")
    SUPPORT = "support", _("support")
    FINDING = "finding", _("finding at exit")
    CONFIRMATION = "confirmation", _("confirmation of the finding")
    EVENT = "event", _("event after leaving")
    RULE = "rule", ""


class Whom(models.TextChoices):
    """Whom an indicator counts.

    Only participants are people of the project. The others are counted apart and never added to them: visitors of open
    events are a number without names (R33), staff of institutions who were trained are no participants by that (R37).
    """

    PARTICIPANTS = "participants", _("people who take part")
    TRAINED_STAFF = "trained-staff", _("staff who were trained")
    INSTITUTIONS = "institutions", _("institutions")
    VISITORS = "visitors", _("visitors of open events")
    PRODUCTS = "products", _("products, such as handbooks or programmes of classes")


OPENED = (Whom.TRAINED_STAFF, Whom.INSTITUTIONS, Whom.PRODUCTS)
"""Whose figures open to the entries behind them, beside those of participants."""


class When(models.TextChoices):
    """When somebody counts: the day that decides about the period."""

    ENROLLED = "enrolled", _("when participation starts")
    FIRST_SUPPORT = "first-support", _("when support of the chosen kinds is given for the first time")
    ANY_SUPPORT = "any-support", _("in every period in which support of the chosen kinds is given")
    FINDING = "finding", _("when the finding at exit is made within the result window")
    LEFT = "left", _("when participation ends")
    JOB = "job", _("when work starts within the result window")
    JOB_SEARCH = "job-search", _("when looking for work starts within the result window")
    EDUCATION = "education", _("when education or training starts within the result window")
    QUALIFICATION = "qualification", _("when a qualification is gained within the result window")


class BuiltKind(models.TextChoices):
    """The files of a built report."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class Section(models.TextChoices):
    """What a built report can say, in its order."""

    SUMMARY = "summary", _("Summary")
    INDICATORS = "indicators", _("Indicators (the statutory table)")
    GROUPS = "groups", _("Groups and sex")
    SUPPORT = "support", _("Support by kind")
    PARTNERS = "partners", _("Support by partner")
    NOTES = "notes", _("Notes on the data")
    METHOD = "method", _("How we count")
    ANNEX = "annex", _("Annex: numbers of participants, for the auditor")


class Stratum(models.TextChoices):
    """By what a sample is divided before it is drawn; blank draws from all alike."""

    SEX = "sex", _("by sex")
    GROUP = "group", _("by group")
    PARTNER = "partner", _("by organisation in charge")


class ReviewResult(models.TextChoices):
    """What an auditor says of an inspected record."""

    IN_ORDER = "in-order", _("in order")
    QUESTION = "question", _("question to the project")
