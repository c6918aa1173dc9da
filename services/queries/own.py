"""Appointments of a person as they see them themself: of everything they take part in, never anybody else’s."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from beneficiaries.models import Participation
from services.enums import AppointmentState
from services.models import Appointment, AppointmentPerson
from services.queries.appointments import LIVE

MOST = 50


def appointments_of_own(participations: Iterable[Participation]) -> QuerySet[Appointment]:
    """Return the appointments of these participations of one person, the first one first.

    ``is_shared`` tells that somebody else is there, too, ``stayed_away`` that only the others came.
    """
    keys = [each.pk for each in participations]
    places = AppointmentPerson.objects.filter(appointment=OuterRef("pk"))
    own, others = places.filter(participation__in=keys), places.exclude(participation__in=keys)
    missed = Exists(own.filter(stayed_away=True))
    rows = Appointment.objects.filter(Exists(own)).annotate(is_shared=Exists(others), stayed_away=missed)
    return (
        rows.select_related("participation__person__data_key", "in_charge", "service_type", "grant_project", "venue")
        .prefetch_related(Prefetch("bookings", LIVE, to_attr="booked"))
        .order_by("starts_at", "pk")
    )


def to_come(participations: Iterable[Participation], moment: datetime.datetime) -> list[Appointment]:
    """Return what is planned and not over at a moment, the next one first (one query)."""
    rows = appointments_of_own(participations).filter(state=AppointmentState.PLANNED, ends_at__gt=moment)
    return list(rows[:MOST])


def appointment_of_own(participations: Iterable[Participation], key: uuid.UUID) -> Appointment | None:
    """Return one appointment of the person (one query)."""
    return appointments_of_own(participations).filter(pk=key).first()
