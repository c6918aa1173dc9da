"""One's own jobs: where each stands, cancel, start again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.jobs.care import look_after_jobs_without_beat
from portal.jobs.domain import cancel_job, retry_job
from portal.jobs.heartbeats import Marks, marks
from portal.jobs.models import Job
from portal.jobs.news import follow_jobs, mark_told
from portal.jobs.presented import presented
from portal.policy.gate import Refused, every_account

SHOWN = 50


@every_account
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show the account's last jobs, the newest first."""
    jobs = list(Job.objects.filter(requested_by=request.user.pk).select_related("grant_project")[:SHOWN])
    now = timezone.now()
    seen = _seen(jobs)
    mark_told([job.pk for job in jobs if not job.is_unfinished and not job.told_at], now)
    return render(request, "jobs/job_list.html", {"jobs": [presented(job, seen, now) for job in jobs]})


@every_account
@require_safe
def job_page(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Show where a job stands; the page looks again by itself while it is unfinished."""
    found = _own(request, job)
    seen = _seen([found])
    if found.is_unfinished:
        follow_jobs(request)
    elif not found.told_at:
        mark_told([found.pk], timezone.now())
    return render(request, "jobs/job.html", {"shown": presented(found, seen, timezone.now()), "job": found})


@every_account
@require_POST
def job_cancel(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Cancel a job that waits or runs."""
    found = _own(request, job)
    if not cancel_job(found, by=request.user):  # type: ignore[arg-type]
        messages.info(request, _("The job was over before it could be cancelled."))
    return redirect("job", found.pk)


@every_account
@require_POST
def job_again(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Start a failed or cancelled job again."""
    follow_jobs(request)
    return redirect("job", retry_job(_own(request, job), by=request.user).pk)  # type: ignore[arg-type]


def _own(request: HttpRequest, key: uuid.UUID) -> Job:
    """Return a job that this account asked for; anybody else's is not there."""
    found = Job.objects.select_related("grant_project").filter(pk=key, requested_by=request.user.pk).first()
    if found is None:
        raise Refused("view_job", "job", str(key))
    return found


def _seen(jobs: list[Job]) -> Marks:
    """Return the marks of life when somebody waits; a page that waits makes up for a silent beat."""
    if not any(job.is_unfinished for job in jobs):
        return {}
    seen = marks()
    look_after_jobs_without_beat(seen, timezone.now())
    return seen
