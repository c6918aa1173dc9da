"""When a file with data of people may leave: a second person releases it, for a while (S38). Pure."""

import datetime

from portal import releasing
from portal.releasing import ALONE_AFTER, Standing, opens_at

__all__ = ["ALONE_AFTER", "LASTS", "Standing", "ends_at", "opens_at", "standing_of"]
LASTS = datetime.timedelta(days=7)
"""So long a file waits for a release, and so long a release holds."""


def ends_at(decided_at: datetime.datetime, *, alone: bool) -> datetime.datetime:
    """Return until when a release holds."""
    return releasing.ends_at(decided_at, LASTS, alone=alone)


def standing_of(
    made_at: datetime.datetime,
    now: datetime.datetime,
    decided_at: datetime.datetime | None = None,
    *,
    released: bool = False,
    alone: bool = False,
) -> Standing:
    """Return how far a file is that was made and perhaps decided about at these moments."""
    return releasing.standing_of(made_at, now, LASTS, decided_at, released=released, alone=alone)
