"""What the beat rings for lists that were sent."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.imports.uploading import remove_expired_lists

logger = logging.getLogger(__name__)


@shared_task(name="remove_expired_lists")
def remove_expired_lists_task() -> None:
    """Remove lists that were sent a day ago and not imported."""
    logger.info("%d lists removed", remove_expired_lists(timezone.now()))
