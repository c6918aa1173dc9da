"""Support that was given, and who assists."""

import datetime
from decimal import Decimal

from beneficiaries.models import Participation
from portal.versions.actions import record_fact
from services.enums import AssistanceKind
from services.models import Assistance, ProtectedNote, SupportDelivery


def make_support(participation: Participation, service_type: str = "culture-integration", **values) -> SupportDelivery:
    """Record one delivery of the kind with that code: two hours on 2026-02-02, unless told otherwise."""
    defaults = {"delivered_on": datetime.date(2026, 2, 2), "hours": Decimal(2)}
    kind = participation.grant_project.service_types.get(code=service_type)
    return record_fact(
        SupportDelivery(participation=participation, service_type=kind, **{**defaults, **values}), by=None
    )


def make_protected_note(delivery: SupportDelivery, text: str, **values) -> ProtectedNote:
    """Write the protected note of a delivery; nobody is its author, unless told otherwise."""
    note = ProtectedNote(participation=delivery.participation, support=delivery.fact_id, text=text, **values)
    return record_fact(note, by=None)


def make_assistance(participation: Participation, **values) -> Assistance:
    """Give a person a personal assistant from 1 September 2026, unless told otherwise."""
    defaults = {"kind": AssistanceKind.PERSONAL, "starts_on": datetime.date(2026, 9, 1)}
    return Assistance.objects.create(participation=participation, **{**defaults, **values})
