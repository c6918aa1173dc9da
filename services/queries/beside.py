"""Hours of interpreters and childcare in a month: what was booked, and what it really was (C7)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.programmes.models import GrantProject
from services.enums import AppointmentState, MeetingState, ResourceKind
from services.models import Resource, ResourceBooking
from services.queries.workers import Worker
from services.rules.appointments import span_of_days
from services.rules.attendance import hours_of

HELD = (AppointmentState.TOOK_PLACE, MeetingState.HELD)


@dataclass
class BesideWork:
    """One interpreter or childcare: what was booked in the month, and what it really was."""

    resource: Resource
    times: int = 0
    planned_minutes: int = 0
    used_minutes: int = 0

    @property
    def planned(self) -> Decimal:
        """Hours that were booked."""
        return hours_of(self.planned_minutes)

    @property
    def used(self) -> Decimal:
        """Hours of what took place: as somebody wrote down, otherwise as planned."""
        return hours_of(self.used_minutes)


def beside_of(
    worker: Worker, grant_project: GrantProject, first: datetime.date, after: datetime.date
) -> list[BesideWork]:
    """Return the hours of interpreting and childcare of somebody from a day to before another (one query)."""
    rows = _bookings(grant_project, first, after)
    if worker.account:
        rows = rows.filter(resource__account=worker.account)
    elif worker.resource:
        rows = rows.filter(resource=worker.resource)
    else:
        return []
    found: dict[Any, BesideWork] = {}
    for each in rows:
        work = found.setdefault(each.resource_id, BesideWork(each.resource))  # type: ignore[attr-defined]
        work.times += 1
        work.planned_minutes += each.minutes
        work.used_minutes += _used_of(each)
    return sorted(found.values(), key=lambda each: each.resource.name)


def beside_by_worker(grant_project: GrantProject, first: datetime.date, after: datetime.date) -> dict[Any, Decimal]:
    """Return the hours of everybody by what tells workers apart (one query)."""
    minutes: dict[Any, int] = {}
    for each in _bookings(grant_project, first, after):
        key = each.resource.account_id or each.resource.pk  # type: ignore[attr-defined]
        minutes[key] = minutes.get(key, 0) + _used_of(each)
    return {key: hours_of(many) for key, many in minutes.items()}


def beside_by_kind(
    grant_project: GrantProject, first: datetime.date, after: datetime.date
) -> list[tuple[ResourceKind, int, Decimal]]:
    """Return how often and for how many hours interpreters and childcare were used, by kind (one query).

    Only what took place, once for each booking, however many people were there or children looked after.
    """
    used: dict[str, list[int]] = {}
    for each in _bookings(grant_project, first, after):
        if minutes := _used_of(each):
            used.setdefault(each.resource.kind, []).append(minutes)
    return [(kind, len(used[kind]), hours_of(sum(used[kind]))) for kind in ResourceKind if kind in used]


def beside_used(
    grant_project: GrantProject, first: datetime.date, after: datetime.date, kind: ResourceKind
) -> list[tuple[ResourceBooking, int]]:
    """Return what of a kind took place with its minutes, the latest first: what ``beside_by_kind`` adds up (one query).

    Appointments come without people: who was there is nothing that hours say.
    """
    rows = _bookings(grant_project, first, after).filter(resource__kind=kind).order_by("-starts_at", "pk")
    found = rows.select_related("resource", "appointment", "meeting__activity__edition__course")
    return [(each, minutes) for each in found if (minutes := _used_of(each))]


def _bookings(grant_project: GrantProject, first: datetime.date, after: datetime.date) -> QuerySet[ResourceBooking]:
    begins, ends = span_of_days(first, (after - first).days, timezone.get_default_timezone())
    rows: QuerySet[ResourceBooking] = ResourceBooking.objects.live().filter(  # type: ignore[attr-defined]
        resource__grant_project=grant_project, starts_at__gte=begins, starts_at__lt=ends
    )
    return rows.select_related("resource", "appointment", "meeting")


def _used_of(booking: ResourceBooking) -> int:
    """Return the minutes of what took place: as written down, otherwise as planned; of anything else none."""
    if booking.used_minutes is not None:
        return booking.used_minutes
    of = booking.appointment or booking.meeting
    return booking.minutes if of is not None and of.state in HELD else 0
