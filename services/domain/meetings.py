"""What can happen to the classes of a group: planned as a semester or one by one, moved, cancelled, planned again."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.ids import new_id
from portal.versions.actions import FactChanged
from services.domain.class_news import ADDED, CANCELLED, MOVED, tell_enrolled
from services.enums import MeetingState
from services.models import Activity, Meeting
from services.rules.semester import Planned

TIMES = ("starts_at", "ends_at")
SAID_OF = frozenset({*TIMES, "venue"})
"""Fields whose change the people of the group should hear of."""


class MeetingRefused(ValueError):
    """What a class cannot become: one that was held is neither moved nor cancelled; none stands at a time twice."""


@transaction.atomic
def plan_meetings(activity: Activity, planned: Iterable[Planned], *, by: User | None) -> int:
    """Add the classes of a semester; a time at which the group has a class already is left out. Return how many."""
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
def add_meeting(activity: Activity, values: Mapping[str, Any], *, tell: bool, by: User | None) -> Meeting:
    """Add one class; raises ``MeetingRefused`` for a time at which the group has one."""
    _refuse_twice(activity, values["starts_at"], None)
    meeting = Meeting(activity=activity, changed_by=by, **values)
    meeting.save(force_insert=True)
    _note(activity, by, {"added": str(meeting.pk)})
    if tell:
        tell_enrolled(ADDED, meeting)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, seen: uuid.UUID, values: Mapping[str, Any], *, tell: bool, by: User | None
) -> bool:
    """Change or move a class; tell whether anything was different.

    Raises ``MeetingRefused`` for one that is not planned, ``FactChanged`` when ``seen`` is no longer its version.
    """
    if meeting.state != MeetingState.PLANNED:
        raise MeetingRefused(meeting.state)
    different = {name for name, value in values.items() if getattr(meeting, name) != value}
    if not different:
        return False
    _refuse_twice(meeting.activity, values["starts_at"], meeting)
    _take(meeting, seen)
    was = meeting.starts_at
    for name in different:
        setattr(meeting, name, values[name])
    meeting.changed_by = by
    meeting.save()
    _note(meeting.activity, by, {"moved" if different & {*TIMES} else "changed": str(meeting.pk)})
    if tell and different & SAID_OF:
        tell_enrolled(MOVED, meeting, before=was)
    return True


@transaction.atomic
def cancel_meeting(meeting: Meeting, seen: uuid.UUID, why: str, *, tell: bool, by: User | None) -> None:
    """Cancel a class that is planned; raises as ``change_meeting``."""
    _settle(meeting, seen, MeetingState.PLANNED, MeetingState.CANCELLED, why, by)
    if tell:
        tell_enrolled(CANCELLED, meeting)


@transaction.atomic
def restore_meeting(meeting: Meeting, seen: uuid.UUID, *, tell: bool, by: User | None) -> None:
    """Plan a cancelled class again; raises as ``change_meeting``."""
    _settle(meeting, seen, MeetingState.CANCELLED, MeetingState.PLANNED, "", by)
    if tell:
        tell_enrolled(ADDED, meeting)


def _settle(meeting: Meeting, seen: uuid.UUID, before: str, after: str, why: str, by: User | None) -> None:
    if meeting.state != before:
        raise MeetingRefused(meeting.state)
    _take(meeting, seen)
    meeting.state, meeting.why, meeting.changed_by = after, why, by
    meeting.save(update_fields=["state", "why", "changed_by", "changed_at"])
    _note(meeting.activity, by, {after: str(meeting.pk)})


def _take(meeting: Meeting, seen: uuid.UUID) -> None:
    after = new_id()
    if not Meeting.objects.filter(pk=meeting.pk, version=seen).update(version=after):
        raise FactChanged(str(meeting.pk))
    meeting.version = after


def _refuse_twice(activity: Activity, starts_at: Any, but: Meeting | None) -> None:
    others = Meeting.objects.filter(activity=activity, starts_at=starts_at)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise MeetingRefused("twice")


def _note(activity: Activity, by: User | None, detail: dict[str, Any]) -> None:
    record(Action.CHANGE, by=by, obj=activity, grant_project=activity.grant_project, detail=detail)
