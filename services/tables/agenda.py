"""The card of my day with the appointments of today: who, what, where, and the next act."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.clock import now
from portal.policy.access import access_of
from portal.ui.formatting import clock, hours, number
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from services.enums import Purpose
from services.models import Appointment, AppointmentPerson
from services.queries.appointments import MAKE, Meeting, calendar_of
from services.rules.appointments import span_of_days
from services.tables.appointments import row_of

MINUTES_OF_HOUR = 60
NEAR = datetime.timedelta(hours=2)
"""So far from an appointment its person is still proposed for an entry of support."""
USUAL = (15, 30, 45, 60, 90)
"""Minutes that the form of support offers; any other length goes there as hours."""


@dataclass(frozen=True)
class AgendaRow(WorkRow):
    """An appointment of the day, under the name of the first person within reach; ``others`` says how many more come.

    ``is_now`` marks the one under way or the next one; ``page_url`` leads to the appointment itself.
    """

    others: str = ""
    page_url: str = ""
    length: str = ""
    clock: str = ""
    is_now: bool = False
    is_over: bool = False


def today_of(desk: Desk) -> WorkList:
    """Return the appointments of the day that the colleague keeps; the first of the rest comes at most so late."""
    begins, ends = span_of_days(desk.day, 1, timezone.get_default_timezone())
    meetings = calendar_of(desk.account, desk.account, begins, ends)
    here = _at_hand(meetings, now())
    rows = [_row(each, is_now=each is here) for each in meetings]
    start = _start_of(meetings, desk.most, here)
    week = f"{reverse('calendar')}?{urlencode({'dzien': desk.day.isoformat(), 'widok': 'tydzien'})}"
    return WorkList(rows[start : start + desk.most], len(rows), week)


def make_one(desk: Desk) -> NextAct | None:
    """Return the link to make an appointment."""
    may = access_of(desk.account).may(MAKE)
    return NextAct(_("Make an appointment"), reverse("new_appointment")) if may else None


def log_address(appointment: Appointment, number: str) -> str:
    """Return where support is recorded from an appointment: person, kind, day and length are filled in there."""
    kind, minutes = appointment.service_type, appointment.minutes
    usual = minutes in USUAL
    asked = {
        "rodzaj": kind.code if kind else "",
        "dzien": appointment.day.isoformat(),
        "minuty": str(minutes) if usual else "other",
        "godziny": "" if usual else hours(round(minutes / MINUTES_OF_HOUR, 2)),
        "spotkanie": str(appointment.pk),
    }
    given = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('new_support', args=[number])}?{given}"


def log_at_hand(meetings: Sequence[Meeting], now: datetime.datetime) -> str:
    """Return where support is recorded from the nearest appointment; blank when nothing waits within ``NEAR``.

    One under way is nearest; a talk that has just ended comes before one as far ahead. ``meetings`` are those of the
    day; of one with several people the first whose support is not recorded.
    """
    waiting = [(_distance(each.appointment, now), each, people) for each in meetings if (people := _to_log(each))]
    near = [found for found in waiting if found[0] <= NEAR]
    if not near:
        return ""
    _far, here, people = min(near, key=lambda found: (found[0], found[1].appointment.starts_at))
    return log_address(here.appointment, people[0].participation.number)


def _distance(appointment: Appointment, now: datetime.datetime) -> datetime.timedelta:
    return max(appointment.starts_at - now, now - appointment.ends_at, datetime.timedelta())


def _row(meeting: Meeting, *, is_now: bool) -> AgendaRow:
    appointment, shown = meeting.appointment, row_of(meeting)
    first, done = shown.people[0] if shown.people else None, _done(meeting)
    return AgendaRow(
        title=first.name if first else pgettext("time in a calendar", "Occupied"),
        url=first.url if first else "",
        acts=_acts(meeting),
        note=shown.note,
        at=timezone.localtime(appointment.starts_at).time(),
        minutes=appointment.minutes,
        tags=() if done else shown.tags,
        subject=first.subject if first else None,
        original=first.original if first else "",
        done=done,
        others=_others(len(shown.people) - 1),
        page_url=shown.url,
        length=shown.length,
        clock=shown.at,
        is_now=is_now,
        is_over=not appointment.is_planned,
    )


def _others(people: int) -> str:
    if people < 1:
        return ""
    words = ngettext("and %(people)s more person", "and %(people)s more people", people)
    return words % {"people": number(people)}


def _acts(meeting: Meeting) -> list[NextAct]:
    """Return what to do: start a diagnosis that is due, record support not yet recorded.

    A diagnosis is due where there is none, and at an appointment for that until one of its day is there.
    """
    appointment = meeting.appointment
    alone = meeting.waiting if len(meeting.people) == 1 else []
    acts = [_diagnose(each) for each in alone if _needs_diagnosis(appointment, each)]
    if able := _to_log(meeting):
        url = log_address(appointment, able[0].participation.number)
        acts.append(NextAct(pgettext("support from an appointment", "Record"), url, panel="quick-log"))
    return acts


def _to_log(meeting: Meeting) -> list[AppointmentPerson]:
    """Return the people of an appointment whose support is to be recorded yet, as far as the account may."""
    return [each for each in meeting.waiting if each.may_log]  # type: ignore[attr-defined]


def _needs_diagnosis(appointment: Appointment, place: AppointmentPerson) -> bool:
    is_for_that = appointment.purpose == Purpose.DIAGNOSIS
    is_done: bool = place.is_diagnosed if is_for_that else place.has_diagnosis  # type: ignore[attr-defined]
    return place.may_diagnose and not is_done  # type: ignore[attr-defined]


def _diagnose(place: AppointmentPerson) -> NextAct:
    return NextAct(_("Start diagnosis"), reverse("new_diagnosis", args=[place.participation.number]), tone="")


def _logged(meeting: Meeting) -> list[datetime.datetime]:
    return [each.logged_at for each in meeting.people if each.is_logged and each.logged_at]  # type: ignore[attr-defined]


def _done(meeting: Meeting) -> str:
    """Say when support was recorded, once it is recorded for everybody within reach who came."""
    logged = _logged(meeting)
    if not logged or len(logged) < sum(not each.stayed_away for each in meeting.people):
        return ""
    return _("recorded %(time)s") % {"time": clock(max(logged))}


def _at_hand(meetings: Sequence[Meeting], now: datetime.datetime) -> Meeting | None:
    """Return the appointment under way, or the next one: what is not settled and not over."""
    waiting = (each for each in meetings if each.appointment.is_planned and each.appointment.ends_at > now)
    return next(waiting, None)


def _start_of(meetings: Sequence[Meeting], most: int, here: Meeting | None) -> int:
    """Return which row comes first when there are more than fit: those before the one at hand give way."""
    if len(meetings) <= most:
        return 0
    at = next((place for place, each in enumerate(meetings) if each is here), len(meetings) - 1)
    return min(max(at - 1, 0), len(meetings) - most)


def tally(count: int) -> str:
    """Say how many appointments there are today."""
    return ngettext("%(count)s appointment", "%(count)s appointments", count) % {"count": number(count)}
