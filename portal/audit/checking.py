"""The nightly check of the trail and what it found, kept for the pages and told to those who read the trail."""

import datetime
import logging
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.known_heads import heads_of_table, read_heads
from portal.audit.mail import mail_readers
from portal.audit.models import AuditMark
from portal.audit.sealer import last_seal
from portal.audit.verification import verify_trail

logger = logging.getLogger(__name__)

MARK = "check"
MOST = 20


def check_trail(now: datetime.datetime) -> int:
    """Check the whole trail, keep what was found, and tell when it is not as it was written; return how many places.

    After twenty places the check stops: ``manage.py verify_audit`` names all.
    """
    last = last_seal()
    kept = _kept_heads()
    found = [str(each) for each in islice(verify_trail(kept or ()), MOST)]
    if kept is None:
        found.insert(0, _("The heads that are kept elsewhere cannot be read."))
    AuditMark.objects.update_or_create(
        name=MARK, defaults={"at": now, "sequence": last.sequence if last else 0, "note": {"found": found}}
    )
    if found:
        logger.critical("the audit trail is not as it was written: %s", "; ".join(found))
        mail_readers("audit/mail_changed.txt", {}, f"changed:{timezone.localdate(now).isoformat()}")
    return len(found)


def _kept_heads() -> list | None:
    """Return the heads of the folder; ``None`` when it is gone, or empty although heads were signed."""
    if not settings.PORTAL_AUDIT_HEADS_DIR or not heads_of_table():
        return []
    try:
        return read_heads(Path(settings.PORTAL_AUDIT_HEADS_DIR)) or None
    except OSError:
        return None
