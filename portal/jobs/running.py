"""Doing a job: claim, right of the asker, work, one transaction for result and state (ASVS 8.3.3)."""

import hashlib
import logging
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.jobs import leases
from portal.jobs.enums import Seen, State
from portal.jobs.errors import JobCancelled, JobFailed, JobRefused, LeaseLost
from portal.jobs.heartbeats import mark_seen
from portal.jobs.keeping import kept
from portal.jobs.limits import reason_of
from portal.jobs.models import Job
from portal.jobs.registry import JobKind, find_job_kind
from portal.policy.access import access_of, forget_access
from portal.programmes.models import GrantProject

logger = logging.getLogger(__name__)

WRITE_EVERY = 0.5
"""Seconds between two writings of progress."""


class JobRun:
    """One attempt at a job, as the function of its kind sees it."""

    def __init__(self, job: Job, kind: JobKind) -> None:
        self.job, self.kind = job, kind
        self.answer = ""
        self.result_sha256 = ""
        self._is_closed = False
        self._written = 0.0

    @property
    def params(self) -> Mapping[str, str]:
        """Return what the job was asked with."""
        return self.job.params

    @property
    def by(self) -> User:
        """Return whose rights the job has."""
        return self.job.requested_by

    @property
    def grant_project(self) -> GrantProject:
        """Return the grant project that the job is about."""
        return self.job.grant_project

    def progress(self, done: int, total: int) -> None:
        """Say how far the job is, as often as it moves on; written twice a second.

        Raises ``JobCancelled`` and ``LeaseLost``, so that nobody works on for nothing.
        """
        now = time.monotonic()
        if done < total and now - self._written < WRITE_EVERY:
            return
        self._written = now
        if not leases.renew(self.job, progress_done=done, progress_total=total):
            self._stop()

    @contextmanager
    def committing(self) -> Iterator["JobRun"]:
        """Write the result: one transaction that begins with the lease and ends with the state "done".

        What is written inside and the end of the job are one; a worker that lost the job writes nothing. Set
        ``answer`` inside, so that the address of the result is there with it, and ``result_sha256`` to the hash of
        what was written; without it the address itself is hashed. Raises ``JobCancelled``,
        ``LeaseLost`` and ``JobRefused``.
        """
        with transaction.atomic():
            if not leases.renew(self.job):
                self._stop()
            self.weigh_right()
            yield self
            digest = self.result_sha256 or hashlib.sha256(self.answer.encode()).hexdigest()
            if not leases.finish(self.job, self.answer, digest):
                self._stop()
        self._is_closed = True

    def weigh_right(self) -> None:
        """Raise ``JobRefused`` when the asker may not do this (any more)."""
        forget_access(self.by)
        self.by.refresh_from_db(fields=["is_active"])
        if not access_of(self.by).may(self.kind.action, self.grant_project):
            raise JobRefused(_("You no longer have the right that this needs."))

    def close(self, answer: str) -> None:
        """Mark the job done with the address that its function returned, unless its result has done so."""
        if not self._is_closed:
            self.answer = answer
            with self.committing():
                return
        if answer != self.answer:
            Job.objects.filter(pk=self.job.pk, state=State.DONE, lease_token=self.job.lease_token).update(answer=answer)

    def _stop(self) -> None:
        cancelled = Job.objects.filter(pk=self.job.pk, state=State.CANCELLED).exists()
        raise JobCancelled if cancelled else LeaseLost


def carry_out(job_id: uuid.UUID) -> float:
    """Do the job if it is free; return 0, or in how many seconds to ask again because somebody works on it."""
    mark_seen(Seen.WORKER)
    job = leases.claim(job_id)
    if job is None:
        return _seconds_left(job_id)
    with override(job.language):
        outcome = _attempt(job)
    logger.info("job %s, attempt %d: %s", job.pk, job.attempt, outcome)
    return 0


def _attempt(job: Job) -> str:
    """Do one attempt and say in a word how it ended; whatever breaks is tried again, up to the last attempt."""
    try:
        run = JobRun(job, _kind_of(job))
        run.weigh_right()
        with kept(job):
            run.close(run.kind.run(run))
    except (JobCancelled, LeaseLost) as stopped:
        return type(stopped).__name__
    except JobFailed as failed:
        _refuse(job, failed)
        return type(failed).__name__
    except Exception as error:
        logger.exception("job %s broke off in attempt %d", job.pk, job.attempt)
        leases.give_back(job, reason_of(error, find_job_kind(job.kind)))
        return "broken off"
    return "done"


def _kind_of(job: Job) -> JobKind:
    kind = find_job_kind(job.kind)
    if kind is None:
        raise JobFailed(_("This version of the portal does not know this kind of job."))
    return kind


@transaction.atomic
def _refuse(job: Job, failed: JobFailed) -> None:
    if leases.fail(job, str(failed)) and isinstance(failed, JobRefused):
        project = job.grant_project
        record(Action.REFUSE, by=job.requested_by, obj=job, grant_project=project, detail={"kind": job.kind})


def _seconds_left(job_id: uuid.UUID) -> float:
    until = Job.objects.filter(pk=job_id, state=State.RUNNING).values_list("lease_until", flat=True).first()
    return max((until - timezone.now()).total_seconds(), 0) + 1 if until else 0
