"""How a message ends: its content is destroyed with its data key, the row says what became of it."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.crypto.models import DataKey
from portal.messages.enums import MessageState, Reason
from portal.messages.models import OutgoingMessage

KEPT = datetime.timedelta(days=90)


@transaction.atomic
def ended(messages: QuerySet[OutgoingMessage], state: MessageState, reason: Reason = Reason.NONE, **more: str) -> int:
    """Bring messages to their end and destroy what they held; return how many."""
    rows = list(messages.select_for_update(of=("self",)).values_list("pk", "data_key"))
    changes = {
        "state": state, "reason": reason, "ended_at": timezone.now(), "lease_token": None, "lease_until": None,
        "data_key": None, "address": None, "payload": None,
    }  # fmt: skip
    number = OutgoingMessage.objects.filter(pk__in=[pk for pk, _ in rows]).update(**changes, **more)
    DataKey.objects.filter(pk__in=[key for _, key in rows if key]).delete()
    return number


def remove_old(now: datetime.datetime) -> int:
    """Remove messages that ended long ago; return how many."""
    return OutgoingMessage.objects.filter(ended_at__lt=now - KEPT).delete()[0]
