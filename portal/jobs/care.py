"""Looking after jobs: return the lost ones, ring for those that wait. Done twice or by two, it is the same."""

import datetime

from django.conf import settings
from django.db.models import QuerySet

from portal.jobs.bell import ring_waiting
from portal.jobs.enums import Seen
from portal.jobs.heartbeats import Marks, is_alive, take_turn
from portal.jobs.leases import return_lost
from portal.jobs.models import Job

KEPT_FOR = datetime.timedelta(days=90)


def look_after_jobs(now: datetime.datetime) -> tuple[int, int]:
    """Return lost jobs to the queue and ring for the waiting; return how many of each."""
    return return_lost(now), ring_waiting(now)


def look_after_jobs_in_turn(now: datetime.datetime) -> None:
    """Do the same before a job, once in a while: behind a long queue the rings of the beat come too late."""
    every = datetime.timedelta(seconds=settings.PORTAL_JOB_LOOK_EVERY)
    if take_turn(Seen.CARE, every, now):
        look_after_jobs(now)


def look_after_jobs_without_beat(seen: Marks, now: datetime.datetime) -> None:
    """Do the same from a page when the beat is silent (L10)."""
    if not is_alive(seen, Seen.SCHEDULE, now):
        look_after_jobs_in_turn(now)


def old_jobs(now: datetime.datetime) -> QuerySet[Job]:
    """Return jobs that ended 90 days ago; what they made stays."""
    return Job.objects.filter(finished_at__lte=now - KEPT_FOR)
