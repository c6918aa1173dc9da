"""Choices of reports."""

from django.db import models

FILES = "report-files"
"""The kind of job that makes the files of an edition."""


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
