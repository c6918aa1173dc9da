"""Choices about diagnosis, finding and what happens after leaving."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """When a needs diagnosis is taken."""

    ENTRY = "entry", _("First assessment")
    REVIEW = "review", _("Review")
    EXIT = "exit", _("Final assessment")


class Area(models.TextChoices):
    """The five areas of the grant (R94)."""

    SOCIAL = "social", _("Social life")
    WORK = "work", _("Work")
    EDUCATION = "education", _("Education")
    CULTURE = "culture", _("Culture")
    HEALTH = "health", _("Health")


class Outcome(models.TextChoices):
    """What a finding at exit says (R61)."""

    IMPROVED = "improved", _("improvement found")
    NOT_IMPROVED = "not-improved", _("no improvement found")
    UNCLEAR = "", _("not readable")


class ExitEventKind(models.TextChoices):
    """What happened to a person on the labour market or in education after leaving (EECR01–04)."""

    JOB_SEARCH = "job-search", _("started looking for work")
    EDUCATION = "education", _("started education or training")
    QUALIFICATION = "qualification", _("gained a qualification")
    JOB = "job", _("started work")
