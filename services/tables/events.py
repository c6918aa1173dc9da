"""Events in the words of the staff: rows of the list, meetings, places; people by name, visitors as a number alone."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beneficiaries.enums import LANGUAGES
from portal.ui.formatting import moment, number
from portal.ui.parts import Fact
from services.domain.events import steps_from
from services.enums import ActivityState, EnrolmentState, MeetingState
from services.models import Activity, Enrolment, Meeting
from services.tables.catalogue import ages_of, when_of, where_of
from services.tables.sign_ups import OVER, needs_in_words

STATE_TONES = {
    ActivityState.DRAFT: "line", ActivityState.OPEN: "ok", ActivityState.CLOSED: "info",
    ActivityState.CANCELLED: "danger",
}  # fmt: skip
PLACE_TONES = {
    EnrolmentState.TAKEN: "ok", EnrolmentState.OFFERED: "warn", EnrolmentState.WAITING: "info",
    EnrolmentState.HELD: "warn",
}  # fmt: skip


LIVING = frozenset(EnrolmentState) - OVER
"""States of a place that is still somebody's."""


@dataclass(frozen=True)
class EventRow:
    """An event in the list: ``figure`` is of its own kind, places or visitors; ``held`` sign-ups wait for people."""

    title: str
    url: str
    when: str
    where: str
    state: str
    tone: str
    figure: str
    waiting: int = 0
    held: int = 0


@dataclass(frozen=True)
class MeetingRow:
    """One meeting on the page of an event."""

    key: Any
    version: Any
    when: str
    topic: str
    where: str
    is_off: bool
    why: str
    visitors: int | None
    may_cancel: bool
    may_move: bool
    asks_visitors: bool
    roll: str
    resources: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """One place on the page of an event; without a name only that it is taken."""

    key: Any
    name: str
    url: str
    state: str
    tone: str
    about: Sequence[str]
    join: str
    is_held: bool
    may_give_up: bool
    may_give: bool
    subject: Any = None


def event_row(event: Activity) -> EventRow:
    """Return an event as the list shows it."""
    begins = event.next_at or event.last_at  # type: ignore[attr-defined]
    return EventRow(
        title=str(event), url=reverse("event", args=[event.pk]), when=moment(begins) if begins else "",
        where=where_of(event, None), state=str(event.get_state_display()),  # type: ignore[attr-defined]
        tone=STATE_TONES.get(ActivityState(event.state), ""),
        figure=_places(event) if event.is_by_name else _visitors(event.visitors),  # type: ignore[attr-defined]
        waiting=event.waiting if event.is_by_name else 0,  # type: ignore[attr-defined]
        held=event.held if event.is_by_name else 0,  # type: ignore[attr-defined]
    )  # fmt: skip


def facts_of(event: Activity) -> list[Fact]:
    """Return what an event says, in lines."""
    yes = _("yes")
    service = event.service_type
    found = [
        (_("Counts as"), (service.short_name or service.name) if service else _("nothing: only visitors are counted")),
        (pgettext("of an event", "Place"), where_of(event, None)),
        (_("How to get in"), str(event.venue.access) if event.venue else ""),
        (_("Link of the online meeting"), event.online_link),
        (_("Language of the class"), LANGUAGES.get(event.language, "")),
        (_("Language in which help is given"), LANGUAGES.get(event.helper_language, "")),
        (_("Ages"), ages_of(event)),
        (pgettext("of an event", "Who leads it"), event.teacher.name if event.teacher else event.teacher_name),
        (_("Children come with a parent or guardian"), yes if event.with_guardian else ""),
        (_("There is care for small children"), yes if event.has_childcare else ""),
        (_("Signing up ends"), moment(event.sign_up_to) if event.sign_up_to else ""),
        (_("Shown to everybody on the page of classes"), yes if event.is_public else _("no")),
        (_("What to bring, materials"), str(event.materials)),
    ]  # fmt: skip
    return [Fact(str(label), str(value)) for label, value in found if value]


def meeting_rows(
    event: Activity, meetings: Sequence[Meeting], at: Any, kept: Collection[uuid.UUID]
) -> list[MeetingRow]:
    """Return the meetings of an event; ``kept`` are those whose roll the reader keeps."""
    return [
        MeetingRow(
            key=each.pk, version=each.version, when=when_of(each), topic=each.topic,
            where=where_of(event, each) if each.venue else "", why=each.why,
            is_off=each.state == MeetingState.CANCELLED,
            visitors=each.head_count, may_cancel=_may_cancel(event, each, at), may_move=not each.is_off,
            asks_visitors=not event.is_by_name and each.state != MeetingState.CANCELLED and each.starts_at <= at,
            roll=reverse("roll", args=[each.pk]) if each.pk in kept else "",
            resources="" if each.state == MeetingState.CANCELLED else reverse("class_resources", args=[each.pk]),
        )
        for each in meetings
    ]  # fmt: skip


def held_stays(held: int) -> str:
    """Say what cancelling an event leaves as it is."""
    return ngettext(
        "%(meetings)s meeting that was held stays as it is, with everything that was noted of it.",
        "%(meetings)s meetings that were held stay as they are, with everything that was noted of them.",
        held,
    ) % {"meetings": number(held)}


def _may_cancel(event: Activity, meeting: Meeting, at: datetime.datetime) -> bool:
    if meeting.state == MeetingState.HELD:
        return event.is_by_name
    return meeting.state == MeetingState.PLANNED and meeting.ends_at > at


def place_rows(rows: Sequence[Enrolment], seen: set[Any]) -> list[PlaceRow]:
    """Return the places of an activity; ``seen`` are the participations whose names may be read.

    Who signed up together with somebody hidden is not shown by whom: that could be the one who is hidden.
    """
    apart = {
        each.sign_up_id  # type: ignore[attr-defined]
        for each in rows
        if each.participation is not None and each.participation.pk not in seen
    }
    return [_place(each, seen, is_apart=each.sign_up_id in apart) for each in rows]  # type: ignore[attr-defined]


def seats_line(event: Activity, rows: Sequence[Enrolment]) -> str:
    """Say how many places are taken, and how many people wait."""
    taken = sum(each.state in (EnrolmentState.TAKEN, EnrolmentState.OFFERED) for each in rows)
    return _taken(taken, event.capacity)


def steps_of(event: Activity) -> list[tuple[str, str, str]]:
    """Return the steps that are possible: code, words of the button, tone."""
    words = {
        ActivityState.OPEN: (_("Publish and open sign-up"), ""),
        ActivityState.CLOSED: (_("Close sign-up"), "second"),
        ActivityState.ENDED: (_("Mark as ended"), "second"),
        ActivityState.DRAFT: (_("Prepare it again"), "second"),
        ActivityState.CANCELLED: (_("Cancel the event"), "danger"),
    }
    if event.state == ActivityState.ENDED:
        words[ActivityState.CLOSED] = (_("It is not over yet"), "second")
    if event.state == ActivityState.CLOSED:
        words[ActivityState.OPEN] = (_("Open sign-up again"), "second")
    if not event.is_by_name:
        words[ActivityState.OPEN] = (_("Publish"), "")
        words[ActivityState.CLOSED] = ("", "")
    possible = steps_from(event.state)
    return [(str(state), *words[state]) for state in words if state in possible and words[state][0]]


def _place(row: Enrolment, seen: set[Any], *, is_apart: bool) -> PlaceRow:
    state = EnrolmentState(row.state)
    participation = row.participation
    name, url, subject = "", "", None
    if participation is not None and participation.pk in seen:
        person = participation.person
        name, subject = person.full_name or person.original_name or participation.number, person.pk
        url = reverse("person_record", args=[participation.number])
    elif participation is None:
        name = str(row.name)
    may_see = participation is None or participation.pk in seen
    return PlaceRow(
        key=row.pk, name=name, url=url, state=str(state.label), tone=PLACE_TONES.get(state, "line"),
        about=_about(row) if may_see and not is_apart else (), subject=subject,
        join=reverse("join_sign_up", args=[row.pk]) if participation is None and state in LIVING else "",
        is_held=state == EnrolmentState.HELD,
        may_give_up=may_see and state in (EnrolmentState.TAKEN, EnrolmentState.OFFERED, EnrolmentState.WAITING),
        may_give=may_see and state in (EnrolmentState.WAITING, EnrolmentState.LAPSED),
    )  # fmt: skip


def _about(row: Enrolment) -> list[str]:
    """Return what was said when somebody signed up: age, how to reach them, who signed up, what they need."""
    made = row.sign_up
    if made is None:
        return []
    lines = []
    if row.participation is None and row.birth_year:
        lines.append(_("born in %(year)s") % {"year": str(row.birth_year)})
    if str(made.name) and str(made.name) != str(row.name):
        lines.append(_("signed up by %(name)s") % {"name": str(made.name)})
    lines += [words for words in (str(made.phone), str(made.email)) if words]
    return [*lines, *needs_in_words(str(made.needs))]


def _places(event: Activity) -> str:
    return _taken(event.seated, event.capacity)  # type: ignore[attr-defined]


def _taken(taken: int, capacity: int | None) -> str:
    if capacity is None:
        return ngettext("%(taken)s place taken", "%(taken)s places taken", taken) % {"taken": number(taken)}
    words = ngettext("%(taken)s of %(all)s places taken", "%(taken)s of %(all)s places taken", taken)
    return words % {"taken": number(taken), "all": number(capacity)}


def _visitors(count: int | None) -> str:
    if count is None:
        return pgettext("visitors of an event", "not noted")
    return ngettext("%(count)s visitor", "%(count)s visitors", count) % {"count": number(count)}
