"""Who read whose data: both questions of a breach, answered from the trail (S72)."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.models import AuditQuerySet
from portal.oversight.scope import events_in_reach
from portal.oversight.words import kind_of

READS = tuple(
    each.value
    for each in (
        Action.VIEW, Action.LIST, Action.SEARCH, Action.EXPLAIN, Action.DOWNLOAD, Action.PRINT, Action.EXPORT
    )
)  # fmt: skip


@dataclass
class Tally:
    """How often, first and last (aware), and which kinds of data; ``key`` is whom or who."""

    key: Any
    first: datetime.datetime
    last: datetime.datetime
    count: int = 0
    kinds: set[str] = field(default_factory=set)

    def add(self, at: datetime.datetime, kind: str) -> None:
        """Count one more reading."""
        self.count += 1
        self.first, self.last = min(self.first, at), max(self.last, at)
        self.kinds.add(kind)


def whose_data(reader: User, account: User, start: datetime.datetime, end: datetime.datetime) -> list[Tally]:
    """Return the people whose data ``account`` read from ``start`` up to ``end``, the most often read first.

    A page or a file with somebody on it is one reading of that person. One pass over the account's events.
    """
    events = events_in_reach(reader).filter(actor=account.pk, action__in=READS).between(start, end)
    tallies: dict[str, Tally] = {}
    for at, kind, subjects, _actor in _read(events):
        for person in subjects:
            tallies.setdefault(person, Tally(person, at, at)).add(at, kind)
    return sorted(tallies.values(), key=lambda tally: (-tally.count, tally.key))


def who_read(reader: User, person: uuid.UUID, start: datetime.datetime, end: datetime.datetime) -> list[Tally]:
    """Return the accounts (ids, ``None`` for nobody signed in) that read data of a person, the last to read first."""
    events = events_in_reach(reader).filter(action__in=READS).between(start, end).about(person)
    tallies: dict[int | None, Tally] = {}
    for at, kind, _subjects, actor in _read(events):
        tallies.setdefault(actor, Tally(actor, at, at)).add(at, kind)
    return sorted(tallies.values(), key=lambda tally: tally.last, reverse=True)


def _read(events: AuditQuerySet) -> Iterator[tuple[datetime.datetime, str, list[str], int | None]]:
    rows = events.order_by().values_list("at", "action", "object_type", "detail", "subjects", "actor_id")
    for at, action, object_type, detail, subjects, actor in rows.iterator(2000):
        yield at, kind_of(action, object_type, detail), subjects, actor
