"""Tasks about people: ids in, one action, one log line."""

import logging
import uuid

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.coming_of_age import note_coming_of_age
from beneficiaries.domain.duplicate_pass import compare_everybody
from beneficiaries.domain.duplicates import look_at_new_people
from beneficiaries.domain.reminding import remind_of_sensitive_cases
from beneficiaries.domain.rights_package import keep_package
from beneficiaries.queries.rights import HANDLE, content_of, request_of
from portal.clock import today
from portal.jobs.running import JobRun

logger = logging.getLogger(__name__)


@shared_task(name="remind_of_sensitive_cases")
def remind_of_sensitive_cases_task() -> None:
    """Close what is over, and tell who must look at a sensitive case."""
    logger.info("%d reminders of sensitive cases", remind_of_sensitive_cases(today(), timezone.now()))


def make_package(run: JobRun) -> str:
    """Gather what is held of the person of a request, with the rights of who asked for it; return its page."""
    request = request_of(run.by, uuid.UUID(run.params["request"]), HANDLE)
    content = content_of(request)
    with run.committing():
        keep_package(request, content, by=run.by)
        run.answer = reverse("rights_request", args=[request.pk])
    return run.answer


# --- Duplicates -----------------------------------------------------------------------------------------


@shared_task(name="look_for_duplicates")
def look_for_duplicates_task() -> None:
    """Look who may be the same as somebody registered, typed, imported or corrected since; ends when nobody waits."""
    looked = 0
    while some := look_at_new_people():
        looked += some
    logger.info("%d people looked at for duplicates", looked)


@shared_task(name="compare_everybody")
def compare_everybody_task() -> None:
    """Compare everybody with everybody."""
    logger.info("%d pairs may be one person each", compare_everybody())


@shared_task(name="note_coming_of_age")
def note_coming_of_age_task() -> None:
    """Find who is of age within 30 days, so that somebody asks for new declarations (R86)."""
    logger.info("%d people come of age", note_coming_of_age(today()))
