"""The keyed hash of an event over one canonical text of its fields (S33)."""

import hashlib
import hmac
import json
from collections.abc import Iterator

from django.conf import settings

from portal.audit.models import AuditEvent

_FIELDS = (
    "actor_id", "roles", "organisation_id", "grant_project_id", "action", "object_type", "object_id", "subjects",
    "reason", "request_id", "detail",
)  # fmt: skip


def mac_of(event: AuditEvent) -> bytes:
    """Return HMAC-SHA-256 over all fields of the event but the hash itself."""
    content = {name: getattr(event, name) for name in _FIELDS}
    content.update(id=event.pk.hex, at=int(event.at.timestamp() * 1_000_000))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.PORTAL_KEY_RING.audit, text.encode(), hashlib.sha256).digest()


def broken_events() -> Iterator[AuditEvent]:
    """Yield the events whose fields no longer fit their hash."""
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=1000):
        if not hmac.compare_digest(bytes(event.mac), mac_of(event)):
            yield event
