"""What this app's parts of a record read ahead (``portal.reads``)."""

from typing import Any

from beneficiaries.models import HouseholdMember
from portal.clock import today
from portal.reads import ReadAhead
from portal.records import may
from services.models import AppointmentPerson, Assistance, SupportDelivery
from services.queries.appointments import READ_FOR_RECORD, appointment_rows
from services.queries.assistance import VIEW as VIEW_ASSISTANCE
from services.queries.assistance import assistance_rows, home_rows
from services.queries.support import kind_rows, latest_support

SUPPORT = ((SupportDelivery, "participation"),)
ASSISTANCE = ((Assistance, "participation"), (Assistance, "tutor"), (HouseholdMember, "person"))
"""A family assistant is there for everybody who lives together."""


def _sees_support(participation: Any) -> bool:
    return may(participation, "view_support")


def _sees_assistance(participation: Any) -> bool:
    return may(participation, VIEW_ASSISTANCE)


READS = (
    ReadAhead(kind_rows, SUPPORT, _sees_support, on_every_page=True),
    ReadAhead(latest_support, SUPPORT, _sees_support),
    ReadAhead(
        appointment_rows, ((AppointmentPerson, "participation"),), lambda each: may(each, "view_calendar"),
        lambda _participation: (READ_FOR_RECORD,), on_every_page=True,
    ),
    ReadAhead(
        assistance_rows, ASSISTANCE, _sees_assistance, lambda each: (each.asked_by, today()), by_reader=True
    ),
    ReadAhead(home_rows, ((HouseholdMember, "person"),), _sees_assistance),
)  # fmt: skip
