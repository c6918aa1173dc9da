"""Reads about attendance: classes of a span of days, the roll of one class, what somebody attended.

Whoever keeps a roll sees by name whom they may see; who teaches the class everybody of it, but for confidential people
and those on whose deny list the teacher stands. These are marked like the others, without a name (S26, S27).
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from beneficiaries.models import Participation
from portal.policy.access import access_of
from portal.programmes.models import GrantProject
from services.enums import ActivityKind, EnrolmentState, MeetingState
from services.models import AbsenceReason, Attendance, Enrolment, Meeting, SupportDelivery

if TYPE_CHECKING:
    from portal.accounts.models import User

KEEP = "keep_attendance"
RELATED = (
    "activity__grant_project",
    "activity__edition__course",
    "activity__venue",
    "activity__teacher",
    "activity__organisation",
    "venue",
    "teacher",
    "then_teacher",
)


@dataclass(frozen=True)
class Place:
    """One person on the roll of a class: whether their name may be shown, and what is marked."""

    enrolment: Enrolment
    is_known: bool
    entry: Attendance | None

    @property
    def state(self) -> str:
        """What is marked, as the fields of the roll say it: present, absent, or nothing."""
        return state_of(self.entry)


@dataclass(frozen=True)
class Attended:
    """What somebody attended: classes held, classes they were at, hours of the support these made."""

    held: int
    present: int
    hours: Decimal


PRESENT, ABSENT, NO_ENTRY = "present", "absent", "none"


def state_of(entry: Attendance | None) -> str:
    """Return an entry as the fields of the roll say it."""
    if entry is None:
        return NO_ENTRY
    return PRESENT if entry.is_present else ABSENT


def classes_between(user: "User", first: datetime.datetime, last: datetime.datetime) -> QuerySet[Meeting]:
    """Return the classes that begin between two moments and whose roll ``user`` keeps, in order (one query).

    Each tells how many people have a place (``seats``), are there (``present``), are not (``absent``). Cancelled ones
    are left out.
    """
    seats = Enrolment.objects.filter(activity=OuterRef("activity"), state=EnrolmentState.TAKEN)
    entries = Attendance.objects.current().filter(meeting=OuterRef("pk"))  # type: ignore[attr-defined]
    return (
        Meeting.objects.visible_to(user, KEEP)
        .filter(starts_at__gte=first, starts_at__lt=last)
        .not_off()
        .select_related(*RELATED)
        .annotate(
            seats=_number_of(seats, "activity"),
            present=_number_of(entries.filter(is_present=True), "meeting"),
            absent=_number_of(entries.filter(is_present=False), "meeting"),
        )
        .order_by("starts_at", "pk")
    )


def classes_without_list(user: "User", activity: uuid.UUID, now: datetime.datetime, most: int) -> list[Meeting]:
    """Return the latest classes of a group that have begun, in order: those that the grid of paper lists shows."""
    begun = Meeting.objects.visible_to(user, KEEP).filter(activity=activity, starts_at__lte=now)
    by_name = begun.not_off().exclude(activity__kind=ActivityKind.OPEN)
    return list(by_name.select_related(*RELATED).order_by("-starts_at")[:most])[::-1]


def rolls_kept(user: "User", meetings: Sequence[Meeting]) -> set[uuid.UUID]:
    """Return the keys of those classes that have a roll which ``user`` keeps (one query)."""
    kept = Meeting.objects.visible_to(user, KEEP).filter(pk__in=[each.pk for each in meetings])
    return set(kept.not_off().values_list("pk", flat=True))


def roll_of(user: "User", meeting: Meeting) -> list[Place]:
    """Return everybody on the roll of a class, those with a name first and by name (two queries).

    On it is who has a place, and who was marked while they had one.
    """
    return rolls_of(user, [meeting])[meeting.pk]


def rolls_of(user: "User", meetings: Sequence[Meeting]) -> dict[uuid.UUID, list[Place]]:
    """Return the rolls of classes of one activity (two queries, however many)."""
    marked = Attendance.objects.current().filter(meeting__in=[each.pk for each in meetings])  # type: ignore[attr-defined]
    entries = {(each.meeting_id, each.enrolment_id): each for each in marked.select_related("recorded_by")}
    places = sorted(_places(user, meetings[0], marked), key=_in_order) if meetings else []
    return {
        meeting.pk: [
            Place(each, each.is_known, entry)  # type: ignore[attr-defined]
            for each in places
            if (entry := entries.get((meeting.pk, each.pk))) or each.state == EnrolmentState.TAKEN
        ]
        for meeting in meetings
    }


def reasons_of(project: GrantProject, places: Sequence[Place] = ()) -> list[AbsenceReason]:
    """Return the reasons of absence that a project offers, and those that these places have (one query)."""
    used = [each.entry.reason_id for each in places if each.entry and each.entry.reason_id]  # type: ignore[attr-defined]
    return list(AbsenceReason.objects.filter(Q(is_retired=False) | Q(pk__in=used), grant_project=project))


def seen_entries(meeting: Meeting, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Attendance]:
    """Return entries of a class, in force or not, by their key: what the writer of a form saw (one query)."""
    return {each.pk: each for each in Attendance.objects.filter(meeting=meeting, pk__in=keys)}


def attended(enrolments: Sequence[Enrolment]) -> dict[uuid.UUID, Attended]:
    """Return what each of these places attended (three queries): the basis of a certificate (R98).

    Hours are those of the deliveries of support that being there made, never counted from classes.
    """
    keys = [each.pk for each in enrolments]
    held = dict(
        Meeting.objects.filter(activity__in={each.activity_id for each in enrolments}, state=MeetingState.HELD)
        .order_by().values_list("activity").annotate(Count("pk"))
    )  # fmt: skip
    there = Attendance.objects.current().filter(enrolment__in=keys, is_present=True)  # type: ignore[attr-defined]
    present = dict(there.order_by().values_list("enrolment").annotate(Count("pk")))
    hours = _hours_of(there)
    return {
        each.pk: Attended(held.get(each.activity_id, 0), present.get(each.pk, 0), hours.get(each.pk, Decimal(0)))
        for each in enrolments
    }


def _hours_of(there: QuerySet) -> dict[uuid.UUID, Decimal]:
    hours = SupportDelivery.objects.current().filter(fact_id=OuterRef("support_fact")).values("hours")  # type: ignore[attr-defined]
    counted = there.annotate(given=Subquery(hours)).order_by().values_list("enrolment")
    return {key: total or Decimal(0) for key, total in counted.annotate(Sum("given"))}


def _places(user: "User", meeting: Meeting, marked: QuerySet) -> list[Enrolment]:
    on_it = Q(state=EnrolmentState.TAKEN) | Q(pk__in=marked.values("enrolment"))
    return list(
        Enrolment.objects.filter(on_it, activity=meeting.activity_id)
        .annotate(is_known=_is_known(user, meeting))
        .select_related("participation__person", "sign_up__data_key")
        .defer("participation__person__search_key")
    )


def _is_known(user: "User", meeting: Meeting) -> Any:
    """Return the condition under which a name is shown: the reach of the right, or teaching the class; the walls."""
    people: Any = Participation.objects.filter(pk=OuterRef("participation"))
    seen = Q(participation=None) | Q(Exists(people.visible_to(user, KEEP)))
    if _teaches(user, meeting):
        seen |= Q(Exists(people.not_hidden_from(user)))
    return seen


def _teaches(user: "User", meeting: Meeting) -> bool:
    own = user.pk in (meeting.teacher_id, meeting.activity.teacher_id)
    return own and access_of(user).may(KEEP, meeting.activity.grant_project_id)


def _in_order(place: Enrolment) -> tuple[bool, str, str]:
    if not place.is_known:  # type: ignore[attr-defined]
        return True, "", place.pk.hex
    person = place.participation.person if place.participation else None
    return False, person.sort_key if person else str(place.name).casefold(), place.pk.hex


def _number_of(rows: QuerySet, by: str) -> Any:
    many = rows.order_by().values(by).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(many, output_field=IntegerField()), 0)
