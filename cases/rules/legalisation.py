"""How far a checklist is, and when a deadline is near. No legal date stands here (R100)."""

import datetime
from collections.abc import Iterable

from cases.enums import DocumentState

LEAD_DAYS = 30
"""So many days before a written deadline it begins to be said."""


def progress(states: Iterable[str]) -> tuple[int, int]:
    """Return how many documents are collected, and how many are needed: those not needed are left out of both."""
    needed = [state for state in states if state != DocumentState.NOT_NEEDED]
    return sum(state == DocumentState.COLLECTED for state in needed), len(needed)


def last_day_to_speak_of(today: datetime.date) -> datetime.date:
    """Return the latest deadline that is near on this day; earlier ones, and those that passed, are near, too."""
    return today + datetime.timedelta(days=LEAD_DAYS)
