"""What one job may use: memory of its process and time (L11). A job that wants more breaks off, the others go on."""

import resource
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_process_init
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.jobs.registry import JobKind

MEBIBYTE = 1024 * 1024


@worker_process_init.connect
def limit_memory(**kwargs: Any) -> None:
    """Let a process that does jobs use no more than ``PORTAL_JOB_MEMORY`` MiB of address space; 0 is no limit."""
    most = settings.PORTAL_JOB_MEMORY * MEBIBYTE
    if most:
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def reason_of(error: Exception, kind: JobKind | None) -> str:
    """Say in a sentence which limit a job reached; empty when it broke off for another reason."""
    if isinstance(error, MemoryError):
        return _("It needed more memory than a job may use.")
    if isinstance(error, SoftTimeLimitExceeded) and kind:
        minutes = max(round(kind.seconds / 60), 1)
        words = ngettext("It took longer than %(count)s minute.", "It took longer than %(count)s minutes.", minutes)
        return words % {"count": minutes}
    return ""
