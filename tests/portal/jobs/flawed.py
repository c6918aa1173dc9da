"""A planted flaw: the slow portal without the check of the lease. The checker must find what it does."""

from typing import Any

from celery.signals import worker_process_init

from tests.portal.jobs.slow import app

__all__ = ["app"]


@worker_process_init.connect
def forget_leases(**kwargs: Any) -> None:
    from portal.jobs import leases
    from portal.jobs.models import Job

    leases._own = lambda job, **changes: Job.objects.filter(pk=job.pk).update(**changes) == 1
