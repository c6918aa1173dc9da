"""What people are told of their appointments: the day and the hour, nothing more (S24)."""

import datetime
from collections import defaultdict

from django.utils import timezone

from beneficiaries.models import Person
from portal.clock import local_day
from portal.messages.sending import ask_for_message, asked_when, withdraw_message
from services.enums import AppointmentState
from services.models import Appointment, AppointmentPerson
from services.queries.told import Told, standing_for, those_told

REMINDER, MOVED, CANCELLED = "appointment-reminder", "appointment-moved", "appointment-cancelled"
AHEAD = datetime.timedelta(hours=30)
"""So long before an appointment a reminder is written; the gate sends it in hours in which messages may come."""
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def remind(now: datetime.datetime) -> int:
    """Remind everybody of what is planned within the next day; each appointment and time once. Return how many.

    Of a child those who stand for it are reminded, once also where they come along. Who was told of the new time since
    a reminder was due needs no second message (three queries beside the messages).
    """
    soon = AppointmentPerson.objects.filter(
        appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now,
        appointment__starts_at__lte=now + AHEAD,
    )  # fmt: skip
    together: dict[Appointment, list[Person]] = defaultdict(list)
    for each in soon.select_related("appointment__grant_project", "participation__person").order_by("pk"):
        together[each.appointment].append(each.participation.person)
    day = local_day(now)
    standing = standing_for([person for people in together.values() for person in people], day)
    asked = [(appointment, to) for appointment, people in together.items() for to in those_told(people, standing, day)]
    told = asked_when(_key(MOVED, *each, each[0].starts_at) for each in asked)
    due = [
        (appointment, to) for appointment, to in asked
        if told.get(_key(MOVED, appointment, to, appointment.starts_at), _NEVER) < appointment.starts_at - AHEAD
    ]  # fmt: skip
    for appointment, to in due:
        _tell(REMINDER, appointment, to, appointment.starts_at)
    return len(due)


def tell_moved(appointment: Appointment, was: datetime.datetime, now: datetime.datetime) -> None:
    """Say the new day and hour, when they are to come; a reminder of the old ones does not go out any more."""
    _tell_everybody(MOVED, appointment, was, now)


def tell_cancelled(appointment: Appointment, now: datetime.datetime) -> None:
    """Say that it is cancelled, when it was still to come."""
    _tell_everybody(CANCELLED, appointment, appointment.starts_at, now)


def _tell_everybody(kind: str, appointment: Appointment, was: datetime.datetime, now: datetime.datetime) -> None:
    day = local_day(now)
    people = [each.person for each in appointment.people.select_related("person")]
    for to in those_told(people, standing_for(people, day), day):
        withdraw_message(_key(REMINDER, appointment, to, was))
        if appointment.starts_at > now:
            _tell(kind, appointment, to, appointment.starts_at)


def _key(kind: str, appointment: Appointment, to: Told, starts_at: datetime.datetime) -> str:
    """Name a message: a reminder once for each time, news once for each change."""
    if kind == REMINDER:
        return f"{kind}-{appointment.pk}-{to[1]}-{starts_at.astimezone(datetime.UTC):%Y%m%d%H%M}"
    return f"{kind}-{appointment.version}-{to[1]}"


def _tell(kind: str, appointment: Appointment, to: Told, starts_at: datetime.datetime) -> None:
    local = timezone.localtime(starts_at)
    ask_for_message(
        kind, to[0], str(to[1]), context={"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"},
        grant_project=appointment.grant_project, useless_at=starts_at, dedup_key=_key(kind, appointment, to, starts_at),
    )  # fmt: skip
