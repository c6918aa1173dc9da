"""Tasks that the beat rings: ids in, one action, one log line."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.imports.retention import remove_expired_payloads

logger = logging.getLogger(__name__)


@shared_task(name="remove_expired_rows")
def remove_expired_rows() -> None:
    """Remove the content of imported rows 90 days after their decision."""
    logger.info("content of %d imported rows removed", remove_expired_payloads(timezone.now()))
