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


LEVEL_WORDS = {
    1: _("crisis"),
    2: _("hard"),
    3: _("with help"),
    4: _("on one’s own"),
    5: _("confidently"),
}
"""The scale of a diagnosis, from 1 to 5 (R93)."""
PROTECTED = frozenset({Area.HEALTH})
"""Areas behind a lock of their own (R84–R85)."""


class Outcome(models.TextChoices):
    """What a finding at exit says (R61)."""

    IMPROVED = "improved", _("improvement found")
    NOT_IMPROVED = "not-improved", _("no improvement found")
    UNCLEAR = "", _("not readable")


class Category(models.TextChoices):
    """In what a person's situation improved (R60), kept in the Polish words of the fund as in any other evidence."""

    LEARNING = "rozpoczęcie nauki", _("started learning")
    MOTIVATION = "wzmocnienie motywacji do pracy", _("more motivation to work")
    CONFIDENCE = "zwiększenie pewności siebie i własnych umiejętności", _("more self-confidence and skills")
    PROBLEMS = (
        "poprawa umiejętności rozwiązywania pojawiających się problemów",
        _("better at solving problems as they arise"),
    )
    VOLUNTEERING = "podjęcie wolontariatu", _("started volunteering")
    HEALTH = "poprawa stanu zdrowia", _("better health")
    ADDICTION = "ograniczenie nałogów", _("less addiction")
    FUNCTIONING = "doświadczenie widocznej poprawy w funkcjonowaniu", _("visibly better everyday functioning")


class ExitEventKind(models.TextChoices):
    """What happened to a person on the labour market or in education after leaving (EECR01–04)."""

    JOB_SEARCH = "job-search", _("started looking for work")
    EDUCATION = "education", _("started education or training")
    QUALIFICATION = "qualification", _("gained a qualification")
    JOB = "job", _("started work")
