"""Choices of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

FILES = "report-files"
"""The kind of job that makes the files of an edition."""
BUILT = "built-report"
"""The kind of job that makes the files of a built report."""


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


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
