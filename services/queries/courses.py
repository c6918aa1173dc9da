"""Reads of courses: the list, one course with its editions and groups, who has a place and who waits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.programmes.models import GrantProject
from services.enums import SEATED, ActivityKind, ActivityState, EnrolmentState, MeetingState
from services.models import Activity, Course, CourseEdition, Enrolment, EnrolmentChange, Meeting
from services.querysets import ENROL, SEE_COURSES

if TYPE_CHECKING:
    import datetime

KEEP = "keep_courses"
__all__ = ["ENROL", "KEEP", "SEE_COURSES"]
SHOWN = (EnrolmentState.TAKEN, EnrolmentState.OFFERED, EnrolmentState.WAITING)


@dataclass(frozen=True)
class Seat:
    """Somebody’s place or wait; ``participation`` only of somebody whom the reader may know."""

    enrolment: Enrolment
    participation: Participation | None

    @property
    def is_hidden(self) -> bool:
        """Tell whether it is somebody out of the reader’s reach."""
        return self.participation is None and self.enrolment.participation_id is not None  # type: ignore[attr-defined]


def courses_of(
    project: GrantProject, first: int, most: int, *, retired: bool, day: "datetime.date"
) -> list[tuple[Course, CourseEdition | None]]:
    """Return courses by title, each with the edition that is held or comes next, else the latest (two queries)."""
    runs = CourseEdition.objects.filter(course=OuterRef("pk"))
    to_come = runs.filter(ends_on__gte=day).order_by("starts_on", "pk").values("pk")[:1]
    latest = runs.order_by("-starts_on", "pk").values("pk")[:1]
    found = Course.objects.filter(grant_project=project, is_retired=retired).select_related("service_type")
    rows = list(
        found.annotate(shown=Coalesce(Subquery(to_come), Subquery(latest))).order_by("title", "pk")[
            first : first + most
        ]
    )
    editions = CourseEdition.objects.in_bulk([each.shown for each in rows if each.shown])
    return [(each, editions.get(each.shown)) for each in rows]


def groups_of(editions: Sequence[CourseEdition]) -> dict[uuid.UUID, list[Activity]]:
    """Return the groups of editions with their seats, by edition (one query)."""
    found: dict[uuid.UUID, list[Activity]] = {each.pk: [] for each in editions}
    for group in _groups().filter(edition__in=list(found)):
        found[group.edition_id].append(group)
    return found


def group_with_all(found: QuerySet) -> QuerySet:
    """Return groups with what their page says."""
    return found.filter(kind=ActivityKind.COURSE).select_related(
        "edition__course__service_type", "venue", "teacher", "grant_project", "organisation", "service_type"
    )


def seats_of(user: User, group: Activity) -> tuple[list[Seat], list[Seat]]:
    """Return who has a place, by when they asked, and who waits, in the order in which they are asked (two queries)."""
    rows = list(
        Enrolment.objects.filter(activity=group, state__in=SHOWN)
        .select_related("sign_up__data_key")
        .order_by("priority", "asked_at", "pk")
    )
    known = _known(user, rows)
    seats = [Seat(each, known.get(each.participation_id)) for each in rows]
    held = [each for each in seats if each.enrolment.state in SEATED]
    held.sort(key=lambda seat: (seat.enrolment.asked_at, seat.enrolment.pk))
    return held, [each for each in seats if each.enrolment.state not in SEATED]


def history_of_place(enrolment: Enrolment) -> list[EnrolmentChange]:
    """Return what happened to a place, the latest first (one query)."""
    return list(EnrolmentChange.objects.filter(enrolment=enrolment).select_related("by").order_by("-at", "-pk"))


def meetings_of(group: Activity, first: int, most: int) -> list[Meeting]:
    """Return classes of a group in order (one query)."""
    rows = Meeting.objects.filter(activity=group).select_related("venue", "teacher")
    return list(rows.order_by("starts_at")[first : first + most])


def other_groups(group: Activity) -> list[Activity]:
    """Return the groups of the same course to which somebody can move (one query)."""
    rows = _groups().filter(edition__course=group.edition.course_id).exclude(pk=group.pk)  # type: ignore[union-attr]
    return list(rows.select_related("edition"))


def open_groups(project: GrantProject, day: "datetime.date") -> list[Activity]:
    """Return the groups of a project that are not over on a day, with seats, by course and edition (one query)."""
    rows = _groups().filter(grant_project=project, edition__ends_on__gte=day, kind=ActivityKind.COURSE)
    return list(rows.select_related("edition__course").order_by("edition__course__title", "edition__starts_on", "pk"))


def places_of(participation: Participation) -> list[Enrolment]:
    """Return the places of a person on courses and events, the latest first (two queries)."""
    coming = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at")
    rows = Enrolment.objects.filter(participation=participation)
    rows = rows.select_related("activity__venue", "activity__teacher", "activity__edition__course")
    return list(rows.prefetch_related(Prefetch("activity__meetings", coming, "coming")).order_by("-asked_at", "-pk"))


def _groups() -> QuerySet:
    return Activity.objects.with_seats().select_related("teacher", "venue").order_by("level", "title", "pk")


def _known(user: User, rows: Sequence[Enrolment]) -> dict[uuid.UUID | None, Participation]:
    keys = [each.participation_id for each in rows if each.participation_id]  # type: ignore[attr-defined]
    if not keys:
        return {}
    seen = Participation.objects.visible_to(user, ENROL).filter(pk__in=keys).select_related("person")
    return {each.pk: each for each in seen}


def next_own_classes(participations: Sequence[Participation], present: "datetime.datetime") -> list[Enrolment]:
    """Return somebody’s own places and offers on what is not over, with the classes to come (two queries)."""
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, ends_at__gt=present).select_related("venue")
    rows = Enrolment.objects.filter(participation__in=[each.pk for each in participations], state__in=SEATED)
    return list(
        rows.filter(activity__state__in=(ActivityState.OPEN, ActivityState.CLOSED))
        .select_related("activity__venue", "activity__edition__course")
        .prefetch_related(Prefetch("activity__meetings", coming.order_by("starts_at"), "coming"))
        .order_by("asked_at", "pk")
    )
