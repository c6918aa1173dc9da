"""Interpreters and childcare of the invented project: with hours, days away, and booked where there is room."""

import datetime
from contextlib import suppress

from services.domain.keeping_resources import keep_resource
from services.domain.resources import ResourceRefused, book_resource, note_used
from services.enums import ResourceKind, Tie
from services.models import Appointment, Resource, ResourceBooking
from tryout.domain.pen import Pen
from tryout.rules.calendar import DAY

OPENS, CLOSES = datetime.time(8), datetime.time(18)
WORKING_WEEK = range(5)
INTERPRETERS = (("Nina R.", Tie.OUTSIDE, ("uk", "ru")), ("Adam B.", Tie.VOLUNTEER, ("be", "ru")),
                ("Leila S.", Tie.OUTSIDE, ("az", "ru", "tr")))  # fmt: skip
CHILDCARE = (("Kącik dla dzieci w Ratuszu", 4), ("Opieka w fundacji", 3))
CHRISTMAS = (DAY(2026, 12, 23), DAY(2027, 1, 3))
LONGER = 90
"""Minutes that one talk took with the interpreter, where an hour was planned."""


def add_resources(pen: Pen) -> list[Resource]:
    """Write down interpreters and childcare; return them, interpreters first."""
    hours = [(weekday, OPENS, CLOSES) for weekday in WORKING_WEEK]
    made = []
    for name, tie, languages in INTERPRETERS:
        spoken: dict[str, object] = {"languages": list(languages), "kind": ResourceKind.INTERPRETER}
        made.append(_keep(pen, {"name": name, "tie": tie, **spoken}, hours, [CHRISTMAS]))
    for name, capacity in CHILDCARE:
        said: dict[str, object] = {"kind": ResourceKind.CHILDCARE, "tie": Tie.STAFF, "capacity": capacity}
        made.append(_keep(pen, {"name": name, **said}, hours, []))
    return made


def book_beside(appointment: Appointment, resources: list[Resource], children: int = 0) -> list[ResourceBooking]:
    """Book the first interpreter who is free, and childcare for so many children; what is taken is left out."""
    wanted = [(ResourceKind.INTERPRETER, 1)] if appointment.needs_interpreter else []
    wanted += [(ResourceKind.CHILDCARE, children)] if children else []
    booked = []
    for kind, places in wanted:
        for each in (resource for resource in resources if resource.kind == kind):
            with suppress(ResourceRefused):
                booked.append(book_resource(appointment, each, places, by=appointment.in_charge))
                break
    return booked


def took_longer(bookings: list[ResourceBooking]) -> None:
    """Say that the talk took longer with the interpreter than was planned."""
    for each in bookings:
        if each.resource.is_interpreter:
            note_used(each, LONGER, by=each.booked_by)


def _keep(pen: Pen, said: dict[str, object], hours: list, away: list) -> Resource:
    resource = Resource(grant_project=pen.project)
    keep_resource(resource, {"languages": [], "capacity": 1, **said}, hours, away, by=pen.staff.coordinator)
    return resource
