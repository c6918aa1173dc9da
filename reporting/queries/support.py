"""Support by kind and by the organisation that gave it: the second table of a report."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from portal.programmes.models import GrantProject, ProjectOrganisation, ServiceType
from reporting.queries.facts import in_force, parameters, rows
from reporting.queries.people import people_meeting
from reporting.rules import Period, Rule
from services.enums import ResourceKind
from services.models import ResourceBooking, SupportDelivery
from services.queries.beside import beside_by_kind, beside_used


def beside_support(project: GrantProject, period: Period) -> list[tuple[ResourceKind, int, Decimal]]:
    """Return how often and for how many hours interpreters and childcare were used in the period (one query).

    They are hours of work beside support, never added to it. Bookings have no versions: for a past moment it is what is
    known now.
    """
    return beside_by_kind(project, period.starts_on, period.ends_on + datetime.timedelta(days=1))


def beside_support_of(project: GrantProject, period: Period, kind: ResourceKind) -> list[tuple[ResourceBooking, int]]:
    """Return what stands behind one line of ``beside_support``: bookings that took place, with minutes (one query)."""
    return beside_used(project, period.starts_on, period.ends_on + datetime.timedelta(days=1), kind)


def deliveries_by_organisation(
    project: GrantProject, period: Period, base: Sequence[Rule]
) -> dict[str, dict[str, int]]:
    """Count deliveries inside the period to counted participants: kind → organisation → deliveries (one query).

    The organisation is blank where a list did not say who gave the support.
    """
    known = period.known_on is not None
    conditions = [in_force("p", known=known), in_force("x", known=known), *(f"({rule.sql})" for rule in base)]
    found = rows(
        "SELECT t.code, COALESCE(o.code, ''), COUNT(*) FROM services_supportdelivery x"
        " JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id"
        " JOIN programmes_servicetype t ON t.id = x.service_type_id"
        " LEFT JOIN accounts_organisation o ON o.id = x.organisation_id"
        " WHERE p.grant_project_id = %(project)s AND x.delivered_on BETWEEN %(from)s AND %(to)s"
        f" AND {' AND '.join(conditions)} GROUP BY 1, 2",
        parameters(period, project),
    )
    split: dict[str, dict[str, int]] = {}
    for kind, organisation, deliveries in found:
        split.setdefault(kind, {})[organisation] = deliveries
    return split


def support_by_person(
    project: GrantProject, period: Period, base: Sequence[Rule]
) -> dict[tuple[str, str], tuple[int, Decimal]]:
    """Return how often and for how many hours each counted participant was supported: kind and number (one query)."""
    known = period.known_on is not None
    conditions = [in_force("p", known=known), in_force("x", known=known), *(f"({rule.sql})" for rule in base)]
    found = rows(
        "SELECT t.code, a.number, COUNT(*), SUM(x.hours) FROM services_supportdelivery x"
        " JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id"
        " JOIN beneficiaries_participation a ON a.id = x.participation_id"
        " JOIN programmes_servicetype t ON t.id = x.service_type_id"
        " WHERE p.grant_project_id = %(project)s AND x.delivered_on BETWEEN %(from)s AND %(to)s"
        f" AND {' AND '.join(conditions)} GROUP BY 1, 2",
        parameters(period, project),
    )
    return {
        (kind, number): (times, Decimal(str(hours or 0)).quantize(Decimal("0.01")))
        for kind, number, times, hours in found
    }


def bodies_of(project: GrantProject) -> list[tuple[str, str]]:
    """Return the organisations of a project, the leader first: code and short name (one query)."""
    partners = ProjectOrganisation.objects.filter(grant_project=project).order_by("kind", "organisation__code")
    names = partners.values_list("organisation__code", "organisation__short_name", "organisation__name")
    return [(code, short or name) for code, short, name in names]


def people_supported(project: GrantProject, period: Period, kind: ServiceType, base: Sequence[Rule]) -> QuerySet:
    """Return the participations that meet ``base`` and were given this kind of support inside the period.

    Each by its own support: who has further records is met by ``reporting.queries.once.people_supported_for``.
    """
    given = support_of(period, kind).values("participation")
    return people_meeting(project, period, base).filter(pk__in=given)


def support_given(
    period: Period, kind: ServiceType, records: Mapping[uuid.UUID, Collection[uuid.UUID]]
) -> dict[uuid.UUID, tuple[int, Decimal]]:
    """Return how often and for how many hours each of these people was given the support (one query).

    ``records`` names for each of them the records that hold it: mostly their own alone.
    """
    found = (
        support_of(period, kind)
        .filter(participation__in={key for held in records.values() for key in held})
        .order_by()
        .values("participation")
        .annotate(times=Count("pk"), hours=Sum("hours"))
    )
    by_record = {row["participation"]: (row["times"], row["hours"] or Decimal(0)) for row in found}

    def all_of(held: Collection[uuid.UUID]) -> tuple[int, Decimal]:
        given = [by_record[key] for key in held if key in by_record]
        return sum(times for times, _hours in given), sum((hours for _times, hours in given), Decimal(0))

    return {person: all_of(held) for person, held in records.items()}


def support_of(period: Period, kind: ServiceType) -> QuerySet:
    """Return the deliveries of a kind inside the period, as they are known."""
    facts: Any = SupportDelivery.objects
    known = facts.current() if period.known_on is None else facts.known_on(period.known_on)
    return known.filter(service_type=kind, delivered_on__range=(period.starts_on, period.ends_on))
