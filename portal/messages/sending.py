"""Asking for a message: a row in the caller's transaction; it goes out after it, or not at all (S24)."""

import datetime
import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.crypto.models import DataKey
from portal.messages.ending import ended
from portal.messages.enums import Channel, MessageState, Reason
from portal.messages.models import OutgoingMessage
from portal.messages.registry import DIRECT, MessageKind, find_message_kind, find_recipient_kind
from portal.programmes.models import GrantProject

logger = logging.getLogger(__name__)


def ask_for_message(
    kind: str,
    recipient_kind: str,
    recipient_id: uuid.UUID | str,
    language: str = "",
    context: Mapping[str, str] | None = None,
    *,
    grant_project: GrantProject | None = None,
    dedup_key: str = "",
    not_before: datetime.datetime | None = None,
    useless_at: datetime.datetime | None = None,
) -> OutgoingMessage:
    """Let a message go out once the caller's transaction is written.

    Where and whether the recipient may be reached is asked when it is sent. ``language`` blank means the recipient's
    own. ``context`` holds texts under the names that the kind takes. Asked for again under the same ``dedup_key`` it
    is the message that is there. Raises ``LookupError`` for kinds nobody registered, ``ValueError`` for a context
    that does not fit.
    """
    if find_recipient_kind(recipient_kind) is None:
        raise LookupError(f"“{recipient_kind}” is not a kind of recipient")
    about = {"recipient_kind": recipient_kind, "recipient_id": str(recipient_id)}
    return _ask(_known(kind), context or {}, dedup_key, not_before, useless_at, about, language, grant_project)


def asked_when(dedup_keys: Iterable[str]) -> dict[str, datetime.datetime]:
    """Return when messages were asked for under these keys (one query); a key that is not there was not asked for."""
    rows = OutgoingMessage.objects.filter(dedup_key__in=list(dedup_keys)).values_list("dedup_key", "asked_at")
    return {str(key): at for key, at in rows}


def ask_for_direct_message(
    kind: str,
    channel: Channel,
    address: str,
    language: str,
    context: Mapping[str, str] | None = None,
    *,
    grant_project: GrantProject | None = None,
    dedup_key: str = "",
    not_before: datetime.datetime | None = None,
    useless_at: datetime.datetime | None = None,
) -> OutgoingMessage:
    """Let a message go to an address that its owner has just given for it: a draft, a code at sign-in.

    For everybody whom the portal knows use ``ask_for_message``: a direct address obeys nobody's wishes. Raises
    ``ValueError`` for a kind without a template for the channel, else as ``ask_for_message``.
    """
    known = _known(kind)
    if channel not in known.channels:
        raise ValueError(f"“{kind}” has no words for {channel}")
    about = {"recipient_kind": DIRECT, "channel": channel, "address": address}
    return _ask(known, context or {}, dedup_key, not_before, useless_at, about, language, grant_project)


def withdraw_message(*dedup_keys: str) -> bool:
    """Take back what was asked for under these keys and still waits; tell whether there was any."""
    waiting = OutgoingMessage.objects.filter(dedup_key__in=dedup_keys, state=MessageState.WAITING)
    return bool(ended(waiting, MessageState.EXPIRED, Reason.GONE))


def _known(kind: str) -> MessageKind:
    known = find_message_kind(kind)
    if known is None:
        raise LookupError(f"“{kind}” is not a kind of message")
    return known


def _ask(
    kind: MessageKind,
    context: Mapping[str, str],
    dedup_key: str,
    not_before: datetime.datetime | None,
    useless_at: datetime.datetime | None,
    about: Mapping[str, str],
    language: str,
    grant_project: GrantProject | None,
) -> OutgoingMessage:
    if set(context) != kind.takes:
        raise ValueError(f"“{kind.code}” takes {sorted(kind.takes)}, not {sorted(context)}")
    now = timezone.now()
    start = max(not_before or now, now)
    message = OutgoingMessage(
        kind=kind.code, language=language, grant_project=grant_project, dedup_key=dedup_key or None, asked_at=now,
        next_try_at=start, useless_at=useless_at or start + kind.useful_for, payload=json.dumps(dict(context)), **about,
    )  # fmt: skip
    return _same(dedup_key) or _write(message)


def _write(message: OutgoingMessage) -> OutgoingMessage:
    try:
        with transaction.atomic():
            message.data_key = DataKey.fresh()
            message.data_key.save()
            message.save(force_insert=True)
            transaction.on_commit(partial(_ring, message.pk), robust=True)
    except IntegrityError:  # asked for under the same key at the same moment
        first = _same(message.dedup_key or "")
        if first is None:
            raise
        return first
    return message


def _same(dedup_key: str) -> OutgoingMessage | None:
    return OutgoingMessage.objects.filter(dedup_key=dedup_key).first() if dedup_key else None


def _ring(message_id: uuid.UUID) -> None:
    """Tell a worker; when the broker does not take it, the next round finds the message."""
    from portal.messages.tasks import send_message  # here, because the task delivers

    try:
        send_message.apply_async((str(message_id),), retry=False)
    except Exception as error:  # whatever a broker can do wrong must not reach the page
        logger.warning("the bell of a message is not heard (%s); it is rung again", type(error).__name__)
