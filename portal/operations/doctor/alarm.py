"""One mail for a break, not a thousand (L30). What was told is kept in a file: the database may be what is broken."""

import datetime
import fcntl
import json
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.operations.doctor.registry import Depth, Finding, examine

logger = logging.getLogger(__name__)

QUIET_FOR = datetime.timedelta(hours=6)
"""A break that comes and goes is told again only after this time."""


def examine_and_tell(depth: Depth, now: datetime.datetime) -> list[Finding]:
    """Look at everything up to a depth in the language of the installation, and tell of what is newly broken."""
    with override(settings.LANGUAGE_CODE):
        found = examine(depth)
        tell(found, now)
    return found


def tell(found: Sequence[Finding], now: datetime.datetime) -> list[str]:
    """Mail the breaks that nobody was told of; return their codes. Those that cannot be mailed are tried again."""
    with _told() as told:
        for finding in found:
            if not finding.is_broken and finding.code in told:
                told[finding.code]["over"] = True
        fresh = [finding for finding in found if finding.is_broken and _is_news(told.get(finding.code), now)]
        for finding in fresh:
            logger.critical("broken: %s", finding.code)
        if not fresh or not _mail(fresh):
            return []
        told.update({finding.code: {"at": now.isoformat(), "over": False} for finding in fresh})
    return [finding.code for finding in fresh]


def _is_news(entry: dict[str, Any] | None, now: datetime.datetime) -> bool:
    return not entry or (entry["over"] and now - datetime.datetime.fromisoformat(entry["at"]) >= QUIET_FOR)


def _mail(fresh: Sequence[Finding]) -> bool:
    if not settings.PORTAL_ALARM_TO:
        return True
    lines = [*(f"{finding.code}: {finding.sentence}" for finding in fresh), "", _("More is told by manage.py doctor.")]
    try:
        send_mail(_("The portal needs looking after"), "\n".join(lines), None, settings.PORTAL_ALARM_TO)
    except Exception as error:  # whatever a mail server can do wrong; the next look tries again
        logger.error("an alarm cannot be mailed (%s)", error)
        return False
    return True


@contextmanager
def _told() -> Iterator[dict[str, dict[str, Any]]]:
    """Give what was told so far, to one process at a time, and keep what is changed in it."""
    path = Path(settings.PORTAL_ALARMS_FILE)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = _read(path)
        before = json.dumps(told, indent=1)
        yield told
        after = json.dumps(told, indent=1)
        if after == before:
            return
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.write_text(after)
        draft.replace(path)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        read = json.loads(path.read_text())
        return {code: {"at": str(entry["at"]), "over": bool(entry["over"])} for code, entry in read.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
