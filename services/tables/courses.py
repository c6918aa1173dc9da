"""Courses in words: editions and groups of the list, seats, people of a group, classes."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beneficiaries.enums import LANGUAGES
from portal.programmes.models import ServiceType
from portal.records import Words
from portal.ui.formatting import clock, duration, full_date, moment, number, short_date
from portal.ui.parts import Fact
from services.enums import ActivityState, EnrolmentState, MeetingState, Priority
from services.models import Activity, Course, CourseEdition, EnrolmentChange, Meeting
from services.queries.courses import Seat
from services.tables.sign_ups import needs_in_words

DOT = " · "
MINUTES_OF_HOUR = 60
TONES = {
    ActivityState.OPEN: "ok", ActivityState.DRAFT: "warn", ActivityState.CLOSED: "info", ActivityState.ENDED: "line",
    ActivityState.CANCELLED: "danger",
}  # fmt: skip
MEETING_TONES = {MeetingState.PLANNED: "", MeetingState.HELD: "ok", MeetingState.CANCELLED: "danger"}
SEAT_TONES = {EnrolmentState.TAKEN: "ok", EnrolmentState.OFFERED: "warn", EnrolmentState.WAITING: "info"}


@dataclass(frozen=True)
class GroupRow:
    """A group in a list: what it is, seats in words, state."""

    title: str
    url: str
    what: str
    seats: str
    waiting: int
    state: Words
    tone: str


@dataclass(frozen=True)
class EditionRow:
    """An edition with its groups."""

    edition: CourseEdition
    days: str
    sign_up: str
    groups: Sequence[GroupRow]


@dataclass(frozen=True)
class CourseRow:
    """A course of the list: which edition is the latest, how many groups and seats it has."""

    course: Course
    url: str
    edition: str
    days: str
    groups: str
    seats: str


@dataclass(frozen=True)
class SeatRow:
    """Somebody with a place or waiting, and what they need; without ``url`` nobody whom the reader may open."""

    name: str
    original: str
    url: str
    place_url: str
    level: str
    state: Words
    tone: str
    note: str
    is_cautious: bool = False
    needs: Sequence[str] = ()


@dataclass(frozen=True)
class MeetingRow:
    """One class of a group."""

    day: str
    hours: str
    length: str
    note: str
    state: Words
    tone: str
    url: str
    is_over: bool
    roll: str


def course_row(course: Course, edition: CourseEdition | None, groups: Sequence[Activity]) -> CourseRow:
    """Return a course of the list with the edition that is held or comes next, else the latest."""
    held = sum(each.seated for each in groups)  # type: ignore[attr-defined]
    total = None if any(each.capacity is None for each in groups) else sum(each.capacity or 0 for each in groups)
    return CourseRow(
        course=course,
        url=reverse("course", args=[course.pk]),
        edition=edition.name if edition else "",
        days=days_of(edition) if edition else "",
        groups=number(len(groups)),
        seats=seats_in_words(held, total) if groups else "–",
    )


def edition_row(edition: CourseEdition, groups: Iterable[Activity]) -> EditionRow:
    """Return an edition with its groups."""
    first, last = edition.sign_up_from, edition.sign_up_to
    sign_up = ""
    if first or last:
        end = last - datetime.timedelta(seconds=1) if last else None
        sign_up = f"{short_date(first) or '…'}–{short_date(end) or '…'}"
    return EditionRow(edition, days_of(edition), sign_up, [group_row(each) for each in groups])


def group_row(group: Activity) -> GroupRow:
    """Return a group of a list."""
    return GroupRow(
        title=group.title,
        url=reverse("course_group", args=[group.pk]),
        what=what_of(group),
        seats=seats_in_words(group.seated, group.capacity),  # type: ignore[attr-defined]
        waiting=group.waiting,  # type: ignore[attr-defined]
        state=group.get_state_display(),  # type: ignore[attr-defined]
        tone=TONES[ActivityState(group.state)],
    )


def days_of(edition: CourseEdition) -> str:
    """Return from when to when an edition is held."""
    return f"{short_date(edition.starts_on)}–{short_date(edition.ends_on)}"


def seats_in_words(held: int, capacity: int | None) -> str:
    """Return how many places are taken, of how many."""
    if capacity is None:
        return _("%(held)s, no limit") % {"held": number(held)}
    return _("%(held)s of %(all)s") % {"held": number(held), "all": number(capacity)}


def what_of(group: Activity) -> str:
    """Return level, age, languages and teacher in one line."""
    parts = [group.level, ages_of(group), LANGUAGES.get(group.language, "")]
    if group.helper_language:
        parts.append(_("help in: %(language)s") % {"language": LANGUAGES.get(group.helper_language, "")})
    return DOT.join(part for part in [*parts, teacher_of(group)] if part)


def ages_of(group: Activity | ServiceType) -> str:
    """Return for which ages a group or a kind of support is; blank for every age."""
    if group.age_from is not None and group.age_to is not None:
        return _("%(first)s–%(last)s years") % {"first": number(group.age_from), "last": number(group.age_to)}
    if group.age_from is not None:
        return _("from %(age)s years") % {"age": number(group.age_from)}
    return _("up to %(age)s years") % {"age": number(group.age_to)} if group.age_to is not None else ""


def teacher_of(group: Activity) -> str:
    """Return who teaches; of a volunteer it is said."""
    name = group.teacher.name if group.teacher else group.teacher_name
    return _("%(name)s (volunteer)") % {"name": name} if name and group.is_volunteer else name


def group_facts(group: Activity) -> list[Fact]:
    """Return what a group is, line by line."""
    edition = group.edition
    place = DOT.join(part for part in (group.venue.name, group.venue.address) if part) if group.venue else ""
    lines = [
        (pgettext("of a course", "Level"), group.level),
        (_("Age"), ages_of(group)),
        (_("Language of the class"), LANGUAGES.get(group.language, "")),
        (_("Language in which the teacher can help"), LANGUAGES.get(group.helper_language, "")),
        (_("Who teaches"), teacher_of(group)),
        (pgettext("of a course", "Where"), place),
        (pgettext("of a course", "Edition"), DOT.join([edition.name, days_of(edition)]) if edition else ""),
        (_("Hours count as"), group.service_type.name if group.service_type else ""),
        (_("Who holds it"), str(group.organisation or "")),
    ]
    facts = [Fact(str(label), value) for label, value in lines if value]
    return [*facts, Fact(str(_("Link for classes online")), group.online_link, url=group.online_link)] if (
        group.online_link
    ) else facts  # fmt: skip


def seat_row(seat: Seat, *, turn: int = 0, may_change: bool = True) -> SeatRow:
    """Return somebody with a place, or who waits at this ``turn``; of hidden people only that there is somebody."""
    enrolment, taking_part = seat.enrolment, seat.participation
    state = EnrolmentState(enrolment.state)
    name, original, url, cautious = _("a participant"), "", "", False
    if taking_part is not None:
        person = taking_part.person
        name = person.full_name or person.original_name or taking_part.number
        original = person.original_name if person.original_name != name else ""
        url, cautious = reverse("person_record", args=[taking_part.number]), person.is_cautious
    elif not seat.is_hidden:
        name = str(enrolment.name or _("somebody who signed up"))
    return SeatRow(
        name=name,
        original=original,
        url=url,
        place_url="" if seat.is_hidden or not may_change else reverse("course_place", args=[enrolment.pk]),
        level=enrolment.level,
        state=state.label,
        tone=SEAT_TONES.get(state, "line"),
        note=_note(seat, turn),
        is_cautious=cautious,
        needs=_needs(seat) if may_change else (),
    )


def _needs(seat: Seat) -> Sequence[str]:
    """Return what was said at the sign-up of somebody whom the reader may know, like a way in without steps."""
    made = seat.enrolment.sign_up
    return () if made is None or seat.is_hidden else needs_in_words(str(made.needs))


def meeting_row(meeting: Meeting, present: datetime.datetime, kept: Collection[uuid.UUID]) -> MeetingRow:
    """Return one class of a group; ``kept`` are the classes whose roll the reader keeps."""
    state = MeetingState(meeting.state)
    notes = [
        meeting.topic,
        _who_but_the_usual(meeting),
        meeting.venue.name if meeting.venue else "",
    ]
    return MeetingRow(
        day=full_date(meeting.day),
        hours=f"{clock(meeting.starts_at)}–{clock(meeting.ends_at)}",
        length=duration(Decimal(meeting.minutes) / MINUTES_OF_HOUR),
        note=DOT.join([each for each in [*notes, meeting.why] if each]),
        state="" if state == MeetingState.PLANNED else state.label,
        tone=MEETING_TONES[state],
        url=reverse("class_meeting", args=[meeting.pk]),
        is_over=meeting.ends_at <= present,
        roll=reverse("roll", args=[meeting.pk]) if meeting.pk in kept else "",
    )


def _who_but_the_usual(meeting: Meeting) -> str:
    """Return who stands in, or who taught then; blank for whoever teaches the group."""
    if not (meeting.teacher or meeting.as_taught):
        return ""
    return meeting.taught_by.name if meeting.taught_by else meeting.taught_by_name


def change_of_place(change: EnrolmentChange) -> dict[str, Any]:
    """Return what happened to a place, for its history."""
    who = change.by.name if change.by else ""
    return {"what": change.get_kind_display(), "at": change.at, "who": who, "why": change.why}  # type: ignore[attr-defined]


def places_in_words(free: int) -> str:
    """Say how many places are free."""
    return ngettext("%(free)s place is free", "%(free)s places are free", free) % {"free": number(free)}


def _note(seat: Seat, turn: int) -> str:
    enrolment = seat.enrolment
    if enrolment.state == EnrolmentState.OFFERED and enrolment.offered_until:
        return _("the place is kept until %(when)s") % {"when": moment(enrolment.offered_until)}
    if enrolment.state != EnrolmentState.WAITING:
        return ""
    reason = Priority(enrolment.priority).label
    said = {"turn": number(turn), "why": reason, "when": short_date(enrolment.asked_at)}
    return _("%(turn)s. in turn: %(why)s, since %(when)s") % said
