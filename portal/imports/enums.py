"""What can become of an imported row, why it waits, and how a person decides it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RowState(models.TextChoices):
    """Where an imported row stands."""

    CREATED = "created", _("new person")
    MERGED = "merged", _("joined to a person with the same PESEL")
    TAKEN = "taken", _("recorded")
    HELD = "held", _("waits for a decision")
    WAITING = "waiting", _("waits with a held row")
    CHANGED = "changed", _("differs from what is known")
    REFUSED = "refused", _("refused")


class HoldReason(models.TextChoices):
    """Why a row waits for a person's decision (contracts §4)."""

    PESEL_INVALID = "pesel-invalid", _("PESEL is not valid")
    PESEL_MISMATCH = "pesel-mismatch", _("PESEL disagrees with sex or date of birth")
    BIRTH_DATE = "birth-date", _("date of birth is missing or impossible")
    START_OUTSIDE_PROJECT = "start-outside-project", _("start is outside the project or unreadable")
    END_BEFORE_START = "end-before-start", _("end is before the start or unreadable")
    POLISH_CITIZEN = "polish-citizen", _("Polish citizen, outside the target group")
    POSSIBLE_DUPLICATE = "possible-duplicate", _("may be a person already known")
    LP = "lp", _("number (Lp.) is missing or repeated")


class DecisionKind(models.TextChoices):
    """What a person decided about a row that waited (contracts §4)."""

    ACCEPT = "accept", _("accepted")
    JOIN = "join", _("joined to a person")
    REFUSE = "refuse", _("refused")
    TAKE_OVER = "take-over", _("values of the list taken over")
    KEEP = "keep", _("values of the portal kept")
