"""Marks of life: whether a worker runs, whether the beat rings, who looked after lost jobs last."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from portal.jobs.enums import Seen, State
from portal.jobs.models import Heartbeat, Job

Marks = dict[str, datetime.datetime]


def silence() -> datetime.timedelta:
    """Return after which time without a mark something is taken for dead."""
    return datetime.timedelta(seconds=2.5 * settings.PORTAL_JOB_LOOK_EVERY)


def mark_seen(*names: Seen) -> None:
    """Leave a mark of life, in one statement."""
    marks = [Heartbeat(name=name, seen_at=timezone.now()) for name in names]
    Heartbeat.objects.bulk_create(marks, update_conflicts=True, unique_fields=["name"], update_fields=["seen_at"])


def marks() -> Marks:
    """Return when what was last seen."""
    return dict(Heartbeat.objects.values_list("name", "seen_at"))


def is_alive(seen: Marks, name: Seen, now: datetime.datetime) -> bool:
    """Tell whether something left a mark lately."""
    return name in seen and abs(now - seen[name]) < silence()


def a_worker_lives(seen: Marks, now: datetime.datetime) -> bool:
    """Tell whether a worker left a mark lately or holds a job: one that is busy rings no bells."""
    return is_alive(seen, Seen.WORKER, now) or _holds_a_job(now)


def take_turn(name: Seen, every: datetime.timedelta, now: datetime.datetime) -> bool:
    """Tell whether it is the caller's turn to do what is done once in ``every``; of several callers one gets it."""
    due = Q(seen_at__lte=now - every) | Q(seen_at__gt=now + every)
    if Heartbeat.objects.filter(due, name=name).update(seen_at=now):
        return True
    return Heartbeat.objects.get_or_create(name=name, defaults={"seen_at": now})[1]


def _holds_a_job(now: datetime.datetime) -> bool:
    return Job.objects.filter(state=State.RUNNING, lease_until__gte=now).exists()
