"""Bringing heads off the host: a file a day in a folder, and a mail to those who may read the trail (S33)."""

import datetime
import json
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from portal.audit.heads import content_of
from portal.audit.mail import mail_readers
from portal.audit.models import AuditHead

logger = logging.getLogger(__name__)

REACH_BACK = datetime.timedelta(days=40)


def deliver_heads(now: datetime.datetime) -> int:
    """Write and mail the heads of the last weeks that have not been yet; return how many files and mails.

    What cannot be delivered is tried again the next time and leaves a line of the log. A mail may come twice when the
    process was killed after sending it, never not at all.
    """
    heads = list(AuditHead.objects.filter(made_at__gte=now - REACH_BACK).order_by("day"))
    return sum(_write(head) for head in heads) + _mail_last(heads)


def head_as_text(head: AuditHead) -> str:
    """Return what stands in the file and in the mail: one JSON object."""
    return json.dumps(content_of(head), indent=1, sort_keys=True) + "\n"


def _write(head: AuditHead) -> bool:
    """Write the file of a head, whole or not at all; one that is there is left alone."""
    folder = settings.PORTAL_AUDIT_HEADS_DIR
    path = Path(folder) / f"{head.day.isoformat()}.json" if folder else None
    if path is None or path.exists():
        return False
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("x", encoding="ascii") as file:
            file.write(head_as_text(head))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        logger.critical("the head of %s cannot be written off the host (%s)", head.day, type(error).__name__)
        with suppress(OSError):
            draft.unlink()
        return False
    return True


def _mail_last(heads: list[AuditHead]) -> int:
    """Mail the newest head; one that nobody could be sent in time is covered by the next."""
    if not heads:
        return 0
    day = heads[-1].day
    attached = (f"{day.isoformat()}.json", head_as_text(heads[-1]))
    return mail_readers("audit/mail_head.txt", {"day": day}, f"head:{day.isoformat()}", attached)
