"""Reads about interpreters and childcare: who can be booked at a time, what is booked, their calendar."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.programmes.models import GrantProject
from services.models import Appointment, Meeting, Resource, ResourceBooking
from services.queries.appointments import as_seen_by
from services.queries.place_calendar import AtPlace
from services.rules.resources import is_at_work, is_away, most_at_once

if TYPE_CHECKING:
    from portal.accounts.models import User

FULL, AWAY, CLOSED = "full", "away", "closed"
"""Why a resource cannot be booked at a time: taken, days away, outside its hours."""
Thing = Appointment | Meeting


@dataclass(frozen=True)
class Offered:
    """A resource at a time: how many places are free, or why it cannot be booked."""

    resource: Resource
    free: int = 0
    why_not: str = ""


def resources_of(project: GrantProject, *, retired: bool = False) -> list[Resource]:
    """Return the interpreters and childcare of a project, with hours and days away (three queries)."""
    rows = Resource.objects.filter(grant_project=project)
    rows = rows if retired else rows.filter(is_retired=False)
    return list(rows.select_related("organisation", "account").prefetch_related("hours", "away"))


def bookings_of(thing: Thing) -> list[ResourceBooking]:
    """Return what is booked for an appointment or a class (one query)."""
    return list(live_of(thing).select_related("resource").order_by("resource__kind", "resource__name"))


def live_of(thing: Thing) -> Any:
    """Return the bookings of one thing that hold."""
    of = {"appointment": thing} if isinstance(thing, Appointment) else {"meeting": thing}
    return ResourceBooking.objects.filter(**of).live()  # type: ignore[attr-defined]


def offered_for(thing: Thing, project: GrantProject) -> list[Offered]:
    """Return every resource of a project with what is free of it at the time of a thing (four queries)."""
    rows = resources_of(project)
    taken = ResourceBooking.objects.live().within(thing.starts_at, thing.ends_at).filter(resource__in=rows)  # type: ignore[attr-defined]
    by_resource: dict[Any, list[ResourceBooking]] = {}
    for each in taken:
        by_resource.setdefault(each.resource_id, []).append(each)
    return [offered(each, by_resource.get(each.pk, ()), thing.starts_at, thing.ends_at) for each in rows]


def offered(
    resource: Resource, taken: Iterable[ResourceBooking], starts_at: datetime.datetime, ends_at: datetime.datetime
) -> Offered:
    """Return how many places of a resource are free in a span, beside these bookings (two queries, or prefetched)."""
    zone = timezone.get_default_timezone()
    if is_away(resource.away.all(), starts_at, ends_at, zone):  # type: ignore[attr-defined]
        return Offered(resource, why_not=AWAY)
    if not is_at_work(list(resource.hours.all()), starts_at, ends_at, zone):  # type: ignore[attr-defined]
        return Offered(resource, why_not=CLOSED)
    spans = [(each.starts_at, each.ends_at, each.places) for each in taken]
    free = resource.capacity - most_at_once(spans, starts_at, ends_at)
    return Offered(resource, max(free, 0), "" if free > 0 else FULL)


def at_resources(
    user: "User", resources: Sequence[Resource], begins: datetime.datetime, ends: datetime.datetime
) -> list[tuple[ResourceBooking, AtPlace]]:
    """Return what is booked between two moments, in order, as ``user`` may see it (five queries).

    Of an appointment of which the account may not see everybody only the time is told (S26).
    """
    rows = ResourceBooking.objects.live().filter(resource__in=resources, starts_at__gte=begins, starts_at__lt=ends)  # type: ignore[attr-defined]
    found = list(
        rows.select_related("resource", "meeting__activity__teacher", "meeting__teacher").order_by("starts_at", "pk")
    )
    keys = [each.appointment_id for each in found if each.appointment_id]
    seen = {each.appointment.pk: each for each in as_seen_by(user, Appointment.objects.filter(pk__in=keys))}
    return [
        (each, AtPlace(each.starts_at, each.ends_at, None, seen.get(each.appointment_id), each.meeting))
        for each in found
    ]
