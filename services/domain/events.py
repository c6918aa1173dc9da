"""What can happen to an event: made, changed, opened, closed, cancelled; its meetings and visitors (C14, R33)."""

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.programmes.models import GrantProject
from portal.versions.actions import take_version
from services.domain.attendance import follow_change
from services.domain.head_counts import write_head_count
from services.domain.resources import release_all, release_all_of_activity
from services.domain.seat_news import tell_news
from services.domain.seats import pass_on
from services.domain.taught import keep_who_taught
from services.domain.times import StillFree, hold_time
from services.enums import SEATED, ActivityState, EnrolmentState, MeetingState
from services.models import Activity, Enrolment, Meeting

MOST_VISITORS = 100_000
_NEXT = {
    ActivityState.DRAFT: {ActivityState.OPEN, ActivityState.CANCELLED},
    ActivityState.OPEN: {ActivityState.CLOSED, ActivityState.ENDED, ActivityState.CANCELLED},
    ActivityState.CLOSED: {ActivityState.OPEN, ActivityState.ENDED, ActivityState.CANCELLED},
    ActivityState.ENDED: {ActivityState.CLOSED},
    ActivityState.CANCELLED: {ActivityState.DRAFT},
}


class EventRefused(ValueError):
    """What an event cannot become: a step out of order, a number of visitors where people come by name."""


def steps_from(state: str) -> frozenset[ActivityState]:
    """Return what an activity in this state can become."""
    return frozenset(_NEXT[ActivityState(state)])


@transaction.atomic
def make_event(project: GrantProject, *, by: User, **values: Any) -> Activity:
    """Make an event in preparation; ``values`` are the fields of ``Activity``."""
    event = Activity.objects.create(grant_project=project, state=ActivityState.DRAFT, **values)
    _note(Action.CREATE, event, by)
    return event


@transaction.atomic
def change_event(
    event: Activity, seen: uuid.UUID, values: dict[str, Any], *, by: User, still_free: StillFree | None = None
) -> bool:
    """Change what an event says, tell whether anything was different; more places are offered to who waits.

    Raises ``FactChanged`` when ``seen`` is no longer its version (L5), ``TimeTaken`` as ``add_meeting``.
    """
    hold_time([values.get("teacher")], venue=values.get("venue"), still_free=still_free)
    different = [name for name, value in values.items() if getattr(event, name) != value]
    if not different:
        return False
    take_version(event, seen)
    keep_who_taught(event, different, now())
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    pass_on(event)
    _note(Action.CHANGE, event, by)
    return True


@transaction.atomic
def settle_event(event: Activity, seen: uuid.UUID, state: str, *, by: User, why: str = "") -> int:
    """Open, close, end or cancel an event; when it is cancelled, everybody with a place or a turn is told.

    What was held stays held, with its attendance and the support that it made: return how many meetings that is.
    Raises ``EventRefused`` when it cannot become that, ``FactChanged`` when ``seen`` is no longer its version.
    """
    if state not in steps_from(event.state):
        raise EventRefused(state)
    take_version(event, seen)
    event.state = ActivityState(state)
    event.save(update_fields=["state"])
    _note(Action.CHANGE, event, by, why)
    if state == ActivityState.CANCELLED:
        release_all_of_activity(event, by=by)
        _tell_everybody(event, event.version)
    elif state == ActivityState.OPEN:
        pass_on(event)
    return Meeting.objects.filter(activity=event, state=MeetingState.HELD).count()


@transaction.atomic
def add_meeting(event: Activity, *, by: User, still_free: StillFree | None = None, **values: Any) -> Meeting:
    """Add a time at which an event is held. Raises ``EventRefused`` for a second one at the same moment.

    Raises ``TimeTaken`` when ``still_free``, asked under the lock of who leads and of the place, denies it.
    """
    try:
        with transaction.atomic():
            hold_time([event.teacher], venue=event.venue, still_free=still_free)
            meeting = Meeting.objects.create(activity=event, changed_by=by, **values)
    except IntegrityError:
        raise EventRefused("twice") from None
    _note(Action.CREATE, event, by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, seen: uuid.UUID, *, by: User, why: str) -> None:
    """Cancel one meeting; everybody with a place is told. Raises ``FactChanged``, ``EventRefused``.

    One that was held by name is taken back with its attendance and the support that it made; nobody is told then.
    """
    was_held = meeting.state == MeetingState.HELD and meeting.activity.is_by_name
    if meeting.state != MeetingState.PLANNED and not was_held:
        raise EventRefused(meeting.state)
    take_version(meeting, seen)
    meeting.state, meeting.why, meeting.changed_by = MeetingState.CANCELLED, why, by
    meeting.save(update_fields=["state", "why", "changed_by", "changed_at"])
    _note(Action.CHANGE, meeting.activity, by, why)
    release_all(meeting, by=by)
    if was_held:
        follow_change(meeting, by=by, why=why)
    else:
        _tell_everybody(meeting.activity, meeting.version)


@transaction.atomic
def note_visitors(meeting: Meeting, seen: uuid.UUID, count: int, *, by: User, now: datetime.datetime) -> None:
    """Note how many visitors came to a meeting of an open event: a number, nobody's name (R33).

    Raises ``EventRefused`` for an event by name and before it began, ``FactChanged`` when somebody was quicker.
    """
    if meeting.activity.is_by_name or meeting.state == MeetingState.CANCELLED or meeting.starts_at > now:
        raise EventRefused("visitors")
    if not 0 <= count <= MOST_VISITORS:
        raise EventRefused("count")
    take_version(meeting, seen)
    meeting.head_count, meeting.state, meeting.changed_by = count, MeetingState.HELD, by
    meeting.save(update_fields=["head_count", "state", "changed_by", "changed_at"])
    write_head_count(meeting, count, by=by)
    _note(Action.CHANGE, meeting.activity, by)


def _tell_everybody(event: Activity, about: uuid.UUID) -> None:
    told = Enrolment.objects.filter(activity=event, state__in=[*SEATED, EnrolmentState.WAITING])
    for each in told.select_related("participation", "sign_up", "activity__grant_project"):
        tell_news(each, about)


def _note(action: Action, event: Activity, by: User, why: str = "") -> None:
    record(action, by=by, obj=event, grant_project=event.grant_project, reason=why)
