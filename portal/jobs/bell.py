"""The bell: tells the workers that a job waits. It may stay silent, ring twice or be late; the row is the truth.

No page waits for the broker: the bell gives up after ``PATIENCE`` and is rung again by ``look_after_jobs`` (L6).
"""

import datetime
import logging
import uuid

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from portal.celery import app
from portal.jobs.enums import State
from portal.jobs.heartbeats import a_worker_lives, marks
from portal.jobs.models import Job
from portal.jobs.registry import FOUR_MINUTES, find_job_kind

logger = logging.getLogger(__name__)

PATIENCE = 0.3
"""Seconds that the broker has for each answer."""
GRACE = 30
"""Seconds between asking a task to end and ending it."""
STALE = 600
"""Seconds after which a bell that nobody heard says nothing."""
AT_ONCE = 100


def ring(job_id: uuid.UUID, kind: str, *, later: float = 0) -> bool:
    """Tell the workers of a job, ``later`` in so many seconds; False when the broker does not take it."""
    try:
        _send(job_id, kind, later)
    except Exception as error:  # whatever a broker can do wrong must not reach the page
        logger.warning("the bell of job %s is not heard (%s); it is rung again", job_id, type(error).__name__)
        return False
    Job.objects.filter(pk=job_id, state=State.WAITING).update(rung_at=timezone.now())
    return True


def ring_waiting(now: datetime.datetime) -> int:
    """Ring for jobs that nobody was told of, and again for those that no worker took; return how many.

    Without a living worker bells would only heap up: then they are rung again when the last ones have gone stale.
    """
    patient = datetime.timedelta(seconds=settings.PORTAL_JOB_LOOK_EVERY if a_worker_lives(marks(), now) else STALE)
    unheard = Q(rung_at=None) | Q(rung_at__lte=now - patient)
    waiting = Job.objects.filter(unheard, state=State.WAITING).order_by("requested_at").values_list("pk", "kind")
    rung = 0
    for job_id, kind in waiting[:AT_ONCE]:
        if not ring(job_id, kind):
            break
        rung += 1
    return rung


def _send(job_id: uuid.UUID, kind: str, later: float) -> None:
    from portal.jobs.tasks import run_job  # here, because the task itself rings

    known = find_job_kind(kind)
    seconds = known.seconds if known else FOUR_MINUTES
    with app.connection_for_write(connect_timeout=PATIENCE, transport_options=_impatient()) as connection:
        run_job.apply_async(
            (str(job_id),), connection=connection, retry=False, countdown=later or None, expires=later + STALE,
            soft_time_limit=seconds, time_limit=seconds + GRACE,
        )  # fmt: skip


def _impatient() -> dict:
    waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "connect_retries_timeout": PATIENCE}
    return {**app.conf.broker_transport_options, **waits, "max_retries": 0, "interval_start": 0}
