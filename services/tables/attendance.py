"""Classes and rolls in words: rows of the list, names of a roll, the card of my day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from portal.clock import now
from portal.ui.formatting import clock, full_date, number
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow, WorkSection
from services.enums import ActivityKind
from services.models import Meeting
from services.queries.attendance import ABSENT, KEEP, PRESENT, Place, classes_between
from services.rules.appointments import span_of_days
from services.rules.attendance import may_be_marked

DOT = " · "


@dataclass(frozen=True)
class ClassRow:
    """One class in a list: when, what, where and who teaches, how far its roll is."""

    at: str
    until: str
    day: datetime.date
    title: str
    url: str
    sheet_url: str
    note: str
    tally: str
    is_done: bool
    may_mark: bool
    by_name: bool


def class_row(meeting: Meeting) -> ClassRow:
    """Return a class of ``classes_between`` as a row."""
    local = timezone.localtime
    return ClassRow(
        at=clock(local(meeting.starts_at)),
        until=clock(local(meeting.ends_at)),
        day=meeting.day,
        title=meeting.activity.called,
        url=reverse("roll", args=[meeting.pk]),
        sheet_url=reverse("roll_sheet", args=[meeting.pk]),
        note=DOT.join(filter(None, (place_of(meeting), teacher_of(meeting)))),
        tally=tally_of(meeting),
        is_done=is_done(meeting),
        may_mark=may_be_marked(meeting.starts_at, now(), is_off=meeting.is_off),
        by_name=meeting.activity.is_by_name,
    )


def is_done(meeting: Meeting) -> bool:
    """Tell whether nobody of a class of ``classes_between`` is left without an entry."""
    if meeting.activity.kind == ActivityKind.OPEN:
        return meeting.head_count is not None
    return meeting.present + meeting.absent >= meeting.seats  # type: ignore[attr-defined]


def tally_of(meeting: Meeting) -> str:
    """Say how many are there of how many, or how many visitors came."""
    if meeting.activity.kind == ActivityKind.OPEN:
        came = meeting.head_count
        return ngettext("%(people)s visitor", "%(people)s visitors", came) % {"people": number(came)} if came else ""
    seats, present = meeting.seats, meeting.present  # type: ignore[attr-defined]
    if not (present or meeting.absent):  # type: ignore[attr-defined]
        return ngettext("%(people)s person", "%(people)s people", seats) % {"people": number(seats)}
    return _("%(here)s of %(people)s here") % {"here": number(present), "people": number(seats)}


def when_of(meeting: Meeting) -> str:
    """Say the day and the time of a class: the day on which it begins, the clock on the wall."""
    local = timezone.localtime
    return f"{full_date(meeting.day)}, {clock(local(meeting.starts_at))}–{clock(local(meeting.ends_at))}"


def place_of(meeting: Meeting) -> str:
    """Return where a class is; online where there is nothing but a link."""
    venue = meeting.venue or meeting.activity.venue
    return venue.name if venue else (_("online") if meeting.activity.online_link else "")


def teacher_of(meeting: Meeting) -> str:
    """Return who teaches or taught a class."""
    return meeting.taught_by.name if meeting.taught_by else meeting.taught_by_name


def names_on(places: Sequence[Place], *, is_passed_around: bool = False) -> list[tuple[str, str]]:
    """Return the name of everybody on a roll with its hint; who is hidden is told apart by a number alone (S26).

    On paper that everybody in the room reads (``is_passed_around``) a confidential person is so for every reader.
    """
    hidden, named = 0, []
    for place in places:
        is_named = place.is_known and not (is_passed_around and _is_confidential(place))
        hidden += not is_named
        named.append(_name(place) if is_named else (_("participant %(number)s") % {"number": hidden}, ""))
    return named


def _is_confidential(place: Place) -> bool:
    participation = place.enrolment.participation
    return participation is not None and participation.person.is_confidential


def state_in_words(state: str) -> str:
    """Return a state in words."""
    return {PRESENT: pgettext("attendance", "here"), ABSENT: pgettext("attendance", "not here")}.get(
        state, pgettext("attendance", "no entry")
    )


def todays_classes(desk: Desk) -> WorkList:
    """Return the classes of the day whose roll the account keeps (one query)."""
    begins, ends = span_of_days(desk.day, 1, timezone.get_default_timezone())
    found = list(classes_between(desk.account, begins, ends))
    return WorkList([_work_row(each) for each in found[: desk.most]], len(found), reverse("attendance"))


def tally(count: int) -> str:
    """Say how many classes there are today."""
    return npgettext("today", "%(count)s class", "%(count)s classes", count) % {"count": number(count)}


SECTION = WorkSection(
    "classes",
    5,
    gettext_lazy("Classes today"),
    KEEP,
    todays_classes,
    template="services/classes_today.html",
    tally=tally,
)


def _work_row(meeting: Meeting) -> WorkRow:
    row = class_row(meeting)
    done = row.tally if row.is_done and row.may_mark else ""
    act = NextAct(_("Attendance"), row.url, tone="second")
    local = timezone.localtime(meeting.starts_at)
    return WorkRow(
        title=row.title, url=row.url, acts=[] if done else [act], note=DOT.join(filter(None, (row.note, row.tally))),
        at=local.time(), minutes=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60), done=done,
    )  # fmt: skip


def _name(place: Place) -> tuple[str, str]:
    participation = place.enrolment.participation
    if participation is None:
        return str(place.enrolment.name) or _("no name given"), _("no record yet: hours follow when it is found")
    person = participation.person
    return person.full_name or person.original_name or participation.number, participation.number
