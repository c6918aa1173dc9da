"""Choices of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

FILES = "report-files"
"""The kind of job that makes the files of an edition."""


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class Stratum(models.TextChoices):
    """By what a sample is divided before it is drawn; blank draws from all alike."""

    SEX = "sex", _("by sex")
    GROUP = "group", _("by group")
    PARTNER = "partner", _("by organisation in charge")


class ReviewResult(models.TextChoices):
    """What an auditor says of an inspected record."""

    IN_ORDER = "in-order", _("in order")
    QUESTION = "question", _("question to the project")
