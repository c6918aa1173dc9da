"""What is taken at the time of a class: the group itself, the teacher, the place (three queries, however many)."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import User
from services.enums import ActivityState, AppointmentState, MeetingState
from services.models import Activity, Appointment, DaysAway, Meeting, Venue

Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class Clash:
    """A time at which the teacher or the place is taken; of an appointment no more than the time is told."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_teacher: bool
    what: str
    is_away: bool = False
    is_own: bool = False


def clashes_of(
    spans: Sequence[Span], teacher: User | None, venue: Venue | None, *, but: Meeting | None = None,
    own: Activity | None = None,
) -> list[Clash]:  # fmt: skip
    """Return what is in the way at these times (of classes of ``own``), in order; each span tells each thing once."""
    if not spans:
        return []
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    found = [
        *_classes(first, last, teacher, venue, but, own),
        *_appointments(first, last, teacher),
        *_days_away(spans, teacher),
    ]
    hit = [each for each in found if any(s < each.ends_at and each.starts_at < e for s, e in spans)]
    return sorted(hit, key=lambda each: (each.starts_at, each.what))


def _classes(
    first: datetime.datetime, last: datetime.datetime, teacher: User | None, venue: Venue | None, but: Meeting | None,
    own: Activity | None,
) -> Iterator[Clash]:  # fmt: skip
    rows = Meeting.objects.filter(starts_at__lt=last, ends_at__gt=first).exclude(state=MeetingState.CANCELLED)
    rows = rows.exclude(activity__state=ActivityState.CANCELLED).exclude(pk=but.pk if but else None)
    rows = rows.annotate(
        by=Coalesce("teacher", "activity__teacher"), at=Coalesce("venue", "activity__venue")
    ).select_related("activity")  # fmt: skip
    mine = Q(by=teacher.pk) if teacher else Q(pk__in=[])
    here = Q(at=venue.pk) if venue else Q(pk__in=[])
    theirs = Q(activity=own.pk) if own else Q(pk__in=[])
    for each in rows.filter(mine | here | theirs):
        if own and each.activity_id == own.pk:  # type: ignore[attr-defined]
            yield Clash(each.starts_at, each.ends_at, False, each.activity.title, is_own=True)
        elif teacher and each.by == teacher.pk:  # type: ignore[attr-defined]
            yield Clash(each.starts_at, each.ends_at, True, each.activity.title)
        else:
            yield Clash(each.starts_at, each.ends_at, False, each.activity.title)


def _appointments(first: datetime.datetime, last: datetime.datetime, teacher: User | None) -> Iterator[Clash]:
    if teacher is None:
        return
    rows = Appointment.objects.within(first, last).of_colleague(teacher)  # type: ignore[attr-defined]
    for each in rows.filter(state__in=(AppointmentState.PLANNED, AppointmentState.TOOK_PLACE)):
        yield Clash(each.starts_at, each.ends_at, True, "")


def _days_away(spans: Sequence[Span], teacher: User | None) -> Iterator[Clash]:
    """Yield the classes on days on which the teacher sees nobody."""
    if teacher is None:
        return
    days = [(timezone.localdate(start), start, end) for start, end in spans]
    first, last = min(day for day, *_span in days), max(day for day, *_span in days)
    away = list(DaysAway.objects.filter(account=teacher, first_on__lte=last, last_on__gte=first))
    for day, start, end in days:
        if any(each.first_on <= day <= each.last_on for each in away):
            yield Clash(start, end, True, "", is_away=True)
