"""What the audit trail distinguishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What somebody did, or was refused (S31)."""

    VIEW = "view", _("opened")
    LIST = "list", _("listed")
    SEARCH = "search", _("searched")
    EXPLAIN = "explain", _("asked why counted")
    DOWNLOAD = "download", _("downloaded")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")
    CREATE = "create", _("created")
    CHANGE = "change", _("changed")
    IMPORT = "import", _("imported")
    RESTORE = "restore", _("restored")
    REFUSE = "refuse", _("was refused")
    SIGN_IN = "sign-in", _("signed in")
    SIGN_OUT = "sign-out", _("signed out")
    SIGN_IN_FAILED = "sign-in-failed", _("failed to sign in")
