"""Keeping a job while its work is long: a thread beside the work renews the lease, and ends with it.

A worker that is killed, stopped or cut off takes the thread along and loses the job; one that works without end is
broken off by the time limit of the kind.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from portal.jobs import leases
from portal.jobs.models import Job

logger = logging.getLogger(__name__)


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Renew the lease of ``job`` three times in each lease until the block ends."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, over), name="keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(job: Job, over: threading.Event) -> None:
    every = leases.lease().total_seconds() / 3
    while not over.wait(every):
        try:
            if not leases.renew(job):
                break
        except DatabaseError as error:  # a busy database is asked again before the lease is over
            logger.warning("the lease of job %s is not renewed (%s)", job.pk, type(error).__name__)
        finally:
            connection.close()
