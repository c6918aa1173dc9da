"""The beat's own look at the portal."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.operations.doctor.alarm import examine_and_tell
from portal.operations.doctor.registry import Depth

logger = logging.getLogger(__name__)


@shared_task(name="examine_portal")
def examine_portal(depth: int = Depth.MINUTE) -> None:
    """Look at everything up to a depth; mail of what is newly broken."""
    found = examine_and_tell(Depth(depth), timezone.now())
    logger.info("the doctor found %d breaks", sum(finding.is_broken for finding in found))
