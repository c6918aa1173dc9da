"""The plan of what ends, and the run that ends it. Twice, or after a night without it, it is the same (S65, L9)."""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from portal.audit.enums import Action
from portal.audit.trail import record
from portal.retention.models import RetentionRun
from portal.retention.registry import Keeping, keepings
from portal.retention.rows import remove_in_batches

logger = logging.getLogger(__name__)
BATCH = 200
"""Things removed in one transaction: short enough that nobody waits for it."""
HORIZONS = (0, 30, 90)
"""Days ahead for which the plan counts."""
LONGEST_FAILED = 300


@dataclass(frozen=True)
class PlanLine:
    """How many things of a keeping are due now, within 30 and within 90 days, and how many of them are held."""

    keeping: Keeping
    counts: Sequence[int]
    held: int


def plan(now: datetime.datetime) -> list[PlanLine]:
    """Return what becomes due when, without touching anything: the dry run of the engine."""
    moments = [now + datetime.timedelta(days=days) for days in HORIZONS]
    return [PlanLine(each, [each.due(moment) for moment in moments], each.held(moments[-1])) for each in keepings()]


def run(now: datetime.datetime, *, most: int = BATCH) -> RetentionRun:
    """Remove what is due, keeping by keeping; one that fails does not keep the others from ending.

    The row and the event of the run hold counts alone.
    """
    held = RetentionRun.objects.create(began_at=timezone.now())
    counts: dict[str, int] = {}
    failed: list[str] = []
    for keeping in keepings():
        try:
            counts[keeping.code] = remove_in_batches(keeping.remove, now, most)
        except Exception as error:
            logger.warning("keeping %s broke off (%s)", keeping.code, type(error).__name__)
            failed.append(keeping.code)
    held.counts = {code: count for code, count in counts.items() if count}
    held.failed, held.ended_at = " ".join(failed)[:LONGEST_FAILED], timezone.now()
    held.save()
    record(Action.CHANGE, by=None, obj=held, detail={"retention": held.counts, "failed": failed})
    return held
