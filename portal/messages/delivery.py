"""Trying messages: claim, ask where the person may be reached now, make the words, hand over, mark (S24, L26).

At most once: before the words leave, ``handed_at`` is written. A worker that dies after that, or a line that is cut
before the receipt, leaves a message of which nobody knows; it ends as “handed over, no receipt” and a person is shown
it. What was refused, or never reached the server, is tried again with growing pauses under the same message id.
"""

import datetime
import json
import logging
import uuid

from django.db.models import F
from django.utils import timezone

from portal.messages.ending import ended
from portal.messages.enums import Channel, MessageState, Reason
from portal.messages.gateways.base import Envelope, NotTaken, Refused, Unsure
from portal.messages.gateways.choosing import gateway_for
from portal.messages.gateways.sms import sms_number
from portal.messages.hours import next_open
from portal.messages.models import OutgoingMessage
from portal.messages.reaching import Unreachable, contact_of, way_to
from portal.messages.registry import MessageKind, SafeContact, find_message_kind
from portal.messages.words import words_for

logger = logging.getLogger(__name__)

AT_ONCE = 100
LEASE = datetime.timedelta(minutes=10)
"""Longer than any gateway takes."""
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
MOST_ATTEMPTS = 12


class LeaseLost(Exception):
    """The worker slept through its lease; the message is no longer its own, and nothing goes out."""


def due_messages(now: datetime.datetime) -> list[uuid.UUID]:
    """Return messages that should be tried now."""
    return list(OutgoingMessage.objects.due(now).order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE])


def deliver(message_id: uuid.UUID, now: datetime.datetime) -> str:
    """Try one message, outside of any transaction; return the state it is in then, "" when there is nothing to do."""
    message = _claim(message_id, now)
    if message is None:
        return ""
    try:
        _try(message, now)
    except LeaseLost:
        logger.warning("message %s is no longer this worker's", message.pk)
    except Exception as error:  # a template or a resolver can do anything wrong; the other messages go on
        logger.error("message %s cannot be made", message.pk, exc_info=error)
        _end(message, MessageState.UNSURE if message.handed_at else MessageState.FAILED, Reason.BROKEN)
    return OutgoingMessage.objects.values_list("state", flat=True).get(pk=message_id)


def _claim(message_id: uuid.UUID, now: datetime.datetime) -> OutgoingMessage | None:
    """Take a message that is due; one that a silent worker had handed over already ends without a receipt."""
    due = OutgoingMessage.objects.due(now).filter(pk=message_id)
    if ended(due.filter(handed_at__isnull=False), MessageState.UNSURE, Reason.NO_RECEIPT):
        return None
    token = uuid.uuid4()
    due.update(state=MessageState.SENDING, lease_token=token, lease_until=now + LEASE)
    held = OutgoingMessage.objects.filter(pk=message_id, lease_token=token, state=MessageState.SENDING)
    return held.select_related("data_key").first()


def _try(message: OutgoingMessage, now: datetime.datetime) -> None:
    kind = find_message_kind(message.kind)
    if now >= message.useless_at:
        return _end(message, MessageState.EXPIRED, Reason.TOO_OLD)
    if kind is None:
        return _end(message, MessageState.FAILED, Reason.BROKEN)
    try:
        contact = contact_of(message, kind)
        channel, address = way_to(contact, kind)
    except Unreachable as unreachable:
        return _end(message, MessageState.KEPT_BACK, unreachable.reason)
    opening = now if kind.is_awaited else next_open(contact.hours, now)
    if opening > now:
        return _wait(message, opening, Reason.QUIET)
    return _hand_over(message, kind, contact, channel, address)


def _hand_over(
    message: OutgoingMessage, kind: MessageKind, contact: SafeContact, channel: Channel, address: str
) -> None:
    language = message.language or contact.language
    subject, body = words_for(kind, channel, language, json.loads(str(message.payload)))
    gateway = gateway_for(channel)
    if gateway is None:
        return _again(message, Reason.NO_GATEWAY)
    try:
        to = sms_number(address) if channel == Channel.SMS else address
        name = gateway.send(Envelope(message.pk, to, subject, body), lambda: _handing(message, channel))
    except NotTaken:
        return _again(message, Reason.SERVER)
    except Refused:
        return _end(message, MessageState.FAILED, Reason.REFUSED)
    except Unsure:
        return _end(message, MessageState.UNSURE, Reason.NO_RECEIPT)
    return _end(message, MessageState.SENT, Reason.NONE, provider_id=name[:120])


def _handing(message: OutgoingMessage, channel: Channel) -> None:
    """Write that from now on it may arrive; raises ``LeaseLost`` when it is another worker's by now."""
    moment = timezone.now()
    if not _own(message).filter(lease_until__gt=moment).update(handed_at=moment, channel=channel):
        raise LeaseLost
    message.handed_at = moment


def _again(message: OutgoingMessage, reason: Reason) -> None:
    """Let it wait for its next attempt, longer each time; after the last one, or when it is of no more use, give up."""
    pause = PAUSES[min(message.attempts, len(PAUSES) - 1)]
    at = timezone.now() + pause
    if message.attempts + 1 >= MOST_ATTEMPTS or at >= message.useless_at:
        return _end(message, MessageState.FAILED, Reason.GIVEN_UP if reason == Reason.SERVER else reason)
    _own(message).update(attempts=F("attempts") + 1)
    return _wait(message, at, reason)


def _wait(message: OutgoingMessage, until: datetime.datetime, reason: Reason) -> None:
    _own(message).update(
        state=MessageState.WAITING, reason=reason, next_try_at=until, lease_token=None, lease_until=None, handed_at=None
    )


def _end(message: OutgoingMessage, state: MessageState, reason: Reason, **more: str) -> None:
    ended(_own(message), state, reason, **more)


def _own(message: OutgoingMessage):  # noqa: ANN202 - rows of the outbox
    """Return the row while it is this worker's."""
    return OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, lease_token=message.lease_token)
