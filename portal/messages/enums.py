"""By which way a message goes, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a message reaches somebody."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    """Where a message stands; the last five are ends.

    ``UNSURE``: it was handed over and no receipt came, so it may have arrived. It is never sent again by itself: two
    messages on a phone that somebody else reads are worse than none (L26).
    """

    WAITING = "waiting", pgettext_lazy("message", "waits")
    SENDING = "sending", pgettext_lazy("message", "is being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    UNSURE = "unsure", pgettext_lazy("message", "handed over, no receipt")
    FAILED = "failed", pgettext_lazy("message", "could not be sent")
    KEPT_BACK = "kept-back", pgettext_lazy("message", "kept back")
    EXPIRED = "expired", pgettext_lazy("message", "too late, so not sent")


class Reason(models.TextChoices):
    """Why a message waits or did not go: a closed list, so that no reason tells of anybody."""

    NONE = "", ""
    NEVER = "never", _("The person asked not to be written to.")
    NO_ADDRESS = "no-address", _("No safe address or number is known.")
    GONE = "gone", _("The person or thing it was for is no longer there.")
    QUIET = "quiet", _("It waits for the hours in which messages may be sent.")
    SERVER = "server", _("The server did not take it; it is tried again.")
    REFUSED = "refused", _("The server refused the address.")
    NO_GATEWAY = "no-gateway", _("No way to send this is set up.")
    NO_RECEIPT = "no-receipt", _("The connection broke off after it was handed over.")
    TOO_OLD = "too-old", _("It was no longer of use.")
    GIVEN_UP = "given-up", _("It was tried often enough.")
    BROKEN = "broken", _("Its text could not be made.")


OPEN = (MessageState.WAITING, MessageState.SENDING)
STUCK = (MessageState.UNSURE, MessageState.FAILED)
