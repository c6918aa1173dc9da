"""Names of roles and choices of an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do for one organisation in one grant project (S4)."""

    CASEWORKER = "caseworker", _("Caseworker")
    INSTRUCTOR = "instructor", _("Instructor")
    COORDINATOR = "coordinator", _("Coordinator")
    AUDITOR = "auditor", _("Auditor (read only)")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    TECHNICAL_ADMINISTRATOR = "technical_administrator", _("Technical administrator")
    PARTICIPANT = "participant", _("Participant")


class Theme(models.TextChoices):
    """The look of the pages for one account."""

    SYSTEM = "", _("As on the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class MailKind(models.TextChoices):
    """What a mail about an account says; its subject is the same for all (S24)."""

    INVITATION = "invitation", "invitation"
    MORE_ACCESS = "more-access", "more access"
    ENDS_SOON = "ends-soon", "ends soon"
    CONFIRM = "confirm", "confirm"
    LOOK = "look", "look"
    NOTICE = "notice", "notice"
    NEW_PASSWORD = "new-password", "new password"  # noqa: S105 - the name of a mail
