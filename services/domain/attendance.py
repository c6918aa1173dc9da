"""Who was at a class: marked, corrected, taken back – and the delivery of support that being there is (R30, R33, L25).

Being there makes exactly one delivery of support, whose fact the entry keeps. Hours are never counted from entries:
what record, indicators, certificate and statement show is that delivery.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.ids import new_id
from portal.versions.actions import correct_fact, record_fact, retract_fact
from services.domain.head_counts import write_head_count
from services.domain.seats import seat_of_who_came
from services.domain.support import correct_support, record_support_of, withdraw_support
from services.enums import Absence, ActivityKind, MeetingState
from services.models import AbsenceReason, Attendance, Enrolment, Meeting, SupportDelivery
from services.rules.attendance import hours_of, is_late, may_be_marked

WHO_TEACHES = (
    "activity__organisation", "activity__teacher", "teacher", "then_teacher", "then_organisation",
)  # fmt: skip
"""What is read of a class to say who teaches it and for whom."""


CAME = "added to the roll"
"""Why an entry that said otherwise was corrected, as it stands in the history."""


class NotYet(ValueError):
    """A class that is cancelled or still to come: nobody was there."""


class ReasonNeeded(ValueError):
    """What was marked on the day is corrected later: the reason is part of the entry."""


class AttendanceChanged(Exception):
    """Somebody else marked the same people otherwise meanwhile; nothing was written (L5)."""

    def __init__(self, entries: Mapping[uuid.UUID, "Attendance | None"]) -> None:
        """Keep what is in force, by the key of the place."""
        super().__init__()
        self.entries = entries


@dataclass(frozen=True)
class Mark:
    """What is said of one person: there, not there, or nothing (``None``); ``seen``: the version its writer saw."""

    enrolment: Enrolment
    is_present: bool | None
    seen: uuid.UUID | None = None
    absence: str = ""
    reason: AbsenceReason | None = None

    def says_more_than(self, entry: Attendance | None) -> bool:
        """Tell whether this is not what the entry in force says already."""
        if entry is None or self.is_present is None:
            return (entry is None) != (self.is_present is None)
        reason = self.reason.pk if self.reason else None
        return (entry.is_present, entry.absence, entry.reason_id) != (self.is_present, self.absence, reason)  # type: ignore[attr-defined]

    @classmethod
    def away(cls, enrolment: Enrolment, seen: uuid.UUID | None, reason: AbsenceReason | None) -> "Mark":
        """Return that somebody was not there, with the reason where one was given."""
        absence = "" if reason is None else Absence.EXCUSED if reason.is_excused else Absence.OTHER
        return cls(enrolment, False, seen, absence, reason)


@transaction.atomic
def mark_meeting(
    meeting: Meeting, marks: Sequence[Mark], *, by: User | None, now: datetime.datetime, why: str = ""
) -> int:
    """Write who was there and who was not; return how many entries changed. The same said twice changes nothing (L3).

    All or nothing. Raises ``NotYet`` before the class and for a cancelled one, ``AttendanceChanged`` when another entry
    is in force than ``seen``, ``ReasonNeeded`` when an entry is corrected after the day without ``why``,
    ``SupportRefused`` when the day lies outside the project.
    """
    held = locked(meeting)
    if held.activity.kind == ActivityKind.OPEN or not may_be_marked(held.starts_at, now, is_off=held.is_off):
        raise NotYet(str(held.pk))
    entries = entries_of(held, [each.enrolment for each in marks])
    said = [each for each in marks if each.says_more_than(entries.get(each.enrolment.pk))]
    _refuse_conflicts(said, entries)
    if not why and is_late(held.day, today()) and any(entries.get(each.enrolment.pk) for each in said):
        raise ReasonNeeded(str(held.pk))
    for each in said:
        if entry := entries.get(each.enrolment.pk):
            _take_support_back(held, entry, by=by, why=why)
    facts = _give_support(held, [each.enrolment for each in said if each.is_present], by=by, why=why)
    for each in said:
        _write(held, each, entries.get(each.enrolment.pk), facts.get(each.enrolment.pk), by=by, why=why)
    if said:
        _note_held(held, by=by)
        _note(held, [each.enrolment for each in said], by, why)
    return len(said)


@transaction.atomic
def mark_who_came(
    meeting: Meeting, participation: Participation, *, by: User | None, now: datetime.datetime
) -> Enrolment:
    """Mark somebody who stood on no roll as there: with a place where one is free, otherwise as a guest of that day.

    Who is marked as there already stays so. Raises what ``mark_meeting`` and ``seat_of_who_came`` raise.
    """
    held = locked(meeting)
    if not may_be_marked(held.starts_at, now, is_off=held.is_off):
        raise NotYet(str(held.pk))
    place = seat_of_who_came(held.activity, participation, by=by, now=now)
    entry = entries_of(held, [place]).get(place.pk)
    why = CAME if entry is not None else ""
    mark_meeting(held, [Mark(place, True, entry.pk if entry else None)], by=by, now=now, why=why)
    return place


@transaction.atomic
def follow_change(meeting: Meeting, *, by: User | None, why: str) -> int:
    """Let support follow a class that was moved, given another teacher or cancelled; return how many entries changed.

    Called by who changes a class, after the change. Being at a class that was cancelled is taken back with its support;
    otherwise day, hours and teacher of the support become those of the class. Raises ``SupportRefused`` when the new
    day has not come yet or lies outside the project: a class that was held cannot move there.
    """
    held = locked(meeting)
    entries = list(entries_of(held).values())
    if held.state == MeetingState.CANCELLED:
        for entry in entries:
            _take_support_back(held, entry, by=by, why=why)
            retract_fact(correct_fact(entry, {"support_fact": None}, by=by, why=why))
        _note(held, [each.enrolment for each in entries], by, why)
        return len(entries)
    values = {name: value for name, value in _values(held).items() if name != "service_type"}
    given = deliveries_of(entries)
    changed = [correct_support(each, values, by=by, why=why).pk != each.pk for each in given.values()]
    return sum(changed)


@transaction.atomic
def support_of_enrolment(enrolment: Enrolment, *, by: User | None) -> list[SupportDelivery]:
    """Record the support of somebody whose record was found after they came: one delivery for each class they were at.

    For who joins a place from the public page to a record. What has its support already stays as it is.
    """
    waiting = (
        Attendance.objects.current()  # type: ignore[attr-defined]
        .filter(enrolment=enrolment, is_present=True, support_fact__isnull=True)
        .select_related("meeting__activity__service_type", *(f"meeting__{name}" for name in WHO_TEACHES))
        .order_by("meeting__starts_at")
    )  # fmt: skip
    made = []
    for entry in waiting:
        (delivery,) = record_support_of([enrolment.participation], **_values(entry.meeting), by=by)  # type: ignore[list-item]
        correct_fact(entry, {"support_fact": delivery.fact_id}, by=by, why=entry.why)
        made.append(delivery)
    return made


@transaction.atomic
def hand_over_entries(given_up: Enrolment, kept: Enrolment, *, by: User | None) -> None:
    """Let what was marked on a place without a record stand on the place that the person has, and make its support.

    At a class with an entry on both, to have been there on either is to have been there.
    """
    own = {each.meeting_id: each for each in Attendance.objects.current().filter(enrolment=kept)}  # type: ignore[attr-defined]
    for entry in Attendance.objects.current().filter(enrolment=given_up):  # type: ignore[attr-defined]
        other = own.get(entry.meeting_id)
        if other is None:
            correct_fact(entry, {"enrolment": kept}, by=by, why=entry.why)
            continue
        retract_fact(entry)
        if entry.is_present and not other.is_present:
            correct_fact(other, {"is_present": True, "absence": "", "reason": None}, by=by, why=other.why)
    support_of_enrolment(kept, by=by)


@transaction.atomic
def say_what_was_done(meeting: Meeting, words: str, *, by: User | None) -> None:
    """Note what the class was about; never about a person."""
    if Meeting.objects.filter(pk=meeting.pk).exclude(class_note=words).update(class_note=words, version=new_id()):
        record(Action.CHANGE, by=by, obj=meeting, grant_project=meeting.activity.grant_project)


@transaction.atomic
def count_visitors(meeting: Meeting, visitors: int | None, *, by: User | None, now: datetime.datetime) -> None:
    """Write how many people came to a meeting of an open event: a number without names (R33).

    Raises ``NotYet`` before it begins and for a cancelled one.
    """
    held = locked(meeting)
    if held.activity.kind != ActivityKind.OPEN or not may_be_marked(held.starts_at, now, is_off=held.is_off):
        raise NotYet(str(held.pk))
    Meeting.objects.filter(pk=held.pk).update(head_count=visitors, state=MeetingState.HELD, version=new_id())
    write_head_count(held, visitors, by=by)
    record(Action.CHANGE, by=by, obj=held, grant_project=held.activity.grant_project)


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, held against others who mark it at the same moment."""
    Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    related = ("activity__grant_project", "activity__service_type", *WHO_TEACHES)
    return Meeting.objects.select_related(*related).get(pk=meeting.pk)


def entries_of(meeting: Meeting, enrolments: Sequence[Enrolment] | None = None) -> dict[uuid.UUID, Attendance]:
    """Return the entries in force of a class, by the key of the place (one query)."""
    entries = Attendance.objects.current().filter(meeting=meeting)  # type: ignore[attr-defined]
    if enrolments is not None:
        entries = entries.filter(enrolment__in=[each.pk for each in enrolments])
    found = entries.select_related("enrolment__participation__person", "recorded_by")
    return {each.enrolment_id: each for each in found}


def deliveries_of(entries: Sequence[Attendance]) -> dict[uuid.UUID, SupportDelivery]:
    """Return the deliveries in force that these entries made, by their fact (one query)."""
    facts = [each.support_fact for each in entries if each.support_fact]
    found = SupportDelivery.objects.current().filter(fact_id__in=facts)  # type: ignore[attr-defined]
    related = ("participation__grant_project", "participation__person__data_key", "service_type", "organisation")
    return {each.fact_id: each for each in found.select_related(*related, "delivered_by")}


def _refuse_conflicts(said: Sequence[Mark], entries: Mapping[uuid.UUID, Attendance]) -> None:
    in_force = {each.enrolment.pk: entries.get(each.enrolment.pk) for each in said}
    others = {
        each.enrolment.pk: entry for each in said
        if (entry.pk if (entry := in_force[each.enrolment.pk]) else None) != each.seen
    }  # fmt: skip
    if others:
        raise AttendanceChanged(others)


def _take_support_back(meeting: Meeting, entry: Attendance, *, by: User | None, why: str) -> None:
    for delivery in deliveries_of([entry]).values():
        withdraw_support(delivery, by=by, why=why)


def _give_support(
    meeting: Meeting, enrolments: Sequence[Enrolment], *, by: User | None, why: str
) -> dict[uuid.UUID, uuid.UUID]:
    """Record one delivery for everybody who has a record; return its fact by the key of the place."""
    known = [each for each in enrolments if each.participation]
    if not known:
        return {}
    people = [each.participation for each in known]
    made = record_support_of(people, **_values(meeting), by=by, why=why)  # type: ignore[arg-type]
    return {place.pk: delivery.fact_id for place, delivery in zip(known, made, strict=True)}


def _values(meeting: Meeting) -> dict[str, Any]:
    """Return what the support of a class says, as the facts name it."""
    return {
        "service_type": meeting.activity.service_type,
        "delivered_on": meeting.day,
        "hours": hours_of(meeting.minutes),
        "organisation": meeting.held_by,
        "delivered_by": meeting.taught_by,
        "provider": meeting.taught_by_name,
    }


def _write(
    meeting: Meeting, mark: Mark, entry: Attendance | None, fact: uuid.UUID | None, *, by: User | None, why: str
) -> None:
    said = {"is_present": mark.is_present, "absence": mark.absence, "reason": mark.reason, "support_fact": fact}
    if entry is None:
        late = is_late(meeting.day, today())
        record_fact(Attendance(enrolment=mark.enrolment, meeting=meeting, is_late=late, **said), by=by, why=why)
    elif mark.is_present is None:
        retract_fact(correct_fact(entry, {"support_fact": None}, by=by, why=why))
    else:
        correct_fact(entry, said, by=by, why=why)


def _note_held(meeting: Meeting, *, by: User | None) -> None:
    Meeting.objects.filter(pk=meeting.pk, state=MeetingState.PLANNED).update(state=MeetingState.HELD, version=new_id())


def _note(meeting: Meeting, enrolments: Sequence[Enrolment], by: User | None, why: str) -> None:
    people = [each.participation.person_id for each in enrolments if each.participation]
    record(Action.CHANGE, by=by, obj=meeting, subjects=people, grant_project=meeting.activity.grant_project, reason=why)
