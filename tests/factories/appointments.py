"""Appointments."""

import datetime

from beneficiaries.models import Participation
from portal.accounts.models import User
from services.domain.appointments import make_appointment as make
from services.enums import PlaceKind, Purpose
from services.models import Appointment

START = datetime.datetime(2026, 9, 15, 9, tzinfo=datetime.UTC)
"""15 September 2026, 11:00 in Sopot."""


def make_appointment(*people: Participation, in_charge: User, **values) -> Appointment:
    """Make an appointment of an hour on 15 September 2026 at 11:00, for another purpose, unless told otherwise."""
    start = values.pop("starts_at", START)
    length = datetime.timedelta(minutes=values.pop("minutes", 60))
    defaults = {"purpose": Purpose.OTHER, "place_kind": PlaceKind.OFFICE}
    return make(people, in_charge=in_charge, by=None, starts_at=start, ends_at=start + length, **{**defaults, **values})
