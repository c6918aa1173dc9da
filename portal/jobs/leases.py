"""Who may work on a job: each step is one conditional UPDATE, so that of two workers at most one takes it.

The token of the lease fences off a worker that slept through its lease and woke up: whatever it writes is refused,
because the token is no longer its own.
"""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.jobs.enums import State
from portal.jobs.models import Job

MOST_ATTEMPTS = 3
AT_ONCE = 100
"""How many lost jobs one look returns."""


def lease() -> datetime.timedelta:
    """Return for how long a silent worker keeps a job."""
    return datetime.timedelta(seconds=settings.PORTAL_JOB_LEASE)


def is_lost(now: datetime.datetime) -> Q:
    """Return the condition on jobs whose worker is silent; a lease far ahead is from before the clock was set back."""
    return Q(state=State.RUNNING) & (Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * lease()))


def claim(job_id: uuid.UUID) -> Job | None:
    """Take a job that waits or was lost; ``None`` when there is nothing to take."""
    now, token = timezone.now(), uuid.uuid4()
    free = Job.objects.filter(Q(state=State.WAITING) | is_lost(now), pk=job_id, attempt__lt=MOST_ATTEMPTS)
    free.update(
        state=State.RUNNING, lease_token=token, lease_until=now + lease(), attempt=F("attempt") + 1,
        started_at=now, progress_done=0, progress_total=0, reason="",
    )  # fmt: skip
    return Job.objects.select_related("grant_project", "requested_by").filter(pk=job_id, lease_token=token).first()


def renew(job: Job, **progress: int) -> bool:
    """Keep the job for another lease and write its progress; False when it is no longer this worker's."""
    return _own(job, lease_until=timezone.now() + lease(), **progress)


def finish(job: Job, answer: str, result_sha256: str) -> bool:
    """Mark the job done; False when it is no longer this worker's. Call it in the transaction of the result."""
    ended = {"state": State.DONE, "finished_at": timezone.now(), "lease_until": None}
    return _own(job, answer=answer, result_sha256=result_sha256, **ended)


def fail(job: Job, reason: str) -> bool:
    """Mark the job failed for good; False when it is no longer this worker's."""
    return _own(job, state=State.FAILED, reason=reason[:500], finished_at=timezone.now(), **NOBODYS)


def give_back(job: Job, reason: str = "") -> bool:
    """Let a job that broke off wait for its next attempt, or fail after the last; False when it is not its own.

    ``reason`` is a sentence for the asker that goes before the advice; empty when nothing is known.
    """
    if job.attempt >= MOST_ATTEMPTS:
        return fail(job, f"{reason} {_given_up(job.language)}".strip())
    return _own(job, state=State.WAITING, rung_at=timezone.now(), **NOBODYS)


def return_lost(now: datetime.datetime) -> int:
    """Let jobs of silent workers wait again, or fail after the last attempt; return how many.

    A row that a worker is just writing is left alone: that worker lives.
    """
    with transaction.atomic():
        lost = Job.objects.select_for_update(skip_locked=True, of=("self",)).filter(is_lost(now))
        jobs = list(lost.only("lease_token", "attempt", "language")[:AT_ONCE])
        return sum(_return(job) for job in jobs)


def _return(job: Job) -> bool:
    if job.attempt >= MOST_ATTEMPTS:
        return fail(job, _given_up(job.language))
    return _own(job, state=State.WAITING, rung_at=None, **NOBODYS)


NOBODYS: dict[str, Any] = {"lease_token": None, "lease_until": None}


def _own(job: Job, **changes: Any) -> bool:
    """Change the row if the job still runs under the lease of ``job``."""
    held = Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_token=job.lease_token)
    return held.update(**changes) == 1


def _given_up(language: str) -> str:
    with override(language):
        words = _("It broke off %(attempts)s times. Try again; if it breaks off again, tell those who run the portal.")
        return words % {"attempts": MOST_ATTEMPTS}
