"""Reads about support: of one participation, newest first, and summed by kind."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, Sum

from beneficiaries.models import Participation
from portal.clock import today
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject, ProjectOrganisation, ServiceType
from portal.reads import ahead
from portal.ui.formatting import current_language
from services.models import ProtectedNote, SupportDelivery

if TYPE_CHECKING:
    from portal.accounts.models import User

FALLBACK = "pl"
LATEST = 16
"""So much support is read ahead for the first page of a record, which shows one event less."""
DELIVERIES_PER_PERSON = 10
"""How far back recently supported people are looked for."""


@dataclass(frozen=True)
class KindOfSupport:
    """How often and how long one kind of support was given; ``hours`` is 0 where the lists gave none.

    ``travel_minutes`` stand beside the hours and are no part of them.
    """

    code: str
    name: str
    times: int
    hours: Decimal
    travel_minutes: int
    last_on: datetime.date


def support_of(participation: Participation, most: int, first: int = 0) -> list[SupportDelivery]:
    """Return support given to the person, newest first (one query).

    Each has ``by_partner`` and ``has_protected_note``.
    """
    if first == 0 and most <= LATEST:
        found = list(ahead(participation, latest_support))[:most]
    else:
        found = list(support_rows(participation)[first : first + most])
    for each in found:  # a note is opened with the key of the person at hand
        each.participation = participation
    return found


def latest_support(participation: Participation) -> QuerySet[SupportDelivery]:
    """Return the rows of ``support_of`` for the first page of a record."""
    return support_rows(participation)[:LATEST]


def support_rows(participation: Participation) -> QuerySet[SupportDelivery]:
    """Return the rows of ``support_of``, the first and the last alike."""
    partner = ProjectOrganisation.objects.filter(
        grant_project=participation.grant_project_id, organisation=OuterRef("organisation"), kind=PartnerKind.PARTNER
    )
    locked = ProtectedNote.objects.current().filter(support=OuterRef("fact_id"))  # type: ignore[attr-defined]
    return (
        _current(participation)
        .annotate(by_partner=Exists(partner), has_protected_note=Exists(locked))
        .select_related("service_type", "organisation", "delivered_by")
        .order_by("-delivered_on", "-fact_id")
    )


def history_of_support(participation: Participation, fact_id: uuid.UUID) -> list[SupportDelivery]:
    """Return every version of one delivery, the latest first (one query)."""
    versions = SupportDelivery.objects.filter(participation=participation, fact_id=fact_id)
    found = list(versions.select_related("service_type", "recorded_by").order_by("-recorded_at", "-id"))
    for each in found:
        each.participation = participation
    return found


def taken_back(participation: Participation) -> list[SupportDelivery]:
    """Return the last version of each delivery that was taken back, the latest first (one query)."""
    versions = SupportDelivery.objects.filter(participation=participation, fact_id=OuterRef("fact_id"))
    last = versions.order_by("-recorded_at", "-id").values("pk")[:1]
    ended = SupportDelivery.objects.filter(participation=participation, superseded_at__isnull=False, pk=Subquery(last))
    return list(ended.select_related("service_type", "recorded_by").order_by("-recorded_at"))


def same_support(
    participations: Collection[Participation], service_type: ServiceType, day: datetime.date, hours: Decimal
) -> list[SupportDelivery]:
    """Return support of this kind, day and length that these people were given already (one query)."""
    found = (
        SupportDelivery.objects.current()  # type: ignore[attr-defined]
        .filter(participation__in=participations, service_type=service_type, delivered_on=day, hours=hours)
        .select_related("recorded_by")
        .order_by("fact_id")
    )
    return list({each.participation_id: each for each in found}.values())


def recently_supported(user: "User", grant_project: GrantProject, most: int) -> list[uuid.UUID]:
    """Return the participations for which the account gave support last, the latest first (one query)."""
    given = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        delivered_by=user, participation__grant_project=grant_project
    )
    latest = given.order_by("-recorded_at").values_list("participation", flat=True)[: most * DELIVERIES_PER_PERSON]
    return list(dict.fromkeys(latest))[:most]


def support_by_kind(participation: Participation) -> list[KindOfSupport]:
    """Return the support given, summed by kind, in the order of the project's kinds (one query)."""
    names = _names_of_kinds()
    return [
        KindOfSupport(
            code=row["service_type__code"],
            name=next((row[name] for name in names if row[name]), row["service_type__code"]),
            times=row["times"],
            hours=row["hours"] or Decimal(0),
            travel_minutes=row["travel"] or 0,
            last_on=row["last_on"],
        )
        for row in ahead(participation, kind_rows)
    ]


def kind_rows(participation: Participation) -> QuerySet:
    """Return the rows of ``support_by_kind``."""
    return (
        _current(participation)
        .order_by("service_type__position")
        .values("service_type__code", "service_type__position", *dict.fromkeys(_names_of_kinds()))
        .annotate(times=Count("pk"), hours=Sum("hours"), travel=Sum("travel_minutes"), last_on=Max("delivered_on"))
    )


def _names_of_kinds() -> list[str]:
    return [
        f"service_type__{name}_{language}"
        for language in (current_language(), FALLBACK)
        for name in ("short_name", "name")
    ]


def has_support_after_end(grant_project: GrantProject, day: datetime.date) -> Exists:
    """Return the condition for participations with support after the end: it counts in hours and is a gap."""
    after = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        participation=OuterRef("pk"), delivered_on__gt=OuterRef("in_force__end_on")
    )
    return Exists(after)


def has_support_to_come(grant_project: GrantProject, day: datetime.date) -> Exists:
    """Return the condition for participations with support on a day that has not come yet: a list can bring it.

    It counts like any other, so that the figures do not change by themselves, and is a gap until it is corrected.
    """
    to_come = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        participation=OuterRef("pk"), delivered_on__gt=today()
    )
    return Exists(to_come)


def _current(participation: Participation) -> QuerySet:
    return SupportDelivery.objects.current().filter(participation=participation)  # type: ignore[attr-defined]
