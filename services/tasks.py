"""Tasks of support: no ids in, one action, one log line."""

import logging

from celery import shared_task

from portal.clock import now
from services.domain.class_news import remind_of_classes
from services.domain.reminding import remind
from services.domain.seats import pass_on_all

logger = logging.getLogger(__name__)


@shared_task(name="pass_on_places")
def pass_on_places() -> None:
    """End offers that nobody answered in time and offer free places to who waits (C9)."""
    logger.info("%d places offered", pass_on_all())


@shared_task(name="remind_of_appointments")
def remind_of_appointments() -> None:
    """Write reminders of appointments and classes within the next day; each once."""
    logger.info("%d reminders asked for", remind(now()) + remind_of_classes(now()))
