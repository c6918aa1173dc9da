"""Hours of interpreting and childcare as a table: when, who, what for, how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from services.models import ResourceBooking
from services.rules.attendance import hours_of


@dataclass(frozen=True)
class BesideTime:
    """One time that took place; ``bodies`` are the organisations whose workers the reader may name, ``None`` all."""

    booking: ResourceBooking
    minutes: int
    bodies: Sequence[int] | None

    @property
    def who(self) -> str:
        """The name of the interpreter or the childcare; blank where the reader may not know it."""
        resource = self.booking.resource
        may = self.bodies is None or resource.organisation_id in self.bodies  # type: ignore[attr-defined]
        return resource.name if may else ""

    @property
    def what(self) -> str:
        """The class it was for; of an appointment only that it was one."""
        return self.booking.meeting.activity.called if self.booking.meeting else _("Appointment")

    @property
    def planned(self) -> Decimal:
        """Hours as booked."""
        return hours_of(self.booking.minutes)

    @property
    def used(self) -> Decimal:
        """Hours that reach the report."""
        return hours_of(self.minutes)


def total_hours(used: Sequence[tuple[ResourceBooking, int]]) -> Decimal:
    """Return the hours of all these times together, as the dashboard says them."""
    return hours_of(sum(minutes for _booking, minutes in used))
