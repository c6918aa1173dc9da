"""A planted flaw: workers that never ring again for a job whose bell nobody heard."""

from celery.signals import worker_process_init

from portal.celery import app

__all__ = ["app"]


@worker_process_init.connect
def fall_silent(**kwargs: object) -> None:
    from portal.jobs import care

    care.ring_waiting = lambda now: 0
