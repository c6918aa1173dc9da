"""The one place that says which day it is."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Return the local day (Europe/Warsaw); in the try-out the day set by ``PORTAL_TODAY``, if any.

    For pages, memberships and reminders. No rule of counting or importing may ask.
    """
    if settings.PORTAL_TRYOUT and settings.PORTAL_TODAY:
        return datetime.date.fromisoformat(settings.PORTAL_TODAY)
    return timezone.localdate()
