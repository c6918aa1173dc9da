"""When somebody who has left is reminded of the result (R43), as pure functions."""

import datetime

REMINDERS = (7, 14, 21)
"""Days after the end on which the finding is asked for (R43)."""


def reminders_due(end_on: datetime.date, day: datetime.date) -> int:
    """Return how many of the reminders are due by a day: none in the first week after the end, at most three."""
    passed = (day - end_on).days
    return sum(passed >= each for each in REMINDERS)
