"""The keyed hash of an event over one canonical text of its fields (S33)."""

import datetime
import hmac
import json
from typing import Any

from django.conf import settings

from portal.audit.models import AuditEvent

FIELDS = (
    "actor_id", "roles", "organisation_id", "grant_project_id", "action", "object_type", "object_id", "subjects",
    "reason", "request_id", "detail",
)  # fmt: skip
_in_one_way = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def mac_of(event: AuditEvent) -> bytes:
    """Return the keyed hash of an event that has not been saved yet."""
    return mac_of_fields({"id": event.pk, "at": event.at, **{name: getattr(event, name) for name in FIELDS}})


def mac_of_fields(fields: dict[str, Any]) -> bytes:
    """Return HMAC-SHA-256 over ``id``, ``at`` (aware) and ``FIELDS`` as plain values."""
    content = {name: fields[name] for name in FIELDS}
    content.update(id=fields["id"].hex, at=fields["at"].astimezone(datetime.UTC).isoformat(timespec="microseconds"))
    return hmac.digest(settings.PORTAL_KEY_RING.audit, _in_one_way(content).encode(), "sha256")
