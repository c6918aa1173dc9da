"""What people do with jobs: ask, cancel, ask again. Each leaves an audit record."""

import datetime
from collections.abc import Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.jobs.bell import ring
from portal.jobs.enums import REPEATABLE, UNFINISHED, State
from portal.jobs.models import Job, hash_of
from portal.jobs.registry import find_job_kind
from portal.programmes.models import GrantProject
from portal.ui.formatting import current_language

SAME_WITHIN = datetime.timedelta(minutes=10)


def request_job(kind: str, *, by: User, grant_project: GrantProject, params: Mapping[str, str], about: str = "") -> Job:
    """Ask for a job in the caller's transaction; the workers are told after it.

    The same asked for again while it is unfinished, or within ten minutes after it was done, is the same job.
    ``params`` hold ids only, ``about`` names nobody. Raises ``LookupError`` for a kind that nobody registered.
    """
    if find_job_kind(kind) is None:
        raise LookupError(f"“{kind}” is not a kind of job")
    job = Job(
        kind=kind, params=dict(params), params_hash=hash_of(kind, grant_project, params), about=about[:100],
        grant_project=grant_project, requested_by=by, language=current_language(), requested_at=timezone.now(),
    )  # fmt: skip
    return _same(job) or _ask(job)


@transaction.atomic
def cancel_job(job: Job, *, by: User) -> bool:
    """Cancel a job that waits or runs; what it has written so far is nothing. False when it is over already."""
    open_rows = Job.objects.filter(pk=job.pk, state__in=UNFINISHED)
    changes = {"state": State.CANCELLED, "lease_token": None, "lease_until": None, "finished_at": timezone.now()}
    cancelled = open_rows.update(**changes) == 1
    if cancelled:
        _record(job, by, State.CANCELLED)
    return cancelled


def retry_job(job: Job, *, by: User) -> Job:
    """Let a failed or cancelled job wait again, with all its attempts; one that is neither stays as it is.

    When the same work was asked for anew in between, that job is returned.
    """
    try:
        with transaction.atomic():
            _start_again(job, by)
    except IntegrityError:
        return _same(job) or job
    job.refresh_from_db()
    return job


def latest_job(kind: str, *, grant_project: GrantProject, params: Mapping[str, str]) -> Job | None:
    """Return the job that was last asked for with the same work, whoever asked."""
    return Job.objects.filter(kind=kind, params_hash=hash_of(kind, grant_project, params)).first()


def _ask(job: Job) -> Job:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            record(Action.CREATE, by=job.requested_by, obj=job, grant_project=job.grant_project, detail=_kind(job))
            transaction.on_commit(partial(ring, job.pk, job.kind), robust=True)
    except IntegrityError:  # asked for at the same moment
        first = _same(job)
        if first is None:
            raise
        return first
    return job


def _same(job: Job) -> Job | None:
    fresh = Q(state=State.DONE, finished_at__gt=timezone.now() - SAME_WITHIN)
    return _alike(job).filter(Q(state__in=UNFINISHED) | fresh).first()


def _alike(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(requested_by=job.requested_by_id, kind=job.kind, params_hash=job.params_hash)


def _start_again(job: Job, by: User) -> None:
    changes = {
        "state": State.WAITING, "attempt": 0, "reason": "", "requested_at": timezone.now(),
        "language": current_language(), "rung_at": None, "started_at": None, "finished_at": None, "told_at": None,
    }  # fmt: skip
    if Job.objects.filter(pk=job.pk, state__in=REPEATABLE).update(**changes):
        _record(job, by, State.WAITING)
        transaction.on_commit(partial(ring, job.pk, job.kind), robust=True)


def _record(job: Job, by: User, state: State) -> None:
    detail = {**_kind(job), "state": state.value}
    record(Action.CHANGE, by=by, obj=job, grant_project=job.grant_project, detail=detail)


def _kind(job: Job) -> dict[str, str]:
    return {"kind": job.kind}
