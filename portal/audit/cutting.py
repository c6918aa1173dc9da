"""The end of old events: ten years after they were sealed they go, their seals stay (R88, S65)."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.chain import cut_mac
from portal.audit.models import AuditCut, AuditEvent, AuditSeal

KEPT_YEARS = 10


def kept_since(now: datetime.datetime) -> datetime.datetime:
    """Return the moment since which events are kept; 29 February becomes the day before."""
    try:
        return now.replace(year=now.year - KEPT_YEARS)
    except ValueError:
        return now.replace(year=now.year - KEPT_YEARS, day=now.day - 1)


def old_events(now: datetime.datetime) -> int:
    """Return how many events are due (three queries)."""
    done, last = _done(), _last_old(now)
    return max(last - done, 0)


@transaction.atomic
def cut_trail(now: datetime.datetime, most: int) -> int:
    """Remove the oldest events whose time is over, at most so many, and leave a cut for ever; return how many.

    An event goes only with all that were sealed before it, so that the chain goes on from one place.
    """
    done = _done()
    end = min(_last_old(now), done + most)
    if end <= done:
        return 0
    seals = AuditSeal.objects.filter(sequence__gt=done, sequence__lte=end)
    last, at = seals.order_by("-sequence")[0], timezone.now()
    AuditCut.objects.create(sequence=end, at=at, mac=cut_mac(end, bytes(last.hash), at))
    QuerySet(AuditEvent).filter(pk__in=seals.values("event")).delete()
    return end - done


def _done() -> int:
    return AuditCut.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def _last_old(now: datetime.datetime) -> int:
    """Return the place of the last seal before the first that is kept."""
    in_order = AuditSeal.objects.order_by("sequence").values_list("sequence", flat=True)
    kept = in_order.filter(sealed_at__gte=kept_since(now)).first()
    return kept - 1 if kept is not None else in_order.last() or 0
