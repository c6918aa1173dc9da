"""Checking the trail now, when somebody asks for it."""

from django.urls import reverse
from django.utils import timezone

from portal.audit.checking import check_trail
from portal.audit.sealer import seal_waiting
from portal.jobs.running import JobRun

CHECK = "check-trail"
RIGHT = "view_audit"


def check_now(run: JobRun) -> str:
    """Seal what waits, check the whole trail and keep what was found; return the address of the log."""
    seal_waiting()
    check_trail(timezone.now())
    with run.committing():
        run.answer = reverse("audit_log")
    return run.answer
