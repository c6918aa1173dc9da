"""Choices of SM EFS."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EXPORT = "smefs-export"
"""The kind of job that makes the file."""
OUT_OF_REACH = "protected"
"""Stands in explanations for people whom the exporter may not see."""

ASKED, DECIDED = "smefs-release", "smefs-decided"
"""The kinds of message: a file waits for a second person, a second person has decided."""
EXPLAIN_PREFIX = "explain_"
"""Before the rule in the name of the field of its explanation."""
MAX_BYTES = 20 * 1024 * 1024
SHORTEST_PASSPHRASE = 12


class Weight(models.TextChoices):
    """How much a finding weighs (domain §1.5)."""

    ERROR = "error", _("error")
    INCOMPLETE = "incomplete", _("incomplete record")
    EXPLAIN = "explain", _("to explain")
    WARNING = "warning", _("warning")
    INFO = "info", _("for information")


class Verdict(models.TextChoices):
    """What comes of comparing one indicator (R28), in the words of the authority."""

    EQUAL = "equal", pgettext_lazy("claim and list", "agrees")
    DIFFERENT = "different", pgettext_lazy("claim and list", "does not agree")
    ONLY_CLAIM = "only-claim", _("in the claim only")
    ONLY_LIST = "only-list", _("in the list only")


class Uncounted(models.TextChoices):
    """Why a line of a listing counts nowhere."""

    OTHER_PROJECT = "other-project", _("the line belongs to another project")
    NO_SEX = "no-sex", _("the line says no sex")


class Mismatch(models.TextChoices):
    """Why a line of a returned listing was not taken."""

    UNKNOWN = "unknown", _("nobody of the project has this number")
    NO_ID = "no-id", _("there is no technical identifier in the line")
    OTHER_ID = "other-id", _("the person already has another technical identifier")
    TAKEN = "taken", _("the technical identifier belongs to somebody else")
    TWICE = "twice", _("the same person stands in an earlier line")
    OTHER_PROJECT = "other-project", _("the line belongs to another project")
