"""Tasks of the outbox: ids in, one action, one log line."""

import logging
import uuid

from celery import shared_task
from django.utils import timezone

from portal.messages.delivery import deliver, due_messages

logger = logging.getLogger(__name__)


@shared_task(name="send_message")
def send_message(message_id: str) -> None:
    """Send one message, if it is due."""
    logger.info("a message was tried: %s", deliver(uuid.UUID(message_id), timezone.now()))


@shared_task(name="send_due_messages")
def send_due_messages() -> None:
    """Send what is due, also what a silent worker left; one that fails does not hold back the others."""
    ends = [deliver(message_id, timezone.now()) for message_id in due_messages(timezone.now())]
    logger.info("%d messages tried", len(ends))
