"""One link of the chain: the keyed hash that ties an event to its place and to everything before it (S33)."""

import datetime
import hmac
import uuid

from django.conf import settings

START = bytes(32)
"""What the first seal follows."""


def link_hash(before: bytes, sequence: int, event: uuid.UUID, mac: bytes, sealed_at: datetime.datetime) -> bytes:
    """Return HMAC-SHA-256 over the hash before, the place, the event, its hash and the moment (aware).

    ``mac`` stands for everything in the event: it is a keyed hash over all its fields. Keyed as well, because
    whoever holds the database alone must not be able to make the chain anew.
    """
    moment = sealed_at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    text = b"|".join((b"seal", before, str(sequence).encode(), event.bytes, mac, moment.encode()))
    return hmac.digest(settings.PORTAL_KEY_RING.audit, text, "sha256")


def cut_mac(sequence: int, end: bytes, at: datetime.datetime) -> bytes:
    """Return the keyed hash of a cut: up to which seal, with the hash of that seal, and when (aware)."""
    moment = at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    text = b"|".join((b"cut", str(sequence).encode(), end, moment.encode()))
    return hmac.digest(settings.PORTAL_KEY_RING.audit, text, "sha256")
