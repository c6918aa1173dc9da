"""Who attended how much of a group, and the certificates that were given (R98).

Hours are those of the support that attendance made, read from there and never computed anew.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Min, Sum

from portal.clock import local_day
from services.enums import EnrolmentState, MeetingState
from services.models import Activity, Attendance, Certificate, Enrolment, SupportDelivery
from services.rules.completion import reaches, threshold_of


@dataclass(frozen=True)
class Completion:
    """How much somebody attended: ``held`` classes of the group, ``attended`` in all groups of the edition."""

    enrolment: Enrolment
    held: int
    attended: int
    hours: Decimal
    is_reached: bool
    certificate: Certificate | None


def held_of(group: Activity) -> int:
    """Return how many classes of a group were held (one query)."""
    return group.meetings.filter(state=MeetingState.HELD).count()  # type: ignore[attr-defined]


def days_held(group: Activity) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the local days of the first and the last class that was held; nothing before the first (one query)."""
    held = group.meetings.filter(state=MeetingState.HELD)  # type: ignore[attr-defined]
    first, last = held.aggregate(first=Min("starts_at"), last=Max("starts_at")).values()
    return (local_day(first), local_day(last)) if first and last else (None, None)


def left_of(group: Activity) -> int:
    """Return how many classes of a group are still to come, or were never marked (one query)."""
    return group.meetings.filter(state=MeetingState.PLANNED).count()  # type: ignore[attr-defined]


def completions_of(group: Activity, only: Sequence[uuid.UUID] | None = None) -> list[Completion]:
    """Return how much everybody with a place attended, by when they asked (five queries, however many people)."""
    places = Enrolment.objects.filter(activity=group, state=EnrolmentState.TAKEN, participation__isnull=False)
    if only is not None:
        places = places.filter(pk__in=list(only))
    rows = list(places.select_related("participation__person").order_by("asked_at", "pk"))
    held, threshold = held_of(group), threshold_of(group.edition.course, group.grant_project)  # type: ignore[union-attr]
    attended, facts = _attended(group, rows)
    hours = _hours(facts)
    given = _certificates(rows)
    found = []
    for each in rows:
        key = each.participation_id  # type: ignore[attr-defined]
        came = min(attended[key], held)
        total = sum((hours.get(fact, Decimal()) for fact in facts[key]), Decimal())
        reached = reaches(came, held, threshold)
        found.append(Completion(each, held, came, total, reached, given.get(each.pk)))
    return found


def certificate_of_code(code: str) -> Certificate | None:
    """Return the certificate with this code, with its course (one query)."""
    rows = Certificate.objects.select_related("enrolment__activity__edition__course")
    return rows.filter(code=code).first()


def _attended(
    group: Activity, rows: Sequence[Enrolment]
) -> tuple[dict[uuid.UUID | None, int], dict[uuid.UUID | None, list[uuid.UUID]]]:
    """Return, by participation, how many classes of the edition were attended and the support that made.

    Who moved to another group keeps what they attended before.
    """
    people = [each.participation_id for each in rows]  # type: ignore[attr-defined]
    came = Attendance.objects.current().filter(  # type: ignore[attr-defined]
        enrolment__participation__in=people, enrolment__activity__edition=group.edition, is_present=True
    )
    attended: dict[uuid.UUID | None, int] = defaultdict(int)
    facts: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    for key, fact in came.values_list("enrolment__participation", "support_fact"):
        attended[key] += 1
        if fact:
            facts[key].append(fact)
    return attended, facts


def _hours(facts: dict[uuid.UUID | None, list[uuid.UUID]]) -> dict[uuid.UUID, Decimal]:
    wanted = [fact for each in facts.values() for fact in each]
    given = SupportDelivery.objects.current().filter(fact_id__in=wanted)  # type: ignore[attr-defined]
    return dict(given.values("fact_id").annotate(sum=Sum("hours")).values_list("fact_id", "sum"))


def _certificates(rows: Sequence[Enrolment]) -> dict[uuid.UUID, Certificate]:
    given = Certificate.objects.filter(enrolment__in=[each.pk for each in rows], withdrawn_at__isnull=True)
    return {each.enrolment_id: each for each in given.order_by("given_on")}  # type: ignore[attr-defined]
