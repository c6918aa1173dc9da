"""Notices and consents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ControllerKind(models.TextChoices):
    """Who decides about data in a grant project, each a controller of its own (R80)."""

    BENEFICIARY = "beneficiary", _("beneficiary of the project")
    PARTNER = "partner", _("partner of the project")
    MANAGING = "managing", _("managing authority")
    INTERMEDIATE = "intermediate", _("intermediate body")
    MINISTER = "minister", _("minister for regional development")


class ConsentDecision(models.TextChoices):
    """What somebody said when asked, or later (S63)."""

    GIVEN = "given", pgettext_lazy("consent", "given")
    REFUSED = "refused", pgettext_lazy("consent", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")


class TextChannel(models.TextChoices):
    """How a text reached a person, or a decision the office."""

    WEB = "web", _("registration on the web")
    OWN_SPACE = "own", _("the person’s own page")
    PAPER = "paper", _("on paper")
    READ_OUT = "read-out", _("read out in person")
    INTERPRETER = "interp", _("through an interpreter")
    PHONE = "phone", _("by phone")
    WRITTEN = "written", _("by e-mail or letter")
