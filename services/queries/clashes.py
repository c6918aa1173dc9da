"""Who is occupied already: what a writer is asked about before an appointment is saved."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from beneficiaries.models import Participation
from services.enums import AppointmentState
from services.models import Appointment, AppointmentPerson, Meeting
from services.queries.appointments import VIEW

if TYPE_CHECKING:
    from portal.accounts.models import User

Span = tuple[datetime.datetime, datetime.datetime]


def occupied_colleagues(
    accounts: Collection["User"], span: Span, but: uuid.UUID | None
) -> list[tuple["User", Appointment]]:
    """Return which of these colleagues have something else in that time (two queries).

    Of whatever they have only the time may be told: with whom it is can be hidden from the one who asks.
    """
    asked = {each.pk: each for each in accounts}
    kept = _planned(span, but).filter(Q(in_charge__in=asked) | Q(colleagues__in=asked)).distinct()
    return [
        (asked[key], each)
        for each in kept.prefetch_related("colleagues")
        for key in dict.fromkeys([each.in_charge_id, *(one.pk for one in each.colleagues.all())])
        if key in asked
    ]


def teaching_colleagues(accounts: Collection["User"], span: Span) -> list[tuple["User", Meeting]]:
    """Return which of these colleagues teach a class in that time (one query)."""
    asked = {each.pk: each for each in accounts}
    classes = Meeting.objects.not_off().annotate(by=Coalesce("teacher", "activity__teacher"))  # type: ignore[attr-defined]
    found = classes.filter(by__in=asked, starts_at__lt=span[1], ends_at__gt=span[0]).order_by("starts_at", "pk")
    return [(asked[each.by], each) for each in found]


def occupied_people(
    user: "User", participations: Collection[Participation], span: Span, but: uuid.UUID | None
) -> list[tuple[Participation, Appointment]]:
    """Return which of these people meet somebody else in that time, as far as ``user`` may know (one query)."""
    asked = {each.pk: each for each in participations}
    seen = _planned(span, but).visible_to(user, VIEW)  # type: ignore[attr-defined]
    places = AppointmentPerson.objects.filter(participation__in=asked, appointment__in=seen.values("pk"))
    found = places.select_related("appointment__in_charge").order_by("appointment__starts_at", "pk")
    return [(asked[each.participation_id], each.appointment) for each in found]


def _planned(span: Span, but: uuid.UUID | None) -> QuerySet:
    return (
        Appointment.objects.within(*span)
        .filter(state__in=(AppointmentState.PLANNED, AppointmentState.TOOK_PLACE))
        .exclude(pk=but)
        .order_by("starts_at", "pk")
    )
