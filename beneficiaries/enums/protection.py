"""Who may know of a person, and access in an emergency."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProtectionAct(models.TextChoices):
    """What was decided about who may know of a person (S26, S27)."""

    CONCEAL = "conceal", _("made confidential")
    LIFT = "lift", _("no longer confidential")
    NAME = "name", _("named: may know of the person")
    UNNAME = "unname", _("no longer named")
    DENY = "deny", _("left without access")
    ALLOW = "allow", _("no longer without access")


class GlassCategory(models.TextChoices):
    """Why emergency access is asked for (S28)."""

    LIFE = "life", _("danger to life or health")
    CHILD = "child", _("danger to a child")
    VIOLENCE = "violence", _("violence, exploitation or trafficking")
    DEADLINE = "deadline", _("a deadline that cannot wait, and nobody in charge can be reached")


class GlassState(models.TextChoices):
    """Where an emergency access stands; the ways between: ``beneficiaries/rules/breakglass.py``."""

    OPEN = "open", pgettext_lazy("emergency access", "open")
    CLOSED = "closed", _("over, waits for the review")
    BLOCKED = "blocked", _("stopped: this account must not see the person")
    OVER_LIMIT = "over-limit", _("stopped: asked too often in a month")
    NOWHERE = "nowhere", _("the number led to nobody")
    NEEDLESS = "needless", _("not needed: the record was open anyway")
    REVIEWED = "reviewed", _("reviewed")


class GlassOutcome(models.TextChoices):
    """What came of the review of an emergency access."""

    JUSTIFIED = "justified", _("justified")
    UNNECESSARY = "unnecessary", _("not necessary, in good faith")
    ABUSE = "abuse", _("misuse")
