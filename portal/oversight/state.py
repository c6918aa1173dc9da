"""What the pages say of the chain: whether it is whole, and since when."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.audit import checking, copying
from portal.audit.models import AuditMark
from portal.audit.sealer import last_seal, seal_waiting, waiting_lately

LATE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class ChainState:
    """``checked_at`` is ``None`` before the first check; ``found`` are the places that are not as they were written."""

    sealed: int
    sealed_at: datetime.datetime | None
    waiting: int
    checked_at: datetime.datetime | None
    checked_to: int
    found: tuple[str, ...]
    copy_lost_since: datetime.datetime | None


def chain_state(now: datetime.datetime) -> ChainState:
    """Return the state; when the sealer stands still, this page does its work first (four queries otherwise)."""
    waiting, oldest = waiting_lately()
    if oldest and now - oldest > LATE:
        seal_waiting()
        waiting, _oldest = waiting_lately()
    last = last_seal()
    marks = AuditMark.objects.in_bulk([checking.MARK, copying.MARK])
    check, copy = marks.get(checking.MARK), marks.get(copying.MARK)
    lost = copy.note.get("lost_since", "") if copy else ""
    return ChainState(
        sealed=last.sequence if last else 0,
        sealed_at=timezone.localtime(last.sealed_at) if last else None,
        waiting=waiting,
        checked_at=check.at if check else None,
        checked_to=check.sequence if check else 0,
        found=tuple(check.note.get("found", ())) if check else (),
        copy_lost_since=parse_datetime(lost) if lost else None,
    )
