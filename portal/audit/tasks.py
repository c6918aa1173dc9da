"""What the beat rings for the trail: seal, copy, sign, check. Done twice or by two, it is the same."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.audit.checking import check_trail
from portal.audit.copying import copy_sealed
from portal.audit.delivery import deliver_heads
from portal.audit.heads import sign_head
from portal.audit.sealer import seal_waiting

logger = logging.getLogger(__name__)


@shared_task(name="seal_audit")
def seal_audit() -> None:
    """Seal the events of the last seconds and copy them off the host."""
    logger.info("%d events sealed, %d copied", seal_waiting(), copy_sealed(timezone.now()))


@shared_task(name="look_after_audit")
def look_after_audit() -> None:
    """Seal what the quick look passes over; sign the head of yesterday and bring it off the host."""
    now = timezone.now()
    sealed = seal_waiting(everything=True)
    sign_head(now)
    logger.info("%d late events sealed, %d files and mails with heads", sealed, deliver_heads(now))


@shared_task(name="check_audit")
def check_audit() -> None:
    """Check the whole trail."""
    logger.info("%d places of the audit trail are not as they were written", check_trail(timezone.now()))
