"""What can happen to the classes of a group: planned as a semester or one by one, moved, cancelled, planned again.

A meeting of an event is moved in the same way. One that was held can be corrected with a reason: attendance and the
support that it made follow, or the number of visitors. Nobody is told then.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.versions.actions import take_version
from services.domain.attendance import follow_change
from services.domain.class_news import ADDED, CANCELLED, MOVED, tell_enrolled
from services.domain.head_counts import write_head_count
from services.domain.resources import follow, release_all
from services.domain.times import StillFree, hold_time
from services.enums import MeetingState
from services.models import Activity, Meeting
from services.rules.attendance import may_be_marked
from services.rules.semester import Planned

TIMES = ("starts_at", "ends_at")
SAID_OF = frozenset({*TIMES, "venue"})
"""Fields whose change the people of the group should hear of."""


class MeetingRefused(ValueError):
    """What a class cannot become: one that was held needs a reason and a time that has come; none stands twice."""


class PlanChanged(Exception):  # noqa: N818 - like FactChanged: nothing is wrong with what was asked
    """Classes of the group were planned or changed since the preview was made; nothing was written."""


def plan_seen(activity: Activity) -> str:
    """Return a mark of the classes of a group as they stand; blank while there are none (one query)."""
    rows = Meeting.objects.filter(activity=activity).order_by("starts_at", "pk")
    said = [f"{start.isoformat()} {end.isoformat()} {state}" for start, end, state in rows.values_list(
        "starts_at", "ends_at", "state")]  # fmt: skip
    return hashlib.sha256("\n".join(said).encode()).hexdigest() if said else ""


@transaction.atomic
def plan_meetings(
    activity: Activity, planned: Iterable[Planned], *, by: User | None, seen: str | None = None,
    still_free: StillFree | None = None,
) -> int:  # fmt: skip
    """Add the classes of a semester; a time at which the group has a class already is left out. Return how many.

    ``seen`` is the mark of the plan that the preview showed: of two who plan the same semester at once the second
    writes nothing. Raises ``PlanChanged`` then, and when teacher or place of the group became others; ``TimeTaken`` as
    ``add_meeting``.
    """
    _hold_time(activity, {}, still_free)
    held = Activity.objects.select_for_update().get(pk=activity.pk)
    known_by = [(each.teacher_id, each.venue_id) for each in (held, activity)]  # type: ignore[attr-defined]
    if known_by[0] != known_by[1] or (seen is not None and seen != plan_seen(activity)):
        raise PlanChanged(str(activity.pk))
    known = set(activity.meetings.values_list("starts_at", flat=True))  # type: ignore[attr-defined]
    made = [
        Meeting(activity=activity, starts_at=each.starts_at, ends_at=each.ends_at, changed_by=by)
        for each in planned
        if each.starts_at not in known
    ]
    Meeting.objects.bulk_create(made)
    if made:
        _note(activity, by, {"planned": len(made)})
    return len(made)


@transaction.atomic
def add_meeting(
    activity: Activity, values: Mapping[str, Any], *, tell: bool, by: User | None, still_free: StillFree | None = None
) -> Meeting:
    """Add one class; raises ``MeetingRefused`` for a time at which the group has one.

    Raises ``TimeTaken`` when ``still_free``, asked under the lock of teacher and place, denies it.
    """
    _hold_time(activity, values, still_free)
    Activity.objects.select_for_update().get(pk=activity.pk)
    _refuse_twice(activity, values["starts_at"], None)
    meeting = Meeting(activity=activity, changed_by=by, **values)
    meeting.save(force_insert=True)
    _note(activity, by, {"added": str(meeting.pk)})
    if tell:
        tell_enrolled(ADDED, meeting)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, seen: uuid.UUID, values: Mapping[str, Any], *, tell: bool, by: User | None, why: str = "",
    still_free: StillFree | None = None,
) -> bool:  # fmt: skip
    """Change or move a class; tell whether anything was different.

    Raises ``MeetingRefused`` for one that is cancelled, and for one that was held without ``why`` or when its new time
    has not come; ``FactChanged`` when ``seen`` is no longer its version, ``SupportRefused`` for a day on which nobody
    could have been given support, ``TimeTaken`` as ``add_meeting``.
    """
    _refuse_state(meeting, why)
    if meeting.state == MeetingState.HELD and not may_be_marked(values["starts_at"], now()):
        raise MeetingRefused("not-yet")
    different = {name for name, value in values.items() if getattr(meeting, name) != value}
    if not different:
        return False
    _hold_time(meeting.activity, values, still_free)
    Activity.objects.select_for_update().get(pk=meeting.activity_id)  # type: ignore[attr-defined]
    _refuse_twice(meeting.activity, values["starts_at"], meeting)
    take_version(meeting, seen)
    was = meeting.starts_at
    for name in different:
        setattr(meeting, name, values[name])
    meeting.changed_by = by
    meeting.save()
    if different & {*TIMES}:
        follow(meeting, by=by)
    _note(meeting.activity, by, {"moved" if different & {*TIMES} else "changed": str(meeting.pk)}, why)
    if meeting.state == MeetingState.HELD:
        follow_change(meeting, by=by, why=why)
        if not meeting.activity.is_by_name:
            write_head_count(meeting, meeting.head_count, by=by, why=why)
    elif tell and different & SAID_OF:
        tell_enrolled(MOVED, meeting, before=was)
    return True


@transaction.atomic
def cancel_meeting(meeting: Meeting, seen: uuid.UUID, why: str, *, tell: bool, by: User | None) -> None:
    """Cancel a class; of one that was held attendance is taken back with its support. Raises as ``change_meeting``."""
    _refuse_state(meeting, why)
    was_held = meeting.state == MeetingState.HELD
    _settle(meeting, seen, MeetingState.CANCELLED, why, by)
    release_all(meeting, by=by)
    if was_held:
        follow_change(meeting, by=by, why=why)
    elif tell:
        tell_enrolled(CANCELLED, meeting)


@transaction.atomic
def restore_meeting(
    meeting: Meeting, seen: uuid.UUID, *, tell: bool, by: User | None, still_free: StillFree | None = None
) -> None:
    """Plan a cancelled class again; raises as ``change_meeting``: teacher and place may be taken meanwhile."""
    if meeting.state != MeetingState.CANCELLED:
        raise MeetingRefused(meeting.state)
    _hold_time(meeting.activity, {"teacher": meeting.teacher, "venue": meeting.venue}, still_free)
    _settle(meeting, seen, MeetingState.PLANNED, "", by)
    if tell:
        tell_enrolled(ADDED, meeting)


def _hold_time(activity: Activity, values: Mapping[str, Any], still_free: StillFree | None) -> None:
    teacher, venue = values.get("teacher") or activity.teacher, values.get("venue") or activity.venue
    hold_time([teacher], venue=venue, still_free=still_free)


def _refuse_state(meeting: Meeting, why: str) -> None:
    if meeting.state == MeetingState.CANCELLED or (meeting.state == MeetingState.HELD and not why):
        raise MeetingRefused(meeting.state)


def _settle(meeting: Meeting, seen: uuid.UUID, after: str, why: str, by: User | None) -> None:
    take_version(meeting, seen)
    meeting.state, meeting.why, meeting.changed_by = after, why, by
    meeting.save(update_fields=["state", "why", "changed_by", "changed_at"])
    _note(meeting.activity, by, {after: str(meeting.pk)}, why)


def _refuse_twice(activity: Activity, starts_at: Any, but: Meeting | None) -> None:
    others = Meeting.objects.filter(activity=activity, starts_at=starts_at)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise MeetingRefused("twice")


def _note(activity: Activity, by: User | None, detail: dict[str, Any], why: str = "") -> None:
    record(Action.CHANGE, by=by, obj=activity, grant_project=activity.grant_project, detail=detail, reason=why)
