"""Which times of colleagues are free: their hours without appointments, classes, days away and days off."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.programmes.models import GrantProject
from services.models import ConsultationHours
from services.queries.taken import away_days, off_days, taken_by
from services.rules.appointments import span_of_days
from services.rules.slots import Slot, days_from, free_slots

if TYPE_CHECKING:
    from portal.accounts.models import User

OFFERED_DAYS = 21
"""So many days ahead times are offered."""
MOST_OFFERED = 60


def slots_of(
    account: "User",
    project: GrantProject,
    first: datetime.date,
    *,
    after: datetime.datetime,
    days: int = OFFERED_DAYS,
    open_only: bool = False,
    but: Collection[object] = (),
) -> list[Slot]:
    """Return the free times of a colleague in so many days from ``first``, in order (six queries).

    Nobody is met on days off by law and on the project's own; a break of the schools is no day off here.

    ``open_only``: only those that people book by themselves. ``but``: appointments that do not count as taken, because
    they are to be moved.
    """
    hours = ConsultationHours.objects.filter(account=account, grant_project=project).select_related("venue")
    rows = list(hours.filter(is_open=True) if open_only else hours)
    if not rows:
        return []
    zone = timezone.get_default_timezone()
    begins, ends = span_of_days(first, days, zone)
    return free_slots(
        rows, days_from(first, days), zone, taken=taken_by([account], begins, ends, but)[account.pk],
        away=away_days([account], first, days)[account.pk] | off_days(project, first, days), after=after,
    )[:MOST_OFFERED]  # fmt: skip
