"""Choices of reports."""

from django.db import models


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
