"""What can happen to a place in an activity: asked for, kept, accepted, given up, moved, passed on (C9, L4).

Every action locks the row of the activity first, so that nobody gets a place that is not there, and the order of those
who wait is kept: by ``Priority``, then by the moment of asking, read under the lock. A place is handed on as an offer
with a last moment; whoever does not answer loses the turn, not the chance to ask again.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min

from beneficiaries.models import Participation
from portal import clock
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.ids import new_id
from services.domain.seat_news import tell_offered
from services.enums import SEATED, ActivityState, EnrolmentState, EnrolmentStep, Priority
from services.models import Activity, Enrolment, EnrolmentChange, SignUp

NOT_BY_NAME, NOT_OPEN, NOT_NOW, GONE = "not-by-name", "not-open", "not-now", "gone"
_ACTIVE = SEATED | {EnrolmentState.WAITING}


class SeatRefused(ValueError):
    """Something that cannot be; the reason is one of the codes of this module."""


@dataclass(frozen=True)
class Asked:
    """Somebody for whom a place is asked: a participation, or who is named in a sign-up."""

    participation: Participation | None = None
    sign_up: SignUp | None = None
    name: str = ""
    birth_year: str = ""
    is_child: bool = False
    priority: Priority = Priority.USUAL
    level: str = ""


def ask_for_seats(
    activity: Activity, asked: Sequence[Asked], *, by: User | None, now: datetime.datetime | None = None
) -> list[Enrolment]:
    """Give each a place or a turn in the waiting list, in this order; return the rows in this order.

    Who has a place or waits already keeps it. Nobody overtakes: while somebody waits, a free place is theirs. Without
    ``by`` (the public page) the time of signing up is obeyed. Raises ``SeatRefused``: ``NOT_BY_NAME`` for an open
    event, ``NOT_OPEN`` for what is ended, cancelled or not public yet, ``NOT_NOW`` outside the time of signing up.
    """
    with transaction.atomic():
        held = _held(activity)
        now = now or clock.now()
        _refuse(held, by, now)
        rows = [_ask(held, each, by, now) for each in asked]
        _offer(held, now)
        for row in rows:
            row.refresh_from_db(fields=["state", "offered_until"])
        return rows


def ask_for_seat(activity: Activity, asked: Asked, *, by: User | None) -> Enrolment:
    """Give somebody a place or a turn in the waiting list; as ``ask_for_seats``."""
    (row,) = ask_for_seats(activity, [asked], by=by)
    return row


def seat_of_who_came(
    activity: Activity, participation: Participation, *, by: User | None, now: datetime.datetime | None = None
) -> Enrolment:
    """Return the place of somebody who came to a class without one: a free one is given, else they are a guest.

    An offer counts as accepted. Who waits keeps the turn, and nobody else's is taken: while somebody waits, a free
    place is theirs. Raises ``SeatRefused`` (``NOT_BY_NAME``) for an open event.
    """
    with transaction.atomic():
        held = _held(activity)
        now = now or clock.now()
        if not held.is_by_name:
            raise SeatRefused(NOT_BY_NAME)
        row = Enrolment.objects.filter(activity=held, participation=participation).first()
        if row is not None and row.state in (EnrolmentState.TAKEN, EnrolmentState.WAITING):
            return row
        if row is not None and row.state == EnrolmentState.OFFERED:
            return _set(row, EnrolmentState.TAKEN, EnrolmentStep.ACCEPTED, by, now)
        row = row or Enrolment(activity=held, participation=participation, asked_at=now)
        goes_on = held.state in (ActivityState.DRAFT, ActivityState.OPEN, ActivityState.CLOSED)
        if goes_on and _free(held) > 0 and not Enrolment.objects.in_turn().filter(activity=held).exists():
            row.asked_at = now
            return _set(row, EnrolmentState.TAKEN, EnrolmentStep.GIVEN, by, now)
        return _set(row, EnrolmentState.GUEST, EnrolmentStep.GUEST, by, now)


def accept_seat(enrolment: Enrolment, *, by: User | None, now: datetime.datetime | None = None) -> Enrolment:
    """Take the place that was offered. Raises ``SeatRefused`` (``GONE``) when no offer stands any more."""
    with transaction.atomic():
        _held(enrolment.activity)
        now = now or clock.now()
        row = Enrolment.objects.get(pk=enrolment.pk)
        if row.state == EnrolmentState.TAKEN:
            return row
        if row.state != EnrolmentState.OFFERED or (row.offered_until and row.offered_until <= now):
            raise SeatRefused(GONE)
        return _set(row, EnrolmentState.TAKEN, EnrolmentStep.ACCEPTED, by, now)


def give_up_seat(
    enrolment: Enrolment, *, by: User | None, why: str = "", now: datetime.datetime | None = None
) -> Enrolment:
    """Give a place, an offer or a turn up; a place that becomes free is offered to who waits first.

    Given up already, nothing happens.
    """
    with transaction.atomic():
        held = _held(enrolment.activity)
        now = now or clock.now()
        row = Enrolment.objects.get(pk=enrolment.pk)
        if row.state in _ACTIVE:
            _set(row, EnrolmentState.CANCELLED, EnrolmentStep.CANCELLED, by, now, why)
            _offer(held, now)
        return row


def give_seat(enrolment: Enrolment, *, by: User, why: str, now: datetime.datetime | None = None) -> Enrolment:
    """Give a free place to somebody who waits, out of turn: a colleague decides and says why.

    Raises ``SeatRefused`` (``GONE``) when no place is free or nobody waits with this row.
    """
    with transaction.atomic():
        held = _held(enrolment.activity)
        now = now or clock.now()
        row = Enrolment.objects.get(pk=enrolment.pk)
        if row.state not in (EnrolmentState.WAITING, EnrolmentState.LAPSED) or _free(held) < 1:
            raise SeatRefused(GONE)
        return _set(row, EnrolmentState.TAKEN, EnrolmentStep.GIVEN, by, now, why)


def move_seat(
    enrolment: Enrolment, to: Activity, *, by: User, why: str = "", now: datetime.datetime | None = None
) -> Enrolment:
    """Move somebody to another group of the project: there a place, or a turn; here the place is passed on.

    Who paused here does so there. Raises ``SeatRefused`` as ``ask_for_seats``, ``GONE`` when there is no place to move.
    """
    with transaction.atomic():
        held = {each.pk: each for each in _held_in_order([enrolment.activity, to])}
        now = now or clock.now()
        row = Enrolment.objects.select_related("participation", "sign_up").get(pk=enrolment.pk)
        if row.state not in _ACTIVE or to.pk == row.activity_id:
            raise SeatRefused(GONE)
        there = held[to.pk]
        _refuse(there, by, now)
        asked = Asked(
            row.participation, row.sign_up, str(row.name), str(row.birth_year), row.is_child, Priority(row.priority),
            row.level,
        )  # fmt: skip
        _set(row, EnrolmentState.MOVED, EnrolmentStep.MOVED, by, now, why)
        new = _ask(there, asked, by, now)
        for each in held.values():
            _offer(each, now)
        new.refresh_from_db(fields=["state", "offered_until"])
        return new


def pass_on(activity: Activity, *, now: datetime.datetime | None = None) -> int:
    """End offers that nobody answered in time and offer what is free in turn; return how many were offered."""
    with transaction.atomic():
        held = _held(activity)
        return _offer(held, now or clock.now())


def pass_on_all(now: datetime.datetime | None = None) -> int:
    """Do ``pass_on`` where an offer ran out or a place is free while somebody waits; return how many were offered."""
    now = now or clock.now()
    ran_out = Enrolment.objects.filter(state=EnrolmentState.OFFERED, offered_until__lte=now).values("activity")
    waited = Enrolment.objects.filter(state=EnrolmentState.WAITING).values("activity")
    due = Activity.objects.filter(pk__in=ran_out.union(waited), state__in=(ActivityState.OPEN, ActivityState.CLOSED))
    return sum(pass_on(each, now=now) for each in due.order_by("pk"))


def _held(activity: Activity) -> Activity:
    """Return the activity under its lock; on SQLite the transaction itself is the lock."""
    return Activity.objects.select_for_update().get(pk=activity.pk)


def _held_in_order(activities: Iterable[Activity]) -> list[Activity]:
    """Lock several in the order of their keys, so that two moves never wait for each other."""
    return [_held(each) for each in sorted(activities, key=lambda each: str(each.pk))]


def _refuse(activity: Activity, by: User | None, now: datetime.datetime) -> None:
    if not activity.is_by_name:
        raise SeatRefused(NOT_BY_NAME)
    allowed = {ActivityState.OPEN} if by is None else {ActivityState.DRAFT, ActivityState.OPEN, ActivityState.CLOSED}
    if activity.state not in allowed:
        raise SeatRefused(NOT_OPEN)
    if by is None and not signs_up_now(activity, now):
        raise SeatRefused(NOT_NOW)


def signs_up_now(activity: Activity, now: datetime.datetime) -> bool:
    """Tell whether the public may sign up at this moment, by its own time or that of its edition."""
    edition = activity.edition
    begins = activity.sign_up_from or (edition.sign_up_from if edition else None)
    ends = activity.sign_up_to or (edition.sign_up_to if edition else None)
    return (begins is None or begins <= now) and (ends is None or now < ends)


def _ask(activity: Activity, asked: Asked, by: User | None, now: datetime.datetime) -> Enrolment:
    row = None
    if asked.participation is not None:
        row = Enrolment.objects.filter(activity=activity, participation=asked.participation).first()
    if row is not None and row.state in _ACTIVE:
        return row
    waits = Enrolment.objects.in_turn().filter(activity=activity).exists()
    state = EnrolmentState.TAKEN if not waits and _free(activity) > 0 else EnrolmentState.WAITING
    row = row or Enrolment(activity=activity, participation=asked.participation, sign_up=asked.sign_up)
    if asked.sign_up is not None:
        row.name, row.birth_year = asked.name, asked.birth_year
    row.is_child, row.level, row.priority, row.asked_at = asked.is_child, asked.level, asked.priority, now
    return _set(row, state, EnrolmentStep.GIVEN if state == EnrolmentState.TAKEN else EnrolmentStep.ASKED, by, now)


def _set(
    row: Enrolment, state: EnrolmentState, step: EnrolmentStep, by: User | None, now: datetime.datetime, why: str = ""
) -> Enrolment:
    """Write the state and what happened; ``offered_until`` stands with offers alone."""
    row.state, row.version, row.settled_at = state, new_id(), now
    if state != EnrolmentState.OFFERED:
        row.offered_until = None
    row.save()
    EnrolmentChange.objects.create(enrolment=row, at=now, by=by, kind=step, why=why)
    people = [row.participation.person_id] if row.participation is not None else []
    record(Action.CHANGE, by=by, obj=row, subjects=people, grant_project=row.activity.grant_project, reason=why)
    return row


def _free(activity: Activity) -> int:
    """Return how many places are free; more than anybody could ask for where there is no limit."""
    if activity.capacity is None:
        return 1_000_000
    return activity.capacity - Enrolment.objects.filter(activity=activity).seated().count()  # type: ignore[attr-defined]


def _offer(activity: Activity, now: datetime.datetime) -> int:
    """End offers that ran out, offer free places in turn (L4); return how many were offered."""
    for late in Enrolment.objects.filter(activity=activity, state=EnrolmentState.OFFERED, offered_until__lte=now):
        _set(late, EnrolmentState.LAPSED, EnrolmentStep.LAPSED, None, now)
    if activity.state not in (ActivityState.OPEN, ActivityState.CLOSED):
        return 0
    until = _last_moment(activity, now)
    free = max(_free(activity), 0)
    turn = list(Enrolment.objects.in_turn().filter(activity=activity)[:free]) if until else []
    for row in turn:
        row.offered_until = until
        tell_offered(_set(row, EnrolmentState.OFFERED, EnrolmentStep.OFFERED, None, now))
    return len(turn)


def _last_moment(activity: Activity, now: datetime.datetime) -> datetime.datetime | None:
    """Return until when an offer of this moment stands: its hours, at most to the beginning of the next meeting.

    ``None`` when nothing is to come: then nobody is asked any more.
    """
    until = now + datetime.timedelta(hours=activity.offer_hours)
    planned = activity.meetings.exclude(state="cancelled")
    following = planned.filter(starts_at__gt=now).aggregate(next=Min("starts_at"))["next"]
    if following is None:
        return None if planned.exists() else until
    return min(until, following)


def turn_of(enrolment: Enrolment) -> int:
    """Return which one is asked next is this: 1 for the first who waits (one query); 0 for who does not wait."""
    queue: list[uuid.UUID] = list(
        Enrolment.objects.in_turn().filter(activity=enrolment.activity_id).values_list("pk", flat=True)
    )
    return queue.index(enrolment.pk) + 1 if enrolment.pk in queue else 0
