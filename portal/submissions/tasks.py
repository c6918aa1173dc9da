"""What the beat rings for forms."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.submissions.drafts import remove_expired

logger = logging.getLogger(__name__)


@shared_task(name="remove_expired_drafts")
def remove_expired_drafts() -> None:
    """Remove drafts that nobody touched for 30 days, and tokens of forms as old."""
    logger.info("%d drafts removed", remove_expired(timezone.now()))
