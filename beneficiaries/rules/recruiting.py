"""Until when people may register for a project, and what is still possible afterwards (R95)."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Door(StrEnum):
    """What somebody finds who wants to register."""

    OPEN = "open"
    RESERVE = "reserve"
    CLOSED = "closed"


class Recruiting(Protocol):
    """What a project says of its recruitment."""

    ends_on: datetime.date
    recruits_until: datetime.date | None
    registration_grace_days: int
    keeps_reserve_list: bool


def last_day(project: Recruiting) -> datetime.date:
    """Return the last day on which somebody may begin to register; never after the project."""
    return min(project.recruits_until or project.ends_on, project.ends_on)


def door_of(project: Recruiting, day: datetime.date) -> Door:
    """Tell what is possible on a day: a place, the list of those who wait for one, nothing."""
    if day <= last_day(project):
        return Door.OPEN
    return Door.RESERVE if project.keeps_reserve_list and day <= project.ends_on else Door.CLOSED


@dataclass(frozen=True)
class Finishing:
    """How it stands with a registration that was begun and not sent: ``until`` where a last day is near."""

    may: bool
    until: datetime.date | None = None


def finishing(project: Recruiting, day: datetime.date, *, is_reserve: bool) -> Finishing:
    """Tell whether what was begun may be finished: as long as it can be begun, and in the days of grace."""
    if door_of(project, day) is Door.OPEN or (is_reserve and door_of(project, day) is Door.RESERVE):
        return Finishing(may=True)
    until = min(last_day(project) + datetime.timedelta(days=project.registration_grace_days), project.ends_on)
    return Finishing(day <= until, until)
