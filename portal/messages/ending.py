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


def old_messages(now: datetime.datetime) -> QuerySet[OutgoingMessage]:
    """Return messages that ended long ago."""
    return OutgoingMessage.objects.filter(ended_at__lt=now - KEPT)


def useless_messages(now: datetime.datetime) -> QuerySet[OutgoingMessage]:
    """Return messages that wait and that nobody needs any more for a day: no gateway took them."""
    return OutgoingMessage.objects.filter(state=MessageState.WAITING, useless_at__lt=now - datetime.timedelta(days=1))


def end_useless(now: datetime.datetime, most: int) -> int:
    """Destroy what such messages hold; return how many."""
    some = list(useless_messages(now).order_by("pk").values_list("pk", flat=True)[:most])
    return ended(OutgoingMessage.objects.filter(pk__in=some), MessageState.EXPIRED, Reason.TOO_OLD)
