"""Support that was given."""

import datetime
from decimal import Decimal

from beneficiaries.models import Participation
from portal.versions.actions import record_fact
from services.models import SupportDelivery


def make_support(participation: Participation, service_type: str = "culture-integration", **values) -> SupportDelivery:
    """Record one delivery of the kind with that code: two hours on 2026-02-02, unless told otherwise."""
    defaults = {"delivered_on": datetime.date(2026, 2, 2), "hours": Decimal(2)}
    kind = participation.grant_project.service_types.get(code=service_type)
    return record_fact(
        SupportDelivery(participation=participation, service_type=kind, **{**defaults, **values}), by=None
    )
