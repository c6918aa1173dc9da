"""The hours of a colleague or volunteer in a month: support given, classes taught, travel.

Every hour of support is a delivery. Those that being at a class made are told apart, so that nobody's hour of teaching
is counted once for each person who was there; together the two are all deliveries of the month. For the same reason a
visit to several people is work once, while its deliveries are the support of each of them.
"""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    When,
)
from django.utils import timezone

from portal.accounts.models import User
from portal.programmes.models import GrantProject
from services.enums import MeetingState
from services.models import Activity, Assistance, Attendance, HoursNorm, Meeting, SupportDelivery, WorkEntry
from services.queries.beside import BesideWork, beside_by_worker, beside_of
from services.queries.workers import Worker, workers_within
from services.rules.appointments import span_of_days
from services.rules.attendance import hours_of, minutes_of
from services.rules.work import Work, same_visit

if TYPE_CHECKING:
    from portal.programmes.models import ServiceType

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Month:
    """A month of a calendar."""

    first: datetime.date

    @property
    def after(self) -> datetime.date:
        """The first day of the next month."""
        return (self.first + datetime.timedelta(days=32)).replace(day=1)

    @property
    def last(self) -> datetime.date:
        """The last day."""
        return self.after - datetime.timedelta(days=1)

    @property
    def before(self) -> datetime.date:
        """The first day of the month before."""
        return (self.first - datetime.timedelta(days=1)).replace(day=1)


@dataclass
class KindOfWork(Work):
    """Support of one kind outside classes: as work, and as deliveries with the hours that people received."""

    kind: "ServiceType" = field(kw_only=True)
    deliveries: int = 0
    support_hours: Decimal = NOTHING

    def give(self, hours: Decimal | None, travel: int | None, visit: Hashable) -> None:
        """Count one delivery, and its visit once."""
        self.deliveries += 1
        self.support_hours += hours or NOTHING
        self.add(hours, travel, visit)


@dataclass
class GroupTaught:
    """One group or event: classes and hours of teaching; how often people were there, and hours of their support."""

    activity: Activity
    classes: int = 0
    minutes: int = 0
    times: int = 0
    support_hours: Decimal = NOTHING

    @property
    def hours(self) -> Decimal:
        """Hours of teaching."""
        return hours_of(self.minutes)

    def teach(self, meeting: Meeting) -> None:
        """Count one class."""
        self.classes += 1
        self.minutes += meeting.minutes

    def attend(self, hours: Decimal | None) -> None:
        """Count one delivery that being at a class made."""
        self.times += 1
        self.support_hours += hours or NOTHING


@dataclass
class Statement:
    """Everything somebody did in a month of a grant project."""

    worker: Worker
    grant_project: GrantProject
    month: Month
    kinds: list[KindOfWork] = field(default_factory=list)
    groups: list[GroupTaught] = field(default_factory=list)
    entries: list[WorkEntry] = field(default_factory=list)
    norm: Decimal | None = None
    beside: list[BesideWork] = field(default_factory=list)

    @property
    def beside_hours(self) -> Decimal:
        """Hours of interpreting and childcare that took place."""
        return hours_of(sum(each.used_minutes for each in self.beside))

    @property
    def logged_hours(self) -> Decimal:
        """Hours of internship and volunteering beside support and classes."""
        return sum((each.hours for each in self.entries), NOTHING)

    @property
    def given_hours(self) -> Decimal:
        """Hours of work at support outside classes: each visit once."""
        return sum((each.hours for each in self.kinds), NOTHING)

    @property
    def taught_hours(self) -> Decimal:
        """Hours of teaching."""
        return hours_of(sum(each.minutes for each in self.groups))

    @property
    def work_hours(self) -> Decimal:
        """Hours of work: support outside classes, teaching, interpreting and childcare, and what was logged beside."""
        return self.given_hours + self.taught_hours + self.logged_hours + self.beside_hours

    @property
    def travel_minutes(self) -> int:
        """Minutes on the way."""
        return sum(each.travel_minutes for each in self.kinds)

    @property
    def deliveries(self) -> int:
        """How many deliveries of support there are behind the statement."""
        return sum(each.deliveries for each in self.kinds) + sum(each.times for each in self.groups)

    @property
    def support_hours(self) -> Decimal:
        """Hours of all these deliveries: what people received."""
        return sum((each.support_hours for each in (*self.kinds, *self.groups)), NOTHING)

    @property
    def unknown(self) -> int:
        """Of how many visits nobody wrote the hours."""
        return sum(each.unknown for each in self.kinds)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was done."""
        return not (self.kinds or self.groups or self.entries or self.beside)


@dataclass(frozen=True)
class Total:
    """One colleague in the list of a month."""

    worker: Worker
    hours: Decimal
    taught: Decimal
    travel_minutes: int
    deliveries: int


def statement_of(worker: Worker, grant_project: GrantProject, month: Month) -> Statement:
    """Return the statement of a month (seven queries).

    What a peer tutor did are the deliveries of their pairs: they stand in nobody else's statement. A delivery of a
    class that somebody else taught stands under its group as well: then with presences alone.
    """
    beside = beside_of(worker, grant_project, month.first, month.after)
    if worker.resource:
        return Statement(worker, grant_project, month, beside=beside)
    activity = Subquery(_entries().values("meeting__activity")[:1], output_field=UUIDField())
    given = _deliveries(grant_project, month).filter(_by(worker)).annotate(activity=activity)
    rows = list(given.values_list("service_type", "hours", "travel_minutes", "visit", "delivered_on", "activity"))
    classes = [] if worker.tutor else _classes_of(worker, grant_project, month)
    keys = {each.activity_id for each in classes} | {group for *_said, group in rows if group}
    groups = {
        each.pk: GroupTaught(each) for each in Activity.objects.filter(pk__in=keys).select_related("edition__course")
    }
    for each in classes:
        groups[each.activity_id].teach(each)
    kinds = {each.pk: KindOfWork(kind=each) for each in grant_project.service_types.all()}
    for kind, hours, travel, visit, day, group in rows:
        if group:
            groups[group].attend(hours)
        else:
            kinds[kind].give(hours, travel, same_visit(visit, day, kind))
    done = sorted((each for each in kinds.values() if each.times), key=lambda each: each.kind.position)
    taught = sorted(groups.values(), key=lambda each: (each.activity.called, each.activity.pk.hex))
    return Statement(worker, grant_project, month, done, taught, *_logged(worker, grant_project, month), beside)


def totals_of(user: User, grant_project: GrantProject, month: Month) -> list[Total]:
    """Return every colleague, volunteer and tutor within reach who worked in a month, by name (eleven queries)."""
    taught = _taught_by_worker(grant_project, month)
    given = _logged_by_account(grant_project, month)
    for key, beside in beside_by_worker(grant_project, month.first, month.after).items():
        given.setdefault(key, Work()).add(beside, 0)
    times = _give(given, grant_project, month)
    return [
        Total(each, work.hours + teaching, teaching, work.travel_minutes, times.get(each.key, 0))
        for each in workers_within(user, grant_project)
        if each.key in taught or each.key in given
        for work, teaching in [(given.get(each.key, Work()), hours_of(taught.get(each.key, 0)))]
    ]


def _give(given: dict[Any, Work], grant_project: GrantProject, month: Month) -> dict[Any, int]:
    """Add what everybody gave outside classes to their work, by ``Worker.key``; return the number of deliveries."""
    of_visit, outside = Q(visit__isnull=False), Q(is_linked=False)
    day, kind = (Case(When(of_visit, then=F(name))) for name in ("delivered_on", "service_type"))
    rows = (
        _deliveries(grant_project, month).order_by().annotate(is_linked=Exists(_entries()), day=day, kind=kind)
        .values_list("delivered_by", "organisation", "provider", "assistance", "visit", "day", "kind")
        .annotate(many=Count("pk"), all=Sum("hours", filter=outside), longest=Max("hours", filter=outside),
                  way=Sum("travel_minutes", filter=outside), farthest=Max("travel_minutes", filter=outside))
    )  # fmt: skip
    tutors = dict(_pairs(grant_project).values_list("pk", "tutor"))
    times: dict[Any, int] = {}
    for account, body, provider, assistance, *visit, many, hours, longest, way, farthest in rows:
        who = tutors.get(assistance) or account or (body, provider)
        times[who] = times.get(who, 0) + many
        same = same_visit(*visit)
        given.setdefault(who, Work()).add(longest if same else hours, farthest if same else way, same)
    return times


def _logged_by_account(grant_project: GrantProject, month: Month) -> dict[Any, Work]:
    logged = WorkEntry.objects.filter(
        grant_project=grant_project, day__gte=month.first, day__lt=month.after, taken_back_at=None
    )
    sums = logged.order_by().values_list("user").annotate(Sum("hours"))
    found: dict[Any, Work] = {}
    for account, hours in sums:
        found.setdefault(account, Work()).add(hours, 0)
    return found


def _logged(worker: Worker, grant_project: GrantProject, month: Month) -> tuple[list[WorkEntry], Decimal | None]:
    if worker.account is None:
        return [], None
    own = {"user": worker.account, "grant_project": grant_project}
    entries = WorkEntry.objects.filter(**own, day__gte=month.first, day__lt=month.after, taken_back_at=None)
    return list(entries), HoursNorm.objects.filter(**own).values_list("monthly_hours", flat=True).first()


def _entries() -> QuerySet:
    return Attendance.objects.current().filter(support_fact=OuterRef("fact_id"))  # type: ignore[attr-defined]


def _deliveries(grant_project: GrantProject, month: Month) -> QuerySet:
    days = {"delivered_on__gte": month.first, "delivered_on__lt": month.after}
    return SupportDelivery.objects.current().filter(participation__grant_project=grant_project, **days)  # type: ignore[attr-defined]


def _pairs(grant_project: GrantProject) -> QuerySet[Assistance]:
    return Assistance.objects.of_two().filter(participation__grant_project=grant_project, tutor__isnull=False)


def _by(worker: Worker) -> Q:
    if worker.tutor:
        return Q(assistance__in=_pairs(worker.tutor.grant_project).filter(tutor=worker.tutor).values("pk"))
    if worker.account:
        return Q(delivered_by=worker.account)
    return Q(delivered_by=None, provider=worker.name, organisation=worker.organisation_id)


def _classes_of(worker: Worker, grant_project: GrantProject, month: Month) -> list[Meeting]:
    usual, then = Q(teacher=None, as_taught=False), Q(teacher=None, as_taught=True)
    if worker.account:
        theirs = (
            Q(teacher=worker.account)
            | (usual & Q(activity__teacher=worker.account))
            | (then & Q(then_teacher=worker.account))
        )
    else:
        name, body = worker.name, worker.organisation_id
        theirs = (
            usual & Q(activity__teacher=None, activity__teacher_name=name, activity__organisation=body)
        ) | (then & Q(then_teacher=None, then_teacher_name=name, then_organisation=body))  # fmt: skip
    return list(_all_classes(grant_project, month).filter(theirs))


def _taught_by_worker(grant_project: GrantProject, month: Month) -> dict[Any, int]:
    """Return the minutes of teaching in a month by ``Worker.key``: classes that last equally long are one row."""
    long = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    rows = (
        _all_classes(grant_project, month).order_by().select_related(None)
        .values_list("teacher", "as_taught", "then_teacher", "then_organisation", "then_teacher_name",
                     "activity__teacher", "activity__organisation", "activity__teacher_name", long, "pause_minutes")
        .annotate(Count("pk"))
    )  # fmt: skip
    taught: dict[Any, int] = {}
    for instead, as_taught, account, body, name, usual, usual_body, usual_name, lasts, pause, times in rows:
        doer = (account or (body, name)) if as_taught else (usual or (usual_body, usual_name))
        key = instead or doer
        taught[key] = taught.get(key, 0) + times * minutes_of(lasts, pause)
    return taught


def _all_classes(grant_project: GrantProject, month: Month) -> QuerySet[Meeting]:
    begins, ends = span_of_days(month.first, (month.after - month.first).days, timezone.get_default_timezone())
    held = Meeting.objects.filter(
        activity__grant_project=grant_project, state=MeetingState.HELD, starts_at__gte=begins, starts_at__lt=ends
    )
    return held.select_related("activity")
