"""Which times of colleagues are free: their hours without appointments, classes, days away and days off."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from portal.programmes.models import GrantProject
from services.enums import AppointmentState, MeetingState
from services.models import Appointment, ConsultationHours, DaysAway, Meeting
from services.queries.staffing import days_off
from services.rules.appointments import span_of_days
from services.rules.holidays import holiday_on
from services.rules.slots import Slot, Span, days_from, free_slots

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
    """Return the free times of a colleague in so many days from ``first``, in order (five queries).

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
        rows, days_from(first, days), zone, taken=_taken(account, begins, ends, but),
        away=_away(account, first, days) | _off(project, first, days), after=after,
    )[:MOST_OFFERED]  # fmt: skip


def who_can_be_booked(project: GrantProject, accounts: Collection["User"]) -> list["User"]:
    """Return those of these colleagues whose times people book by themselves (one query)."""
    offered = set(
        ConsultationHours.objects.filter(account__in=accounts, grant_project=project, is_open=True).values_list(
            "account", flat=True
        )
    )
    return [each for each in accounts if each.pk in offered]


def _taken(account: "User", begins: datetime.datetime, ends: datetime.datetime, but: Collection[object]) -> list[Span]:
    appointments = (
        Appointment.objects.of_colleague(account)  # type: ignore[attr-defined]
        .within(begins, ends)
        .filter(state__in=(AppointmentState.PLANNED, AppointmentState.TOOK_PLACE))
        .exclude(pk__in=but)
    )
    teaches = Q(teacher=account) | Q(teacher__isnull=True, activity__teacher=account)
    classes = Meeting.objects.filter(teaches, starts_at__lt=ends, ends_at__gt=begins)
    classes = classes.exclude(state=MeetingState.CANCELLED)
    return [*appointments.values_list("starts_at", "ends_at"), *classes.values_list("starts_at", "ends_at")]


def _away(account: "User", first: datetime.date, days: int) -> set[datetime.date]:
    last = first + datetime.timedelta(days=days)
    rows = DaysAway.objects.filter(account=account, first_on__lt=last, last_on__gte=first)
    return {
        day for each in rows for day in days_from(each.first_on, (each.last_on - each.first_on).days + 1) if day < last
    }


def _off(project: GrantProject, first: datetime.date, days: int) -> set[datetime.date]:
    spans = days_off(project, school=False)
    return {
        day for day in days_from(first, days)
        if holiday_on(day) or any(each.first <= day <= each.last for each in spans)
    }  # fmt: skip
