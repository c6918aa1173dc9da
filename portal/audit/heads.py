"""The head of a day: where the chain ended, signed with a key that is not in the database (S33)."""

import datetime
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditHead
from portal.audit.sealer import last_seal, seal_waiting

Content = dict[str, Any]
SIGNED = ("day", "made_at", "sequence", "count", "hash", "previous")
FIELDS = (*SIGNED, "key", "signature")


def sign_head(now: datetime.datetime) -> AuditHead | None:
    """Sign the head of yesterday (local) when there is none yet and return it; ``None`` when there is.

    Everything that waits is sealed first. A day on which nothing ran has no head: the next one covers it.
    """
    day = timezone.localdate(now) - datetime.timedelta(days=1)
    if AuditHead.objects.filter(day__gte=day).exists():
        return None
    seal_waiting(everything=True)
    try:
        with transaction.atomic():
            return _signed(day, now)
    except IntegrityError:  # signed at the same moment
        return None


def content_of(head: AuditHead) -> Content:
    """Return the head as plain values: what stands in files and mails, with key and signature."""
    values = {name: getattr(head, name) for name in FIELDS}
    values["day"] = head.day.isoformat()
    values["made_at"] = head.made_at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return values


def checksum(content: Content) -> str:
    """Return the checksum by which the next head names this one."""
    return hashlib.sha256(_text(content, FIELDS)).hexdigest()


def is_signed(content: Content) -> bool:
    """Tell whether the signature is by a key of this ring and fits; anything unreadable does not."""
    try:
        key = _public_keys()[content["key"]]
        key.verify(bytes.fromhex(content["signature"]), _text(content, SIGNED))
    except (KeyError, ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signed(day: datetime.date, now: datetime.datetime) -> AuditHead:
    last, before = last_seal(), AuditHead.objects.order_by("-day").first()
    head = AuditHead(
        day=day,
        made_at=now,
        sequence=last.sequence if last else 0,
        count=last.sequence if last else 0,
        hash=bytes(last.hash).hex() if last else "",
        previous=checksum(content_of(before)) if before else "",
    )
    key = Ed25519PrivateKey.from_private_bytes(settings.PORTAL_KEY_RING.heads)
    head.key = key.public_key().public_bytes_raw().hex()
    head.signature = key.sign(_text(content_of(head), SIGNED)).hex()
    head.save(force_insert=True)
    return head


def _text(content: Content, fields: tuple[str, ...]) -> bytes:
    return json.dumps({name: content[name] for name in fields}, sort_keys=True, separators=(",", ":")).encode()


def _public_keys() -> dict[str, Ed25519PublicKey]:
    ring = settings.PORTAL_KEY_RING
    public = [Ed25519PrivateKey.from_private_bytes(seed).public_key() for seed in (ring.heads, ring.former_heads)]
    return {key.public_bytes_raw().hex(): key for key in public}
