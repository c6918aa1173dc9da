"""The weekly review of unusual readings: what is unusual, until when it is due, what was found (S36)."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.holidays import is_working_day
from portal.oversight.checks import RIGHT
from portal.oversight.models import ReadReview
from portal.oversight.reads import READS
from portal.oversight.scope import events_in_reach
from portal.oversight.signs import RecordsRead
from portal.policy.access import access_of

WEEK = datetime.timedelta(days=7)
WEEKS_SHOWN = 8
FIRST_HOUR, LAST_HOUR = 6, 21
MANY_PEOPLE, MANY_REFUSALS = 100, 5

EMERGENCY_ACCESS = "emergencyaccess"
OUT_OF_HOURS, MANY, REFUSED = "out-of-hours", "many", "refused"


@dataclass(frozen=True)
class Unusual:
    """Something unusual that an account (an id) did in a week: how often or how many, first and last (local)."""

    account: int
    sign: str
    count: int
    first: datetime.datetime
    last: datetime.datetime


@dataclass(frozen=True)
class Week:
    """A week that has ended. ``reviews`` is empty until it was reviewed for every project of the reader."""

    monday: datetime.date
    reviews: Sequence[ReadReview]
    is_overdue: bool

    @property
    def sunday(self) -> datetime.date:
        """Its last day."""
        return self.monday + WEEK - datetime.timedelta(days=1)

    @property
    def due_on(self) -> datetime.date:
        """The last day on which the review is in time: a week after the week."""
        return self.sunday + WEEK


def weeks(reader: User, today: datetime.date) -> list[Week]:
    """Return the last weeks that have ended since the trail began, the newest first (two queries)."""
    began = AuditEvent.objects.aggregate(first=Min("at"))["first"]
    start = _monday(timezone.localdate(began)) if began else today
    last = _monday(today) - WEEK
    mondays = [last - number * WEEK for number in range(WEEKS_SHOWN) if last - number * WEEK >= start]
    projects = access_of(reader).scope(RIGHT).whole_project_ids
    done = defaultdict(list)
    for each in ReadReview.objects.filter(grant_project__in=projects, week__in=mondays).select_related("reviewed_by"):
        done[each.week].append(each)
    return [_week(monday, done[monday], len(projects), today) for monday in mondays]


def unusual_reads(reader: User, monday: datetime.date) -> list[Unusual]:
    """Return what was unusual in a week, account by account: one pass over its readings and refusals.

    Out of hours: before 6, from 21 on, on Saturday, Sunday and days off by law. Many: data of more than a hundred
    people within an hour of the clock. Refused: five times or more. The record of a protected person, of somebody
    with one's own surname, of many for whom a colleague is in charge, and every emergency access
    (``portal.oversight.signs``).
    """
    start = timezone.make_aware(datetime.datetime.combine(monday, datetime.time()))
    end = timezone.make_aware(datetime.datetime.combine(monday + WEEK, datetime.time()))
    looked_at = Q(action__in=(*READS, Action.REFUSE)) | Q(action=Action.CREATE, object_type=EMERGENCY_ACCESS)
    events = events_in_reach(reader).between(start, end).filter(looked_at, actor__is_participant=False)
    records = RecordsRead()
    moments: dict[tuple[int, str], list[datetime.datetime]] = defaultdict(list)
    people: dict[tuple[int, datetime.datetime], set[str]] = defaultdict(set)
    for at, action, subjects, actor in events.values_list("at", "action", "subjects", "actor_id").iterator(2000):
        local = timezone.localtime(at)
        if action == Action.REFUSE:
            moments[actor, REFUSED].append(local)
            continue
        if action == Action.CREATE:
            records.emergencies[actor, subjects[0] if subjects else ""].append(local)
            continue
        if len(subjects) == 1:
            records.opened[actor, subjects[0]].append(local)
        if subjects and _is_out_of_hours(local):
            moments[actor, OUT_OF_HOURS].append(local)
        people[actor, local.replace(minute=0, second=0, microsecond=0)].update(subjects)
    found = [
        Unusual(account, sign, len(times), min(times), max(times))
        for (account, sign), times in moments.items()
        if sign == OUT_OF_HOURS or len(times) >= MANY_REFUSALS
    ]
    of_people = [Unusual(*each) for each in records.found(reader, monday)]
    return sorted([*found, *_many(people), *of_people], key=lambda each: (each.account, each.sign))


@transaction.atomic
def record_review(reader: User, monday: datetime.date, outcome: str) -> bool:
    """Write that a week was reviewed, for each project of the reader that lacks it; ``False`` when none does."""
    written = False
    for project in access_of(reader).projects(RIGHT, undated=True):
        review, is_new = ReadReview.objects.get_or_create(
            grant_project=project, week=monday, defaults={"reviewed_by": reader, "outcome": outcome}
        )
        if is_new:
            record(Action.CREATE, by=reader, obj=review, grant_project=project, detail={"week": monday.isoformat()})
            written = True
    return written


def _many(people: dict[tuple[int, datetime.datetime], set[str]]) -> list[Unusual]:
    most: Counter[int] = Counter()
    hours: dict[int, list[datetime.datetime]] = defaultdict(list)
    for (actor, hour), seen in people.items():
        if len(seen) > MANY_PEOPLE:
            most[actor] = max(most[actor], len(seen))
            hours[actor].append(hour)
    return [Unusual(actor, MANY, count, min(hours[actor]), max(hours[actor])) for actor, count in most.items()]


def _week(monday: datetime.date, reviews: Sequence[ReadReview], projects: int, today: datetime.date) -> Week:
    done = reviews if len(reviews) >= projects else ()
    return Week(monday, done, is_overdue=not done and today > monday + 2 * WEEK - datetime.timedelta(days=1))


def _is_out_of_hours(local: datetime.datetime) -> bool:
    return not is_working_day(local.date()) or not FIRST_HOUR <= local.hour < LAST_HOUR


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
