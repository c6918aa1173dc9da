"""Looks at the work: worker, beat, jobs that wait, key ring, disk, backup, audit trail."""

import datetime
import json
import shutil
import stat
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.verification import verify_trail
from portal.crypto.keys import load_key_ring
from portal.crypto.models import DataKey
from portal.crypto.sealing import SealBroken
from portal.jobs.enums import Seen, State
from portal.jobs.heartbeats import marks
from portal.jobs.models import Job
from portal.operations.doctor.registry import Broken, Unknown
from portal.operations.safety import OF_OTHERS

GIGABYTE = 2**30
LEAST_FREE = 1 * GIGABYTE
LEAST_SHARE = 0.05
LONGEST_WAIT = datetime.timedelta(minutes=10)
SILENT = 1.8
"""How many of its turns may pass before a worker or the beat is taken for dead: 54 seconds, as things are set."""


def worker() -> str:
    """Look for a worker's mark of life, or for a job that one holds."""
    seen = marks().get(Seen.WORKER)
    if not _is_recent(seen) and not Job.objects.filter(state=State.RUNNING, lease_until__gte=timezone.now()).exists():
        if seen is None:
            raise Broken(_("No worker has been running yet."))
        raise Broken(_("No worker has been running since %(moment)s.") % {"moment": _moment(seen)})
    return _("A worker is running.")


def beat() -> str:
    """Look for the beat's mark of life, which a worker leaves for it."""
    seen, of_worker = marks().get(Seen.SCHEDULE), marks().get(Seen.WORKER)
    if not _is_recent(seen) and not _is_recent(of_worker):
        raise Unknown(_("Whether the beat runs is not to be told without a worker."))
    if not _is_recent(seen):
        since = _moment(seen) if seen else "–"
        raise Broken(_("The beat has been silent since %(moment)s: nightly tasks do not run.") % {"moment": since})
    return _("The beat is running.")


def waiting() -> str:
    """Look how long the oldest job has been waiting."""
    oldest = Job.objects.filter(state=State.WAITING).order_by("requested_at").values_list("requested_at", flat=True)
    first = oldest.first()
    if first and timezone.now() - first > LONGEST_WAIT:
        raise Broken(_("A job has been waiting since %(moment)s.") % {"moment": _moment(first)})
    return _("No job waits for long.")


def key_ring() -> str:
    """Read the key ring again: others must not reach it, and it must be the one in use."""
    path = Path(settings.PORTAL_KEYS_FILE)
    try:
        ring = load_key_ring(str(path))
    except ImproperlyConfigured as error:
        raise Broken(_("The key ring cannot be used: %(reason)s") % {"reason": error}) from None
    if stat.S_IMODE(path.stat().st_mode) & OF_OTHERS:
        raise Broken(_("Other accounts can read or change the key ring %(file)s.") % {"file": path})
    if ring != settings.PORTAL_KEY_RING:
        raise Broken(_("The key ring %(file)s is not the one in use. Restart all processes.") % {"file": path})
    return _("The key ring is there and closed to others.")


def sealed() -> str:
    """Open the newest data key with the key ring."""
    newest = DataKey.objects.order_by("-pk").first()
    if newest is None:
        raise Unknown(_("Nothing is sealed yet."))
    try:
        bool(newest.key)
    except SealBroken:
        raise Broken(_("The key ring does not open what is sealed in the database.")) from None
    return _("The key ring opens what is sealed.")


def disk() -> str:
    """Look how much room the folder of the portal has."""
    room = shutil.disk_usage(settings.PORTAL_VAR)
    free = {"folder": settings.PORTAL_VAR, "free": f"{room.free / GIGABYTE:.1f}"}
    if room.free < LEAST_FREE or room.free < LEAST_SHARE * room.total:
        raise Broken(_("The disk of %(folder)s is nearly full: %(free)s GB are left.") % free)
    return _("The disk of %(folder)s has room: %(free)s GB.") % free


def backup() -> str:
    """Look when the last backup was made: ``made_at`` in the state file that ``backup`` leaves."""
    if settings.PORTAL_TRYOUT:
        raise Unknown(_("The try-out makes no backups."))
    try:
        state = json.loads(Path(settings.PORTAL_BACKUP_STATE).read_text())
        made_at = datetime.datetime.fromisoformat(state["made_at"])
    except FileNotFoundError:
        raise Broken(_("There is no backup yet.")) from None
    except (OSError, ValueError, KeyError, TypeError):
        words = _("The record of the last backup, %(file)s, is not readable.")
        raise Broken(words % {"file": settings.PORTAL_BACKUP_STATE}) from None
    made_at = made_at if made_at.tzinfo else made_at.replace(tzinfo=datetime.UTC)
    if timezone.now() - made_at > datetime.timedelta(hours=settings.PORTAL_BACKUP_HOURS):
        raise Broken(_("The last backup is too old: %(moment)s.") % {"moment": _moment(made_at)})
    return _("The last backup was made on %(moment)s.") % {"moment": _moment(made_at)}


def audit() -> str:
    """Read the audit trail through, up to the first event that somebody changed."""
    for finding in verify_trail():
        raise Broken(_("The audit trail was changed: %(event)s") % {"event": finding})
    return _("The audit trail is as it was written.")


def _is_recent(seen: datetime.datetime | None) -> bool:
    limit = datetime.timedelta(seconds=SILENT * settings.PORTAL_JOB_LOOK_EVERY)
    return seen is not None and abs(timezone.now() - seen) < limit


def _moment(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
