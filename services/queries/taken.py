"""When colleagues cannot meet anybody: what they have already, days away, days off (constant queries, however many)."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce

from portal.holidays import holiday_on
from portal.programmes.models import GrantProject
from services.enums import ActivityState, AppointmentState, MeetingState
from services.models import Appointment, DaysAway, Meeting
from services.queries.staffing import days_off
from services.rules.slots import Span, days_from

if TYPE_CHECKING:
    from portal.accounts.models import User

TAKING = (AppointmentState.PLANNED, AppointmentState.TOOK_PLACE)
"""States of an appointment that take the time of whoever keeps it."""


def taken_by(
    accounts: Collection["User"], begins: datetime.datetime, ends: datetime.datetime, but: Collection[object] = ()
) -> Mapping[int, list[Span]]:
    """Return the times that each of these colleagues has given away between two moments (three queries).

    Appointments in charge and beside somebody, and classes they teach; with whom is nobody's business here.
    """
    keys = [each.pk for each in accounts]
    kept = Appointment.objects.within(begins, ends).filter(state__in=TAKING).exclude(pk__in=but)  # type: ignore[attr-defined]
    beside = Appointment.colleagues.through.objects.filter(user__in=keys, appointment__in=kept.values("pk"))
    classes = (
        Meeting.objects.annotate(by=Coalesce("teacher", "activity__teacher"))
        .filter(by__in=keys, starts_at__lt=ends, ends_at__gt=begins)
        .exclude(state=MeetingState.CANCELLED)
        .exclude(activity__state=ActivityState.CANCELLED)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for rows in (
        kept.filter(in_charge__in=keys).values_list("in_charge", "starts_at", "ends_at"),
        beside.values_list("user", "appointment__starts_at", "appointment__ends_at"),
        classes.values_list("by", "starts_at", "ends_at"),
    ):
        for account, starts_at, ends_at in rows:
            found[account].append((starts_at, ends_at))
    return found


def away_days(accounts: Collection["User"], first: datetime.date, days: int) -> Mapping[int, set[datetime.date]]:
    """Return on which of so many days each of these colleagues sees nobody (one query)."""
    after = first + datetime.timedelta(days=days)
    rows = DaysAway.objects.filter(account__in=accounts, first_on__lt=after, last_on__gte=first)
    found: dict[int, set[datetime.date]] = defaultdict(set)
    for each in rows:
        begins, ends = max(each.first_on, first), min(each.last_on, after)
        found[each.account_id].update(days_from(begins, (ends - begins).days + 1))  # type: ignore[attr-defined]
    return found


def off_days(project: GrantProject, first: datetime.date, days: int) -> set[datetime.date]:
    """Return which of so many days are off by law or by the project's own wish (one query)."""
    spans = days_off(project, school=False)
    return {
        day for day in days_from(first, days)
        if holiday_on(day) or any(each.first <= day <= each.last for each in spans)
    }  # fmt: skip
