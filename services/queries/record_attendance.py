"""How much one person attended of what they had a place in: classes, hours of the support these made, a certificate."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery

from beneficiaries.models import Participation
from services.enums import EnrolmentState, MeetingState
from services.models import Attendance, Certificate, Enrolment, Meeting, SupportDelivery

NEVER_THERE = frozenset({EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.HELD, EnrolmentState.LAPSED})


@dataclass(frozen=True)
class Followed:
    """One course group or event: classes held and attended, hours, the number of the certificate if there is one."""

    title: str
    held: int
    present: int
    hours: Decimal
    certificate: str


def followed_of(participation: Participation) -> list[Followed]:
    """Return everything that somebody has or had a place in and of which a class was held, by title (two queries).

    Hours are those of the deliveries of support that being there made, never counted from classes.
    """
    held = Meeting.objects.filter(activity=OuterRef("activity"), state=MeetingState.HELD).order_by()
    paper = Certificate.objects.filter(enrolment=OuterRef("pk"), withdrawn_at=None).order_by("-given_on")
    rows = (
        Enrolment.objects.filter(participation=participation)
        .exclude(state__in=NEVER_THERE)
        .select_related("activity__edition__course")
        .annotate(
            held=Subquery(held.values("activity").annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
            paper=Subquery(paper.values("number")[:1]),
        )
    )
    came = _came(participation)
    found = []
    for each in rows:
        hours = came.get(each.pk, [])
        stayed = each.state == EnrolmentState.TAKEN
        if each.held and (hours or stayed):  # type: ignore[attr-defined]
            total = sum(hours, Decimal(0))
            found.append(Followed(_title(each), each.held, len(hours), total, each.paper or ""))  # type: ignore[attr-defined]
    return sorted(found, key=lambda each: each.title)


def _came(participation: Participation) -> dict[uuid.UUID, list[Decimal]]:
    there = Attendance.objects.current().filter(enrolment__participation=participation, is_present=True)  # type: ignore[attr-defined]
    given = SupportDelivery.objects.filter(Q(superseded_at=None), fact_id=OuterRef("support_fact")).values("hours")
    found: dict[uuid.UUID, list[Decimal]] = {}
    for place, hours in there.annotate(given=Subquery(given[:1])).values_list("enrolment", "given"):
        found.setdefault(place, []).append(hours or Decimal(0))
    return found


def _title(place: Enrolment) -> str:
    activity = place.activity
    return f"{activity.edition.course.title}, {activity.title}" if activity.edition else activity.title
