"""A kind of job for tests: does what the test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from portal.accounts.models import User
from portal.jobs import registry
from portal.jobs.domain import request_job
from portal.jobs.models import Job
from portal.jobs.registry import JobKind, register_job_kind
from portal.programmes.models import GrantProject

CODE = "for-tests"
ACTION = "view_indicator"


@contextmanager
def kind_that(run: Callable[[Any], str], **more: Any) -> Iterator[JobKind]:
    """Register a kind whose work is ``run``; it is gone afterwards."""
    kind = JobKind(CODE, "Work for tests", ACTION, run, **more)
    register_job_kind(kind)
    try:
        yield kind
    finally:
        registry._kinds.pop(CODE, None)


def ask(by: User, project: GrantProject, **params: str) -> Job:
    """Ask for a job of the kind."""
    return request_job(CODE, by=by, grant_project=project, params=params or {"thing": "1"}, about="thing 1")
