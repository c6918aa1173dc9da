"""Tasks about codes: ids in, one action, one log line."""

import logging
import uuid

from celery import shared_task
from django.utils import timezone

from portal.own.signing_in import remove_old_codes, send_code, waiting_codes

logger = logging.getLogger(__name__)


@shared_task(name="send_own_code")
def send_own_code(asked_id: str) -> None:
    """Deal with one request for a code."""
    send_code(uuid.UUID(asked_id))
    logger.info("a request for a code is dealt with")


@shared_task(name="send_waiting_codes")
def send_waiting_codes() -> None:
    """Deal with the requests whose bell nobody heard."""
    logger.info("%d waiting codes sent", sum(send_code(each) for each in waiting_codes(timezone.now())))


@shared_task(name="remove_old_codes")
def remove_old_codes_task() -> None:
    """Remove what is over."""
    logger.info("%d codes removed", remove_old_codes(timezone.now()))
