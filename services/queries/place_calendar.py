"""What is at places on some days: appointments and classes, as one account may see them (constant queries).

An appointment of which the account may not see everybody is time that is taken, and nothing else: neither who keeps it
nor that anybody of it is known (S26). One without a place is shown only to who may see everybody at it.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce

from portal.programmes.models import GrantProject
from services.enums import ActivityState, AppointmentState, MeetingState, PlaceKind
from services.models import Appointment, OpeningHours, Venue
from services.models import Meeting as Class
from services.queries.appointments import Meeting, as_seen_by

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class AtPlace:
    """One entry: an appointment as the account may see it, or a class; ``venue`` is the key of the place."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    venue: int | None
    meeting: Meeting | None = None
    held: Class | None = None


def places_with_hours(project: GrantProject) -> list[Venue]:
    """Return the places of a project that are in use, with their opening hours (two queries)."""
    hours = Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "begins_at"))
    return list(Venue.objects.filter(grant_project=project, is_retired=False).prefetch_related(hours))


def at_places(
    user: "User", project: GrantProject, venues: Sequence[Venue], begins: datetime.datetime, ends: datetime.datetime
) -> list[AtPlace]:
    """Return what begins between two moments at these places and in the office without one (five queries at most)."""
    found = [*_appointments(user, project, venues, begins, ends), *_classes(project, venues, begins, ends)]
    return sorted(found, key=lambda each: (each.starts_at, each.ends_at))


def _appointments(
    user: "User", project: GrantProject, venues: Sequence[Venue], begins: datetime.datetime, ends: datetime.datetime
) -> Iterator[AtPlace]:
    here = Q(venue__in=venues) | Q(venue=None, place_kind=PlaceKind.OFFICE)
    rows = Appointment.objects.filter(here, grant_project=project, starts_at__gte=begins, starts_at__lt=ends)
    for each in as_seen_by(user, rows.exclude(state=AppointmentState.CANCELLED).order_by("starts_at", "pk")):
        said = each.appointment
        if said.venue_id or (each.people and each.is_whole):  # type: ignore[attr-defined]
            yield AtPlace(said.starts_at, said.ends_at, said.venue_id, meeting=each)  # type: ignore[attr-defined]


def _classes(
    project: GrantProject, venues: Sequence[Venue], begins: datetime.datetime, ends: datetime.datetime
) -> Iterator[AtPlace]:
    rows: Any = Class.objects.annotate(at=Coalesce("venue", "activity__venue")).filter(
        at__in=[each.pk for each in venues], activity__grant_project=project, starts_at__gte=begins, starts_at__lt=ends
    )
    rows = rows.exclude(state=MeetingState.CANCELLED).exclude(activity__state=ActivityState.CANCELLED)
    for each in rows.select_related("activity__teacher", "activity__edition__course", "teacher"):
        yield AtPlace(each.starts_at, each.ends_at, each.at, held=each)
