"""How long rights last, when they are confirmed, and when an account sleeps: rules about days alone (S9)."""

import datetime
from enum import StrEnum

LONGEST_DAYS = 180
"""A role ends at the latest so many days after the day on which somebody answers for it."""
UNUSED_DAYS = 60
"""An account that nobody used for so long is closed."""
NOTICE_DAYS = 14
"""So many days before its last day, whoever has a role is told."""
INVITATION_DAYS = 7
"""A link of an invitation works for so long."""
OVERDUE_DAYS = 30
"""A quarter is confirmed within so many days of its beginning."""
UNCONFIRMED_DAYS = 365
"""A role that nobody confirmed for a year ends, however often its last day was moved."""


class Confirmation(StrEnum):
    """Where the quarterly confirmation of a role stands."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


def latest_last_day(day: datetime.date) -> datetime.date:
    """Return the latest last day that a role given or confirmed on ``day`` may have."""
    return day + datetime.timedelta(days=LONGEST_DAYS)


def quarter_start(day: datetime.date) -> datetime.date:
    """Return the first day of the calendar quarter of ``day``."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def confirmation_on(day: datetime.date, since: datetime.date) -> Confirmation:
    """Tell where a role last answered for on ``since`` stands on ``day``: each quarter asks again."""
    quarter = quarter_start(day)
    if since >= quarter:
        return Confirmation.DONE
    missed_one_before = since < quarter_start(quarter - datetime.timedelta(days=1))
    late = day >= quarter + datetime.timedelta(days=OVERDUE_DAYS)
    return Confirmation.OVERDUE if missed_one_before or late else Confirmation.DUE
