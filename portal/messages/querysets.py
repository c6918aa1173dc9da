"""Which messages: those that are due, those that are stuck."""

import datetime

from django.db import models
from django.db.models import Q

from portal.messages.enums import STUCK, MessageState


class MessageQuerySet(models.QuerySet):
    """Chainable filters of the outbox."""

    def due(self, now: datetime.datetime) -> "MessageQuerySet":
        """Messages that should be tried now, and those whose worker fell silent."""
        silent = Q(state=MessageState.SENDING, lease_until__lt=now)
        return self.filter(Q(state=MessageState.WAITING, next_try_at__lte=now) | silent)

    def stuck(self) -> "MessageQuerySet":
        """Messages that ended without having been sent for certain, and that a person should look at."""
        return self.filter(state__in=STUCK)
