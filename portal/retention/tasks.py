"""The task of the night: what is due goes."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.retention.engine import run

logger = logging.getLogger(__name__)


@shared_task(name="remove_what_is_due")
def remove_what_is_due() -> None:
    """Remove what is kept no longer, in batches."""
    held = run(timezone.now())
    logger.info("removed: %s; broke off: %s", held.counts, held.failed or "nothing")
