"""Tasks that the bell and the beat ring: ids in, one action, one log line."""

import logging
import uuid
from typing import Any

from celery import Task, shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from portal.jobs import care
from portal.jobs.bell import ring
from portal.jobs.enums import Seen
from portal.jobs.heartbeats import mark_seen
from portal.jobs.models import Job
from portal.jobs.running import carry_out

logger = logging.getLogger(__name__)


@shared_task(name="run_job", bind=True)
def run_job(self: Task, job_id: str) -> None:
    """Do a job; while another worker holds it, come back when that one's lease is over."""
    care.look_after_jobs_in_turn(timezone.now())
    later = carry_out(uuid.UUID(job_id))
    if later and not self.request.is_eager:
        kind = Job.objects.values_list("kind", flat=True).get(pk=job_id)
        ring(uuid.UUID(job_id), kind, later=later)


@shared_task(name="look_after_jobs")
def look_after_jobs(*, by_beat: bool = False) -> None:
    """Show that a worker and, when it rang, the beat live; return lost jobs, ring for waiting ones."""
    mark_seen(*((Seen.WORKER, Seen.SCHEDULE) if by_beat else (Seen.WORKER,)))
    logger.info("lost jobs returned: %d, bells rung: %d", *care.look_after_jobs(timezone.now()))


@worker_ready.connect
def look_at_once(**kwargs: Any) -> None:
    """A worker that starts looks after jobs at once: starting is recovering."""
    look_after_jobs.apply_async(expires=settings.PORTAL_JOB_LOOK_EVERY, retry=False)
