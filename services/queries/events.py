"""Events as the staff find them: those by name with their places, open ones with their visitors, never both at once."""

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from beneficiaries.models import Participation
from portal.policy.access import access_of
from portal.policy.gate import Refused
from services.enums import ActivityKind, EnrolmentState, MeetingState
from services.models import Activity, Enrolment, Meeting, Venue

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.programmes.models import GrantProject

VIEW, MANAGE, SEE_PERSON = "view_events", "manage_events", "view_person"


@dataclass(frozen=True)
class EventFilters:
    """What the list is narrowed to: events by name or open ones, a state, what is to come or over."""

    is_open: bool = False
    state: str = ""
    is_past: bool = False
    town: str = ""


def events_for(user: "User", action: str = VIEW) -> QuerySet[Activity]:
    """Return the events within reach: of whole projects, of one's own organisation, and those of nobody's."""
    scope = access_of(user).scope(action)
    reached = Q(grant_project__in=sorted(scope.whole_project_ids))
    for clause in scope.clauses:
        own = Q(organisation=clause.organisation) | Q(organisation=None)
        reached |= Q(grant_project=clause.grant_project) & own
    return Activity.objects.exclude(kind=ActivityKind.COURSE).filter(reached if scope else Q(pk__in=[]))


def event_for(user: "User", action: str, key: uuid.UUID) -> Activity:
    """Return one event within reach. Raises ``Refused``."""
    rows = events_for(user, action).select_related("grant_project", "venue", "teacher", "service_type", "organisation")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Refused(action, "activity", str(key))
    return found


def listed_events(user: "User", filters: EventFilters, moment: datetime.datetime) -> QuerySet[Activity]:
    """Return the events of the list; each with ``next_at``, ``first_at``, and places, or visitors of an open one."""
    meetings = Meeting.objects.filter(activity=OuterRef("pk")).exclude(state=MeetingState.CANCELLED)
    coming = meetings.filter(ends_at__gt=moment).order_by("starts_at").values("starts_at")[:1]
    rows = events_for(user).annotate(
        next_at=Subquery(coming), last_at=Subquery(meetings.order_by("-starts_at").values("starts_at")[:1])
    )
    over = Q(next_at=None, last_at__isnull=False)
    rows = rows.filter(over) if filters.is_past else rows.exclude(over)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.town:
        rows = rows.filter(venue__town=filters.town)
    if not filters.is_open:
        held = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.HELD), distinct=True)
        named = rows.filter(kind=ActivityKind.EVENT).with_seats()  # type: ignore[attr-defined]
        return named.annotate(held=held).select_related("venue")
    counted = meetings.order_by().values("activity").annotate(many=Sum("head_count")).values("many")
    return rows.filter(kind=ActivityKind.OPEN).annotate(visitors=Subquery(counted)).select_related("venue")


def towns_for(user: "User") -> list[str]:
    """Return the towns in which events within reach are held (one query)."""
    rows = events_for(user).exclude(venue__town="").exclude(venue=None)
    return sorted(set(rows.values_list("venue__town", flat=True)))


def meetings_of_event(event: Activity) -> list[Meeting]:
    """Return the meetings in their order (one query)."""
    return list(event.meetings.select_related("venue").order_by("starts_at"))


def enrolments_of(event: Activity) -> list[Enrolment]:
    """Return everybody of an activity: who has a place, who waits in turn, the others (one query)."""
    rows = Enrolment.objects.filter(activity=event).exclude(state=EnrolmentState.MOVED)
    rows = rows.select_related("participation__person", "sign_up__data_key", "activity")
    return sorted(rows, key=lambda each: (_ORDER.get(each.state, 9), each.priority, each.asked_at, each.pk))


def people_seen(user: "User", rows: list[Enrolment]) -> set[Any]:
    """Return the participations of these rows whose names the account may read (one query)."""
    keys = [each.participation_id for each in rows if each.participation_id]  # type: ignore[attr-defined]
    if not keys:
        return set()
    return set(Participation.objects.visible_to(user, SEE_PERSON).filter(pk__in=keys).values_list("pk", flat=True))


def sign_up_to_join(user: "User", key: uuid.UUID) -> Enrolment:
    """Return a sign-up that is nobody's yet, of an activity within reach. Raises ``Refused``."""
    rows = Enrolment.objects.filter(pk=key, participation=None).select_related(
        "sign_up__data_key", "activity__grant_project"
    )
    found = rows.first()
    if found is None or not reaches(user, MANAGE, found.activity):
        raise Refused(MANAGE, "enrolment", str(key))
    return found


def reaches(user: "User", action: str, activity: Activity) -> bool:
    """Tell whether an account may do this with an activity, course groups too (no query)."""
    scope = access_of(user).scope(action, activity.grant_project)
    if not scope:
        return False
    organisation = activity.organisation_id  # type: ignore[attr-defined]
    is_whole = activity.grant_project_id in scope.whole_project_ids  # type: ignore[attr-defined]
    return is_whole or organisation is None or any(each.organisation == organisation for each in scope.clauses)


def venues_of(project: "GrantProject") -> list[Venue]:
    """Return the places where an event can be (one query)."""
    return list(Venue.objects.filter(grant_project=project, is_retired=False))


_ORDER = {
    EnrolmentState.HELD: 0, EnrolmentState.TAKEN: 1, EnrolmentState.OFFERED: 2, EnrolmentState.WAITING: 3,
    EnrolmentState.LAPSED: 4, EnrolmentState.CANCELLED: 5, EnrolmentState.JOINED: 6,
}  # fmt: skip
