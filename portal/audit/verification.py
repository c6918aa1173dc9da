"""Finding events that somebody changed behind the portal's back (S33)."""

import datetime
import hmac
import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from portal.audit.macs import FIELDS, mac_of_fields
from portal.audit.models import AuditEvent

_READ_AS_TEXT = ("id", "at", "subjects", "detail")


def broken_events() -> Iterator[str]:
    """Yield the id, as it stands in the table, of each event whose fields no longer fit their hash.

    Streams over the table. A row that is no longer readable is named like any other and hides nothing.
    """
    texts = {f"{name}_text": Cast(name, TextField()) for name in _READ_AS_TEXT}
    plain = [name for name in FIELDS if name not in _READ_AS_TEXT]
    rows = AuditEvent.objects.annotate(**texts).order_by("at", "id").values(*plain, "mac", *texts)
    for row in rows.iterator(chunk_size=1000):
        if not _is_whole(row):
            yield str(row["id_text"])


def _is_whole(row: dict[str, Any]) -> bool:
    try:
        fields = {
            **row,
            "id": uuid.UUID(row["id_text"]),
            "at": _moment(row["at_text"]),
            "subjects": json.loads(row["subjects_text"]),
            "detail": json.loads(row["detail_text"]),
        }
        return hmac.compare_digest(bytes(row["mac"]), mac_of_fields(fields))
    except (ValueError, TypeError, AttributeError):
        return False


def _moment(text: str) -> datetime.datetime:
    """Read a moment as the database prints it: SQLite without a zone, in UTC; PostgreSQL with one."""
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
