"""When something may happen that one person asks for and a second one releases, for a while (S38, S65). Pure."""

import datetime
from enum import StrEnum

ALONE_AFTER = datetime.timedelta(hours=24)
"""So long what somebody released alone waits; meanwhile the data protection officer knows."""


class Standing(StrEnum):
    """How far a release is."""

    WAITING = "waiting"
    SOON = "soon"
    OPEN = "open"
    REFUSED = "refused"
    OVER = "over"


def opens_at(decided_at: datetime.datetime, *, alone: bool) -> datetime.datetime:
    """Return from when a release holds."""
    return decided_at + ALONE_AFTER if alone else decided_at


def ends_at(decided_at: datetime.datetime, lasts: datetime.timedelta, *, alone: bool) -> datetime.datetime:
    """Return until when a release holds."""
    return opens_at(decided_at, alone=alone) + lasts


def standing_of(
    made_at: datetime.datetime,
    now: datetime.datetime,
    lasts: datetime.timedelta,
    decided_at: datetime.datetime | None = None,
    *,
    released: bool = False,
    alone: bool = False,
) -> Standing:
    """Return how far that is which was asked for and perhaps decided about at these moments.

    It waits for a decision as long as ``lasts``, and so long a release holds.
    """
    if decided_at is None:
        return Standing.WAITING if now < made_at + lasts else Standing.OVER
    if not released:
        return Standing.REFUSED
    if now < opens_at(decided_at, alone=alone):
        return Standing.SOON
    return Standing.OPEN if now < ends_at(decided_at, lasts, alone=alone) else Standing.OVER
