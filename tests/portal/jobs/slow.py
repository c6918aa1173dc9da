"""The portal with slow files: a worker that is stopped two seconds after it took a job has not finished it."""

import time
from typing import Any

from celery.signals import worker_process_init

from portal.celery import app

__all__ = ["app"]


@worker_process_init.connect
def slow_down(**kwargs: Any) -> None:
    from reporting import tasks

    make = tasks.make_file

    def slowly(*arguments: Any, **options: Any) -> bytes:
        time.sleep(2)
        return make(*arguments, **options)

    tasks.make_file = slowly
