"""What can happen to interpreters and childcare: booked, released, used.

A booking is made under two locks, first of the appointment or class, so that its time stands still, then of the
resource: so nothing is ever given beyond its capacity, and nobody waits in a circle. Moving goes the same way.
"""

from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from services.enums import AppointmentState, MeetingState
from services.models import Activity, Appointment, Meeting, Resource, ResourceBooking
from services.queries.resources import Thing, live_of, offered

LONGEST = 24 * 60
FULL, CANCELLED, RETIRED = "full", "cancelled", "retired"


class ResourceRefused(ValueError):
    """What cannot be booked: the reason is a code of this module or of ``services.queries.resources``."""


@transaction.atomic
def book_resource(thing: Thing, resource: Resource, places: int, *, by: User | None) -> ResourceBooking:
    """Book so many places of a resource for an appointment or a class; booked already, the number is changed.

    Raises ``ResourceRefused`` when they are not free, when it is away or not at work then, and for what is cancelled.
    """
    held_thing = _held(thing)
    if held_thing.state in (AppointmentState.CANCELLED, MeetingState.CANCELLED):
        raise ResourceRefused(CANCELLED)
    held = Resource.objects.select_for_update().get(pk=resource.pk)
    if held.is_retired or held.grant_project_id != _project_of(held_thing).pk:  # type: ignore[attr-defined]
        raise ResourceRefused(RETIRED)
    places = 1 if held.is_interpreter else places
    booking = live_of(held_thing).filter(resource=held).first()
    _refuse(held, held_thing, places, booking)
    if booking is None:
        of: dict[str, Any] = {"appointment" if isinstance(held_thing, Appointment) else "meeting": held_thing}
        booking = ResourceBooking(resource=held, booked_by=by, **of)
    booking.places, booking.starts_at, booking.ends_at = places, held_thing.starts_at, held_thing.ends_at
    booking.save()
    _note(Action.CREATE, booking, by)
    return booking


@transaction.atomic
def release_booking(booking: ResourceBooking, *, by: User | None) -> None:
    """Give a booked resource back; released already, nothing happens."""
    if ResourceBooking.objects.filter(pk=booking.pk, released_at=None).update(released_at=now()):
        _note(Action.CHANGE, booking, by)


@transaction.atomic
def note_used(booking: ResourceBooking, minutes: int | None, *, by: User | None) -> None:
    """Say how long it really was, in minutes; ``None``: as planned. Raises ``ResourceRefused`` for no such length."""
    if minutes is not None and not 0 <= minutes <= LONGEST:
        raise ResourceRefused(str(minutes))
    booking.used_minutes = minutes
    booking.save(update_fields=["used_minutes"])
    _note(Action.CHANGE, booking, by)


def release_all(thing: Thing, *, by: User | None) -> None:
    """Give back everything that is booked for what was cancelled; part of the caller's transaction."""
    for each in live_of(thing):
        release_booking(each, by=by)


def release_all_of_activity(activity: Activity, *, by: User | None) -> None:
    """Give back what is booked for classes to come of a group or event that was cancelled."""
    for each in Meeting.objects.filter(activity=activity, ends_at__gt=now()):
        release_all(each, by=by)


def follow(thing: Thing, *, by: User | None) -> None:
    """Let bookings follow a thing to its new time where they are free then; the others are released.

    Part of the transaction that moved it, which holds the row of the thing already.
    """
    moved = live_of(thing).exclude(starts_at=thing.starts_at, ends_at=thing.ends_at)
    for booking in moved.order_by("resource_id"):
        held = Resource.objects.select_for_update().get(pk=booking.resource_id)
        try:
            _refuse(held, thing, booking.places, booking)
        except ResourceRefused:
            release_booking(booking, by=by)
        else:
            booking.starts_at, booking.ends_at, booking.used_minutes = thing.starts_at, thing.ends_at, None
            booking.save(update_fields=["starts_at", "ends_at", "used_minutes"])
            _note(Action.CHANGE, booking, by)


def _refuse(resource: Resource, thing: Thing, places: int, but: ResourceBooking | None) -> None:
    """Refuse what is not free; the caller holds the row of the resource."""
    others = ResourceBooking.objects.live().within(thing.starts_at, thing.ends_at).filter(resource=resource)  # type: ignore[attr-defined]
    found = offered(resource, others.exclude(pk=but.pk if but else None), thing.starts_at, thing.ends_at)
    if found.why_not:
        raise ResourceRefused(found.why_not)
    if not 1 <= places <= found.free:
        raise ResourceRefused(FULL)


def _held(thing: Thing) -> Thing:
    """Return the thing under its lock; on SQLite the transaction itself is the lock."""
    return type(thing)._default_manager.select_for_update().get(pk=thing.pk)


def _project_of(thing: Thing) -> Any:
    return thing.grant_project if isinstance(thing, Appointment) else thing.activity.grant_project


def _note(action: Action, booking: ResourceBooking, by: User | None) -> None:
    of = booking.appointment
    people = of.people.order_by("pk").values_list("person", flat=True) if of else []
    record(action, by=by, obj=booking, subjects=people, grant_project=booking.resource.grant_project)
