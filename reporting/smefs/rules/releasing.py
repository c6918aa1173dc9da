"""When a file with data of people may leave: a second person releases it, for a while (S38). Pure."""

import datetime
from enum import StrEnum

LASTS = datetime.timedelta(days=7)
"""So long a file waits for a release, and so long a release holds."""
ALONE_AFTER = datetime.timedelta(hours=24)
"""So long a file waits whose maker releases it alone; meanwhile the data protection officer knows."""


class Standing(StrEnum):
    """How far the release of a file is."""

    WAITING = "waiting"
    SOON = "soon"
    OPEN = "open"
    REFUSED = "refused"
    OVER = "over"


def opens_at(decided_at: datetime.datetime, *, alone: bool) -> datetime.datetime:
    """Return from when a release holds."""
    return decided_at + ALONE_AFTER if alone else decided_at


def ends_at(decided_at: datetime.datetime, *, alone: bool) -> datetime.datetime:
    """Return until when a release holds."""
    return opens_at(decided_at, alone=alone) + LASTS


def standing_of(
    made_at: datetime.datetime,
    now: datetime.datetime,
    decided_at: datetime.datetime | None = None,
    *,
    released: bool = False,
    alone: bool = False,
) -> Standing:
    """Return how far a file is that was made and perhaps decided about at these moments."""
    if decided_at is None:
        return Standing.WAITING if now < made_at + LASTS else Standing.OVER
    if not released:
        return Standing.REFUSED
    if now < opens_at(decided_at, alone=alone):
        return Standing.SOON
    return Standing.OPEN if now < ends_at(decided_at, alone=alone) else Standing.OVER
