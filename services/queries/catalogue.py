"""Activities as the public finds them: what is open to everybody, with its next meeting and its places (C14)."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.programmes.enums import ProjectStatus
from services.enums import ActivityState, MeetingState
from services.models import Activity, Meeting
from services.rules.catalogue import Door, Seats, door_of

MOST = 300
"""So many activities at once are more than a town has; what is beyond them begins later than all of these."""
ON_OFFER = (ActivityState.OPEN, ActivityState.CLOSED)
TOLD = (*ON_OFFER, ActivityState.ENDED, ActivityState.CANCELLED)
"""States of which the page of one activity speaks: a link that somebody kept says what became of it."""


@dataclass(frozen=True)
class Offer:
    """An activity as anybody may know it. ``following`` is the next meeting, ``left`` how many are to come."""

    activity: Activity
    following: Meeting | None
    left: int
    door: Door

    @property
    def seats(self) -> Seats:
        """Its places."""
        return seats_of(self.activity)


def offers(moment: datetime.datetime) -> list[Offer]:
    """Return what is on offer, what begins first stands first, without a day last (two queries)."""
    found = list(_public(moment).filter(state__in=ON_OFFER).exclude(left=0, any__gt=0)[:MOST])
    meetings = _meetings([each.next_id for each in found if each.next_id])  # type: ignore[attr-defined]
    return [_offer(each, meetings.get(each.next_id), moment) for each in found]  # type: ignore[attr-defined]


def offer_of(key: uuid.UUID, moment: datetime.datetime) -> Offer | None:
    """Return one activity that anybody may know of (at most two queries)."""
    found = _public(moment).filter(pk=key, state__in=TOLD).first()
    if found is None:
        return None
    meetings = _meetings([found.next_id] if found.next_id else [])
    return _offer(found, meetings.get(found.next_id), moment)


def meetings_of(activity: Activity) -> list[Meeting]:
    """Return all meetings of an activity in their order (one query)."""
    return list(activity.meetings.select_related("venue").order_by("starts_at"))


def sign_up_span(activity: Activity) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return from when to when people may sign up: what the activity says, else its edition."""
    edition = activity.edition
    begins = activity.sign_up_from or (edition.sign_up_from if edition else None)
    ends = activity.sign_up_to or (edition.sign_up_to if edition else None)
    return begins, ends


def seats_of(activity: Activity) -> Seats:
    """Return the places of an activity that was read ``with_seats``."""
    return Seats(activity.capacity, activity.seated, activity.waiting)  # type: ignore[attr-defined]


def _public(moment: datetime.datetime) -> QuerySet:
    meetings = Meeting.objects.filter(activity=OuterRef("pk"))
    coming = meetings.filter(state=MeetingState.PLANNED, ends_at__gt=moment).order_by("starts_at", "pk")
    return (
        Activity.objects.filter(is_public=True, grant_project__status=ProjectStatus.RUNNING)
        .with_seats()
        .annotate(
            next_id=Subquery(coming.values("pk")[:1]),
            next_at=Subquery(coming.values("starts_at")[:1]),
            left=_count(coming),
            any=_count(meetings),
        )
        .select_related("venue", "edition__course", "grant_project")
        .order_by(F("next_at").asc(nulls_last=True), "pk")
    )


def _count(meetings: QuerySet) -> Coalesce:
    counted = meetings.order_by().values("activity").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


def _meetings(keys: list[uuid.UUID]) -> dict[uuid.UUID, Meeting]:
    return Meeting.objects.select_related("venue").in_bulk(keys) if keys else {}


def _offer(activity: Activity, following: Meeting | None, moment: datetime.datetime) -> Offer:
    left, ever = activity.left, activity.any  # type: ignore[attr-defined]
    door = door_of(
        activity.kind, activity.state, seats_of(activity), sign_up_span(activity),
        moment=moment, is_over=ever > 0 and left == 0,
    )  # fmt: skip
    return Offer(activity, following, left, door)
