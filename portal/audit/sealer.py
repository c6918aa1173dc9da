"""Giving events their place in the chain, a few seconds after they were written (S33).

Readers write their event and go; nobody waits for the one before. What is sealed is what has no seal yet, never
"what is newer than the last": an event whose transaction ended late is found like any other.
"""

import datetime

from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from portal.audit.chain import START, link_hash
from portal.audit.models import AuditEvent, AuditQuerySet, AuditSeal

BATCH = 1000
RECENT = datetime.timedelta(hours=1)
"""How far before the last seal the quick look reaches; the hourly one goes over the whole table."""
LOCK = 0x73656C  # any number that is the sealers' own


def seal_waiting(*, everything: bool = False) -> int:
    """Seal the events that have no seal, in batches of one transaction each; return how many.

    Looks at events of the last hour, with ``everything`` at all. While another sealer is at work there is
    nothing to do: PostgreSQL holds a lock for it, SQLite has one writer. Killed at any moment, it leaves whole batches.
    """
    sealed, since = 0, None if everything else _lately()
    while _unsealed(since).exists():
        batch = _seal_batch(since)
        sealed += len(batch)
        if len(batch) < BATCH:
            break
        since = batch[-1]
    return sealed


def waiting_events() -> AuditQuerySet:
    """Return all events without a seal."""
    return _unsealed(None)


def waiting_lately() -> tuple[int, datetime.datetime | None]:
    """Return how many events of the last hour wait for their seal, and since when the oldest does."""
    found = _unsealed(_lately()).aggregate(count=Count("pk"), oldest=Min("at"))
    return found["count"], found["oldest"]


def last_seal() -> AuditSeal | None:
    """Return the end of the chain; ``None`` when nothing is sealed yet."""
    return AuditSeal.objects.order_by("-sequence").first()


def _unsealed(since: datetime.datetime | None) -> AuditQuerySet:
    unsealed = AuditEvent.objects.filter(~Exists(AuditSeal.objects.filter(event=OuterRef("pk"))))
    return unsealed.filter(at__gte=since) if since else unsealed


def _lately() -> datetime.datetime | None:
    """Return from when the quick look begins: an hour before the last seal, whichever way the clock has jumped."""
    last = last_seal()
    return min(last.sealed_at, timezone.now()) - RECENT if last else None


@transaction.atomic
def _seal_batch(since: datetime.datetime | None) -> list[datetime.datetime]:
    """Seal the first of those that wait, in the order of their moments; return the moments."""
    if not _is_alone():
        return []
    last, now = last_seal(), timezone.now()
    before, sequence = (bytes(last.hash), last.sequence) if last else (START, 0)
    seals, moments = [], []
    for key, at, mac in _unsealed(since).order_by("at", "id").values_list("pk", "at", "mac")[:BATCH]:
        sequence += 1
        before = link_hash(before, sequence, key, bytes(mac), now)
        seals.append(AuditSeal(sequence=sequence, event_id=key, sealed_at=now, hash=before))
        moments.append(at)
    AuditSeal.objects.bulk_create(seals)
    return moments


def _is_alone() -> bool:
    """Take the sealers' lock until the transaction ends; SQLite's transaction has begun with one."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]
