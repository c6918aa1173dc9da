"""Days and hours on which nobody is there, asked about before a time is taken: days off, absences, closed places."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.clock import local_day
from portal.holidays import holiday_on
from portal.programmes.models import GrantProject
from services.models import OpeningHours, Venue
from services.queries.clashes import Span
from services.queries.staffing import days_off
from services.queries.taken import away_days
from services.rules.opening import hours_in_words, is_open_during

if TYPE_CHECKING:
    from portal.accounts.models import User


def day_off_on(project: GrantProject, day: datetime.date) -> str:
    """Return the name of the day off by law, or of the project's own, that a day is; blank for none (one query)."""
    own = (each.why for each in days_off(project, school=False) if each.first <= day <= each.last)
    by_law = holiday_on(day)
    return str(by_law.label) if by_law else next(own, "")


def away_on(accounts: Collection["User"], day: datetime.date) -> list["User"]:
    """Return which of these colleagues see nobody on a day (one query)."""
    away = away_days(accounts, day, 1)
    return [each for each in accounts if day in away[each.pk]]


def closed_then(venue: Venue, span: Span) -> str | None:
    """Return when a place is open on the day of a time during which it is closed, in words; blank: not that day.

    ``None`` where it is open all that time, or where nobody wrote when it is open (one query).
    """
    begins, ends = (timezone.localtime(each) for each in span)
    rows = list(OpeningHours.objects.filter(venue=venue).order_by("begins_at"))
    hours = [(each.begins_at, each.ends_at) for each in rows if each.weekday == begins.weekday()]
    same_day = local_day(span[0]) == local_day(span[1])
    if not rows or (same_day and is_open_during(hours, begins.time(), ends.time())):
        return None
    return hours_in_words(hours)
