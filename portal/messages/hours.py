"""When messages may come: the hours agreed with the person, else those of the portal; local time (S24)."""

import datetime

from django.conf import settings
from django.utils import timezone

from portal.messages.registry import Hours


def next_open(hours: Hours | None, now: datetime.datetime) -> datetime.datetime:
    """Return when a message may go out: ``now`` inside the hours, else the next opening.

    Hours that end before they begin reach over midnight; hours of no length are the whole day.
    """
    start, end = hours or settings.PORTAL_MESSAGE_HOURS
    local = timezone.localtime(now)
    time = local.time()
    if start == end or (start <= time < end if start < end else not end <= time < start):
        return now
    day = local.date() + datetime.timedelta(days=time >= start)
    return datetime.datetime.combine(day, start, local.tzinfo).astimezone(datetime.UTC)
