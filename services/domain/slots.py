"""What people do with available times: book one, choose another, give it back (C8)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.versions.actions import FactChanged
from services.domain.appointments import AppointmentRefused, change_appointment, make_appointment, settle_appointment
from services.domain.times import hold_time
from services.enums import AppointmentState, Purpose
from services.models import Appointment, AppointmentPerson, ConsultationHours
from services.queries.slots import slots_of
from services.rules.slots import Slot

MOST_BOOKED = 2
"""With so many appointments to come, whoever made them, nobody books one more by themselves."""
NOTICE = datetime.timedelta(hours=24)
"""So long before an appointment it is given back or moved by a click; later somebody calls."""
TAKEN, TOO_MANY, TOO_LATE = "taken", "too-many", "too-late"


class BookingRefused(ValueError):
    """What cannot be; the reason is one of the codes of this module."""


@transaction.atomic
def book(
    participation: Participation, keeper: User, starts_at: datetime.datetime, *, by: User, now: datetime.datetime
) -> Appointment:
    """Make an appointment at a free time of a colleague.

    Raises ``BookingRefused``: ``TAKEN`` when the time is not free any more, ``TOO_MANY`` with enough to come already.
    """
    slot = _held_slot(participation, keeper, starts_at, now=now)
    if has_enough_to_come(participation, now):
        raise BookingRefused(TOO_MANY)
    values: dict[str, Any] = _where(slot)
    return make_appointment(
        [participation], in_charge=keeper, by=by, starts_at=slot.starts_at, ends_at=slot.ends_at,
        purpose=Purpose.OTHER, language=participation.person.contact_language, **values,  # type: ignore[attr-defined]
    )  # fmt: skip


@transaction.atomic
def move(
    appointment: Appointment, participation: Participation, starts_at: datetime.datetime, *, by: User,
    now: datetime.datetime,
) -> None:  # fmt: skip
    """Move one's own appointment to another free time of the same colleague. Raises ``BookingRefused``."""
    if not may_be_given_back(appointment, now):
        raise BookingRefused(TOO_LATE)
    slot = _held_slot(participation, appointment.in_charge, starts_at, now=now, but=[appointment.pk])
    values = {
        "starts_at": slot.starts_at, "ends_at": slot.ends_at, "in_charge": appointment.in_charge, **_where(slot),
    }  # fmt: skip
    colleagues = list(appointment.colleagues.all())
    try:
        change_appointment(appointment, appointment.version, values, colleagues=colleagues, by=by)
    except (FactChanged, AppointmentRefused):
        raise BookingRefused(TOO_LATE) from None


@transaction.atomic
def give_back(appointment: Appointment, *, by: User, now: datetime.datetime) -> None:
    """Cancel one's own appointment in time. Raises ``BookingRefused`` (``TOO_LATE``)."""
    if not may_be_given_back(appointment, now):
        raise BookingRefused(TOO_LATE)
    try:
        settle_appointment(appointment, appointment.version, AppointmentState.CANCELLED, by=by, now=now)
    except (FactChanged, AppointmentRefused):
        raise BookingRefused(TOO_LATE) from None


def may_be_given_back(appointment: Appointment, now: datetime.datetime) -> bool:
    """Tell whether the person may cancel or move it by a click: it is planned, theirs alone, and not too soon."""
    is_shared = AppointmentPerson.objects.filter(appointment=appointment).exclude(
        participation__person=appointment.participation.person_id
    )
    return appointment.is_planned and appointment.starts_at - now >= NOTICE and not is_shared.exists()


def _held_slot(
    participation: Participation, keeper: User, starts_at: datetime.datetime, *, now: datetime.datetime,
    but: Sequence[object] = (),
) -> Slot:  # fmt: skip
    """Return the free time under the lock of the colleague and the person, so that nobody else gets it."""
    hold_time([keeper], [participation])
    day = starts_at.astimezone(datetime.UTC).date() - datetime.timedelta(days=1)
    offered = slots_of(keeper, participation.grant_project, day, after=now, days=3, open_only=True, but=but)
    found = next((slot for slot in offered if slot.starts_at == starts_at), None)
    if found is None:
        raise BookingRefused(TAKEN)
    return found


def _where(slot: Slot) -> dict[str, Any]:
    hours: ConsultationHours = slot.hours  # type: ignore[assignment]
    return {"place_kind": hours.place_kind, "venue": hours.venue, "place": ""}


def has_enough_to_come(participation: Participation, now: datetime.datetime) -> bool:
    """Tell whether nothing more is booked before one of the appointments to come is over (one query)."""
    return _to_come(participation, now) >= MOST_BOOKED


def _to_come(participation: Participation, now: datetime.datetime) -> int:
    return Appointment.objects.filter(people=participation, state=AppointmentState.PLANNED, ends_at__gt=now).count()
