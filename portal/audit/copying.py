"""The copy of the trail off the host: one JSON line for each sealed event, in order (S34, S35).

The buffer is the table itself: what could not be copied is copied when the target is back, so nothing is lost and no
memory fills. A line may come twice when the process was killed after writing it; ``sequence`` tells.
"""

import datetime
import json
import logging
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from portal.audit.models import AuditMark, AuditSeal
from portal.audit.plain import without_controls
from portal.audit.sealer import last_seal

logger = logging.getLogger(__name__)

MARK = "copy"
AT_ONCE, MOST = 500, 20_000
ALARM_AGAIN = datetime.timedelta(hours=1)
WAIT = 5  # seconds for a connection
PRIORITY = "<110>1"  # syslog: facility "log audit", severity "informational", version
FIELDS = (
    "event__at", "event__actor_id", "event__roles", "event__organisation_id", "event__grant_project_id",
    "event__action", "event__object_type", "event__object_id", "event__subjects", "event__reason",
    "event__request_id", "event__detail",
)  # fmt: skip


def copy_sealed(now: datetime.datetime) -> int:
    """Copy sealed events that have not been copied to ``PORTAL_AUDIT_COPY``; return how many.

    A lost target leaves a critical line of the log at once and then every hour, and the mark says since when.
    """
    if not settings.PORTAL_AUDIT_COPY:
        return 0
    mark = AuditMark.objects.get_or_create(name=MARK, defaults={"at": now})[0]
    last = last_seal()
    if mark.sequence > (last.sequence if last else 0):
        logger.critical("the mark of the copy stands behind the end of the trail: everything is copied again")
        mark.sequence = 0
    begun = mark.sequence
    try:
        while mark.sequence - begun < MOST and (lines := _lines(mark.sequence)):
            _send(settings.PORTAL_AUDIT_COPY, [text for _place, text in lines])
            _advance(mark, lines[-1][0])
    except OSError as error:
        _say_lost(mark, now, error)
    return mark.sequence - begun


def line_of(seal: dict[str, Any]) -> str:
    """Return the line of a sealed event: plain ASCII, control and direction marks replaced."""
    event = {name.removeprefix("event__"): _safe(seal[name]) for name in FIELDS}
    whole = {"sequence": seal["sequence"], "id": str(seal["event_id"]), **event, "seal": bytes(seal["hash"]).hex()}
    return json.dumps(whole, default=lambda moment: moment.astimezone(datetime.UTC).isoformat())


def _lines(after: int) -> list[tuple[int, str]]:
    seals = AuditSeal.objects.filter(sequence__gt=after).order_by("sequence")
    rows = seals.values("sequence", "event_id", "hash", *FIELDS)[:AT_ONCE]
    return [(row["sequence"], line_of(row)) for row in rows]


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {without_controls(key): _safe(each) for key, each in value.items()}
    return [_safe(each) for each in value] if isinstance(value, list) else value


def _send(target: str, lines: Iterable[str]) -> None:
    """Append to a file, or send to ``syslog://host:port`` (TCP); raises ``OSError`` when the target is lost."""
    parts = urlsplit(target)
    if parts.scheme != "syslog":
        with Path(target).open("a", encoding="ascii") as file:
            file.writelines(f"{line}\n" for line in lines)
        return
    with socket.create_connection((parts.hostname or "localhost", parts.port or 514), timeout=WAIT) as connection:
        head = f"{PRIORITY} {timezone.now().isoformat()} {socket.gethostname()} portal - audit -"
        connection.sendall("".join(f"{head} {line}\n" for line in lines).encode())


def _advance(mark: AuditMark, place: int) -> None:
    mark.sequence, mark.at, mark.note = place, timezone.now(), {}
    mark.save()


def _say_lost(mark: AuditMark, now: datetime.datetime, error: OSError) -> None:
    told = mark.note.get("told", "")
    is_due = not told or now - datetime.datetime.fromisoformat(told) >= ALARM_AGAIN
    mark.note = {
        "lost_since": mark.note.get("lost_since", now.isoformat()),
        "told": now.isoformat() if is_due else told,
    }
    mark.save()
    if is_due:
        logger.critical("the audit trail cannot be copied off the host (%s)", type(error).__name__)
