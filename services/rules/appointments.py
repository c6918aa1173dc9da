"""Appointments as pure functions: times of a place whose clocks change, what may become of them, who stays away."""

import datetime
import uuid
from collections.abc import Iterable
from contextlib import suppress

from services.enums import AppointmentState

ROW_OF_MISSES = 2
"""So many appointments in a row to which somebody did not come are worth a call."""

_NEXT = {
    AppointmentState.PLANNED: {AppointmentState.TOOK_PLACE, AppointmentState.NO_SHOW, AppointmentState.CANCELLED},
    AppointmentState.TOOK_PLACE: {AppointmentState.PLANNED},
    AppointmentState.NO_SHOW: {AppointmentState.PLANNED},
    AppointmentState.CANCELLED: {AppointmentState.PLANNED},
}
_AFTER_IT_BEGAN = {AppointmentState.TOOK_PLACE, AppointmentState.NO_SHOW}


class NoSuchTime(ValueError):
    """A time that the clocks leave out in the night in which they go forward."""


def local_moment(day: datetime.date, time: datetime.time, zone: datetime.tzinfo) -> datetime.datetime:
    """Return the moment (UTC) of a time by the clock on the wall; of an hour that comes twice, the first one.

    Raises ``NoSuchTime`` for a time that the clocks leave out.
    """
    wall = datetime.datetime.combine(day, time)
    moment = wall.replace(tzinfo=zone).astimezone(datetime.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchTime(str(wall))
    return moment


def span_of_days(first: datetime.date, days: int, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the moments (UTC) at which so many days begin and are over: a day may have 23, 24 or 25 hours."""
    midnight = datetime.time()
    last = first + datetime.timedelta(days=days)
    begins, ends = (datetime.datetime.combine(day, midnight, zone) for day in (first, last))
    return begins.astimezone(datetime.UTC), ends.astimezone(datetime.UTC)


def end_of(starts_at: datetime.datetime, minutes: int) -> datetime.datetime:
    """Return the moment (UTC) so many minutes later, as they pass and not as the clock on the wall counts them."""
    return starts_at.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)


def monday_of(day: datetime.date) -> datetime.date:
    """Return the first day of the week."""
    return day - datetime.timedelta(days=day.weekday())


def may_become(state: str, wanted: str, *, has_begun: bool) -> bool:
    """Tell whether an appointment may change so: nobody stays away from what has not begun, no end is final."""
    possible = _NEXT[AppointmentState(state)]
    return wanted in possible and (has_begun or wanted not in _AFTER_IT_BEGAN)


def missed_in_a_row(states: Iterable[str]) -> int:
    """Count the last appointments to which somebody did not come, the latest first.

    What was cancelled or is not settled says nothing about whether somebody comes.
    """
    missed = 0
    for state in states:
        if state == AppointmentState.TOOK_PLACE:
            break
        missed += state == AppointmentState.NO_SHOW
    return missed


def state_of_person(state: str, *, stayed_away: bool) -> AppointmentState:
    """Return what became of an appointment for one of its people: it can take place without them."""
    is_missed = stayed_away and state == AppointmentState.TOOK_PLACE
    return AppointmentState.NO_SHOW if is_missed else AppointmentState(state)


def key_of(asked_for: str) -> uuid.UUID | None:
    """Return the key that an address names; ``None`` for anything else."""
    with suppress(ValueError):
        return uuid.UUID(asked_for)
    return None
