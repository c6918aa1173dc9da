"""Choices of a grant project's configuration."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnerKind(models.TextChoices):
    """How an organisation takes part in a grant project."""

    LEADER = "leader", _("Leader")
    PARTNER = "partner", _("Partner")


class ProjectStatus(models.TextChoices):
    """Where a grant project stands."""

    PREPARED = "prepared", _("In preparation")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")


class Unit(models.TextChoices):
    """In what a kind of support is measured."""

    HOUR = "hour", pgettext_lazy("unit of support", "hour")
    MEETING = "meeting", pgettext_lazy("unit of support", "meeting")
    PERSON = "person", pgettext_lazy("unit of support", "person")


class Conformance(models.TextChoices):
    """How far a site keeps the act on digital accessibility (R90)."""

    FULL = "full", _("Fully conformant")
    PARTIAL = "partial", _("Partly conformant")
    NONE = "none", _("Not conformant")
