"""Appointments in words: rows of a calendar, the card on a record, events of the timeline, who stays away."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation
from beneficiaries.tables.worklist import care_tags
from portal.accounts.models import User
from portal.clock import now, today
from portal.records import Alert, TimelineEntry, Words, may, once, record_address
from portal.ui.formatting import clock, duration, moment, number, short_date
from services.enums import AppointmentState, Purpose
from services.models import Appointment, AppointmentChange
from services.models import Meeting as ClassMeeting
from services.queries.appointments import MAKE, READ_FOR_RECORD, VIEW, Meeting, appointments_of
from services.queries.class_clashes import Clash
from services.rules.appointments import ROW_OF_MISSES, missed_in_a_row, span_of_days, state_of_person

KIND = gettext_lazy("Appointments")
MOST_TO_COME = 5
MINUTES_OF_HOUR = 60
DOT = " · "
TONES = {
    AppointmentState.TOOK_PLACE: "ok",
    AppointmentState.NO_SHOW: "danger",
    AppointmentState.CANCELLED: "line",
}


@dataclass(frozen=True)
class Named:
    """A person as a row names them."""

    name: str
    original: str
    number: str
    subject: Any

    @property
    def url(self) -> str:
        """Address of the record."""
        return reverse("person_record", args=[self.number])


@dataclass(frozen=True)
class AppointmentRow:
    """An appointment in a list: ``people`` are those within reach; without any only the time is told.

    ``url`` is that of its own page, which is for those who may see everybody at it.
    """

    appointment: Appointment
    people: Sequence[Named]
    at: str
    length: str
    note: str
    url: str
    tags: Sequence[tuple[Words, str]] = field(default_factory=tuple)

    @property
    def is_settled(self) -> bool:
        """Tell whether it is over with."""
        return not self.appointment.is_planned


def named(participation: Participation) -> Named:
    """Return how a person is named in a list."""
    person = participation.person
    name = person.full_name or person.original_name or participation.number
    original = person.original_name if person.original_name != name else ""
    return Named(name, original, participation.number, person.pk)


def row_of(meeting: Meeting) -> AppointmentRow:
    """Return an appointment as a list shows it."""
    appointment = meeting.appointment
    return AppointmentRow(
        appointment=appointment,
        people=[named(each.participation) for each in meeting.people],
        at=clock(appointment.starts_at),
        length=length_of(appointment),
        note="" if meeting.is_hidden else what_and_where(meeting),
        url=reverse("appointment", args=[appointment.pk]) if meeting.people and meeting.is_whole else "",
        tags=(*care_tags(*(each.participation.person for each in meeting.people)), *_state_tags(meeting)),
    )


def _state_tags(meeting: Meeting) -> Sequence[tuple[Words, str]]:
    return () if meeting.is_hidden else state_tags(meeting.appointment)


def length_of(appointment: Appointment) -> str:
    """Return how long it takes."""
    return duration(Decimal(appointment.minutes) / MINUTES_OF_HOUR)


def purpose_of(appointment: Appointment) -> str:
    """Return what somebody is met for."""
    kind = appointment.service_type
    return (kind.short_name or kind.name) if kind else str(Purpose(appointment.purpose).label)


def what_and_where(meeting: Meeting) -> str:
    """Return purpose, place, language and interpreter in one line; of what is not for the reader nothing."""
    appointment = meeting.appointment
    parts = [purpose_of(appointment), meeting.place or appointment.get_place_kind_display()]  # type: ignore[attr-defined]
    parts.append(LANGUAGES.get(appointment.language, ""))
    if meeting.interpreter:
        parts.append(_("interpreter: %(name)s") % {"name": meeting.interpreter})
    elif appointment.needs_interpreter:
        parts.append(_("with an interpreter"))
    if meeting.childcare:
        parts.append(_("childcare: %(name)s") % {"name": meeting.childcare})
    elif appointment.needs_childcare:
        parts.append(_("childcare"))
    return DOT.join(part for part in parts if part)


def state_tags(appointment: Appointment) -> list[tuple[Words, str]]:
    """Return what became of it as a tag; nothing while it is planned."""
    if appointment.is_planned:
        return []
    return [(appointment.get_state_display(), TONES[AppointmentState(appointment.state)])]  # type: ignore[attr-defined]


def when(appointment: Appointment) -> str:
    """Return day and time in short: 15.09.2026, 11:00."""
    return _("%(day)s, %(time)s") % {"day": short_date(appointment.starts_at), "time": clock(appointment.starts_at)}


def hours_of(appointment: Appointment | ClassMeeting) -> str:
    """Return from when to when: 11:00–12:00."""
    return f"{clock(appointment.starts_at)}–{clock(appointment.ends_at)}"


def from_calendar(appointment: Appointment) -> str:
    """Say from which appointment support is recorded."""
    return _("From the calendar: %(when)s, %(length)s") % {"when": when(appointment), "length": length_of(appointment)}


def colleague_is_occupied(account: User, appointment: Appointment | ClassMeeting) -> str:
    """Say that a colleague has something else then; with whom is nobody's business here."""
    words = {"name": account.name, "when": hours_of(appointment)}
    return _("%(name)s is occupied at %(when)s.") % words


def person_is_occupied(participation: Participation, appointment: Appointment) -> str:
    """Say that the person meets somebody else then."""
    words = {
        "name": named(participation).name,
        "when": hours_of(appointment),
        "who": appointment.in_charge.name,
    }
    return _("%(name)s has an appointment at %(when)s already, with %(who)s.") % words


def place_is_taken(clash: Clash) -> str:
    """Say that a class is held at the place then."""
    words = {"what": clash.what, "hours": f"{clock(clash.starts_at)}–{clock(clash.ends_at)}"}
    return _("At this place there is at %(hours)s: %(what)s.") % words


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return past appointments and those that were cancelled as events, newest first.

    One from which support was recorded is there already as that support.
    """
    if not may(participation, VIEW):
        return []
    present, found = now(), _known(participation)
    if len(found) == READ_FOR_RECORD:  # there may be more
        found = appointments_of(participation, most, told_at=present)
    return [_event(each) for each in found if _is_told(each, present)][:most]


def to_come(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card with the next appointments of a person."""
    if not may(participation, VIEW):
        return None
    begins, _ends = span_of_days(today(), 1, timezone.get_default_timezone())
    found = [each for each in reversed(_known(participation)) if each.starts_at >= begins and each.is_planned]
    return {
        "rows": [(each, when(each), _line(each)) for each in found[:MOST_TO_COME]],
        "may_make": may(participation, MAKE),
        "participation": participation,
    }


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say when somebody did not come twice in a row: a call may be needed."""
    if not may(participation, VIEW):
        return
    settled = (each for each in _known(participation) if not each.is_open)  # type: ignore[attr-defined]
    missed = missed_in_a_row(_state_of(each) for each in settled)
    if missed >= ROW_OF_MISSES:
        words = ngettext(
            "Did not come to the last %(times)s appointment.",
            "Did not come to the last %(times)s appointments.",
            missed,
        )
        url = record_address("new_appointment_of", participation.number) if may(participation, MAKE) else ""
        yield Alert(words % {"times": number(missed)}, url=url, label=_("Make an appointment"))


def change_in_words(change: AppointmentChange) -> str:
    """Return what somebody did, and from when or whom it was moved."""
    said = [str(change.get_kind_display())]  # type: ignore[attr-defined]
    if change.was_start:
        said.append(_("was %(when)s, %(length)s") % {"when": moment(change.was_start), "length": _was_length(change)})
    if change.was_in_charge:
        said.append(_("was kept by %(name)s") % {"name": change.was_in_charge.name})
    return DOT.join(said)


def _was_length(change: AppointmentChange) -> str:
    lasted: datetime.timedelta = change.was_end - change.was_start  # type: ignore[operator]
    return duration(Decimal(int(lasted.total_seconds())) / (MINUTES_OF_HOUR * MINUTES_OF_HOUR))


def _known(participation: Participation) -> list[Appointment]:
    return once(participation, "appointments", lambda person: appointments_of(person, READ_FOR_RECORD))


def _is_told(appointment: Appointment, moment: datetime.datetime) -> bool:
    begun = appointment.starts_at <= moment or appointment.state == AppointmentState.CANCELLED
    return begun and not appointment.is_logged  # type: ignore[attr-defined]


def _state_of(appointment: Appointment) -> AppointmentState:
    return state_of_person(appointment.state, stayed_away=appointment.stayed_away)  # type: ignore[attr-defined]


def _line(appointment: Appointment) -> str:
    place = "" if appointment.is_shared else appointment.where  # type: ignore[attr-defined]
    kind = appointment.get_place_kind_display()  # type: ignore[attr-defined]
    return DOT.join([purpose_of(appointment), place or kind, appointment.in_charge.name])


def _event(appointment: Appointment) -> TimelineEntry:
    state = _state_of(appointment)
    return TimelineEntry(
        on=appointment.day,
        kind=KIND,
        title=_("Appointment: %(state)s") % {"state": state.label},
        icon="calendar",
        tone="" if state == AppointmentState.TOOK_PLACE else "doc" if state == AppointmentState.NO_SHOW else "sys",
        meta=DOT.join([clock(appointment.starts_at), purpose_of(appointment), appointment.in_charge.name]),
        order=appointment.pk.hex,
    )
