"""Telling people on their next page that a job of theirs has ended, at no cost to those who wait for none.

The session remembers that there is something to wait for; only then a page asks the database.
"""

import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.jobs.enums import State
from portal.jobs.models import Job

FOLLOWS = "follows_jobs"


def follow_jobs(request: HttpRequest) -> None:
    """Let the next pages of this session look for the end of the account's jobs."""
    request.session[FOLLOWS] = True


def tell_ended_jobs(request: HttpRequest) -> None:
    """Put a message on the page for each job of the account that has ended untold; stop looking when none is left."""
    untold = list(Job.objects.filter(requested_by=request.user.pk, told_at=None).defer("params"))
    ended = [job for job in untold if not job.is_unfinished]
    for job in ended:
        if request.path not in (reverse("job", args=[job.pk]), job.answer):
            _tell(request, job)
    mark_told([job.pk for job in ended], timezone.now())
    if len(ended) == len(untold):
        request.session.pop(FOLLOWS, None)


def mark_told(jobs: list, now: datetime.datetime) -> None:
    """Remember that the end of these jobs was shown."""
    if jobs:
        Job.objects.filter(pk__in=jobs).update(told_at=now)


def _tell(request: HttpRequest, job: Job) -> None:
    what = " ".join(filter(None, (str(job.label), job.about)))
    link = format_html('<a href="{}">{}</a>', job.answer or reverse("job", args=[job.pk]), what)
    if job.state == State.DONE:
        messages.success(request, format_html(_("Ready: {what}"), what=link))
    elif job.state == State.FAILED:
        messages.error(request, format_html(_("Not done: {what}"), what=link))
