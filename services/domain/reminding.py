"""What people are told of their appointments: the day and the hour, nothing more (S24)."""

import datetime

from django.utils import timezone

from beneficiaries.queries.reaching import PERSON
from portal.messages.sending import ask_for_message, withdraw_message
from services.enums import AppointmentState
from services.models import Appointment, AppointmentPerson

REMINDER, MOVED, CANCELLED = "appointment-reminder", "appointment-moved", "appointment-cancelled"
AHEAD = datetime.timedelta(hours=30)
"""So long before an appointment a reminder is written; the gate sends it in hours in which messages may come."""


def remind(now: datetime.datetime) -> int:
    """Remind everybody of what is planned within the next day; each appointment and time once. Return how many."""
    soon = AppointmentPerson.objects.filter(
        appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now,
        appointment__starts_at__lte=now + AHEAD,
    )  # fmt: skip
    rows = list(soon.select_related("appointment__grant_project", "participation"))
    for each in rows:
        _tell(REMINDER, each.appointment, each.participation.person_id, each.appointment.starts_at)
    return len(rows)


def tell_moved(appointment: Appointment, was: datetime.datetime, now: datetime.datetime) -> None:
    """Say the new day and hour, when they are to come; a reminder of the old ones does not go out any more."""
    _tell_everybody(MOVED, appointment, was, now)


def tell_cancelled(appointment: Appointment, now: datetime.datetime) -> None:
    """Say that it is cancelled, when it was still to come."""
    _tell_everybody(CANCELLED, appointment, appointment.starts_at, now)


def _tell_everybody(kind: str, appointment: Appointment, was: datetime.datetime, now: datetime.datetime) -> None:
    for person in appointment.people.values_list("person", flat=True):
        withdraw_message(_key(REMINDER, appointment, person, was))
        if appointment.starts_at > now:
            _tell(kind, appointment, person, appointment.starts_at)


def _key(kind: str, appointment: Appointment, person: object, starts_at: datetime.datetime) -> str:
    """Name a message: a reminder once for each time, news once for each change."""
    if kind == REMINDER:
        return f"{kind}-{appointment.pk}-{person}-{starts_at.astimezone(datetime.UTC):%Y%m%d%H%M}"
    return f"{kind}-{appointment.version}-{person}"


def _tell(kind: str, appointment: Appointment, person: object, starts_at: datetime.datetime) -> None:
    local = timezone.localtime(starts_at)
    ask_for_message(
        kind, PERSON, str(person), context={"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"},
        grant_project=appointment.grant_project, useless_at=starts_at,
        dedup_key=_key(kind, appointment, person, starts_at),
    )  # fmt: skip
