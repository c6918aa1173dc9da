"""Last days as people say them, and the tile with the days that are left (design §6)."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from portal.ui.formatting import number, short_date

SOON = 30
"""From how many days left on a tile warns."""


@dataclass(frozen=True)
class Countdown:
    """Days left as a figure, below zero once the day is over; ``unit`` is the word under it."""

    figure: str
    unit: str
    tone: str


@dataclass(frozen=True)
class LastDay:
    """A last day in words and the tone that repeats it: danger once it is over."""

    words: str
    tone: str


def countdown(due_on: datetime.date, day: datetime.date) -> Countdown:
    """Return the tile of a last day: over below zero, a warning up to 30 days."""
    left = (due_on - day).days
    tone = "over" if left < 0 else "" if left <= SOON else "ok"
    return Countdown(number(left), npgettext("under a figure", "day", "days", abs(left)), tone)


def last_day(due_on: datetime.date, day: datetime.date) -> LastDay:
    """Return a last day as people say it: yesterday, today, tomorrow, otherwise by its date."""
    left = (due_on - day).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    words = near.get(left) or _("until %(day)s") % {"day": short_date(due_on)}
    return LastDay(words, "danger" if left < 0 else "")
