"""The last support and the next appointment of each of several people (S6)."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Subquery

from beneficiaries.models import Participation
from portal.accounts.models import User
from services.enums import AppointmentState
from services.models import AppointmentPerson, SupportDelivery

RIGHT, MEETINGS = "view_support", "view_calendar"


def last_support_of(user: User, keys: Collection[Any]) -> list[SupportDelivery]:
    """Return the last support of each of these participations of which ``user`` may see it (one query)."""
    given = SupportDelivery.objects.current()  # type: ignore[attr-defined]
    last = given.filter(participation=OuterRef("participation")).order_by("-delivered_on", "-fact_id").values("pk")[:1]
    within = Participation.objects.visible_to(user, RIGHT).filter(pk__in=keys)  # type: ignore[attr-defined]
    rows = given.filter(participation__in=within, pk=Subquery(last))
    return list(rows.select_related("participation", "service_type"))


def next_meeting_of(user: User, keys: Collection[Any], moment: datetime.datetime) -> list[AppointmentPerson]:
    """Return the next planned appointment of each of these people whom ``user`` may see there (one query)."""
    planned = AppointmentPerson.objects.filter(
        appointment__state=AppointmentState.PLANNED, appointment__ends_at__gt=moment
    )
    order = ("appointment__starts_at", "pk")
    first = planned.filter(participation=OuterRef("participation")).order_by(*order).values("pk")[:1]
    within = Participation.objects.visible_to(user, MEETINGS).filter(pk__in=keys)  # type: ignore[attr-defined]
    rows = planned.filter(participation__in=within, pk=Subquery(first))
    return list(rows.select_related("appointment"))
