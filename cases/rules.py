"""The fund's rules about the finding at exit, as pure functions (R40, R62)."""

import datetime

from cases.enums import Outcome

LEVELS = range(1, 6)


def finding_is_complete(
    *, found_on: datetime.date | None, outcome: str, category_count: int, has_reason: bool, assessor: str
) -> bool:
    """Say whether a finding can decide anything: date, outcome, reason, named assessor (R62).

    An improvement also needs at least one category; "no improvement" has none to name.
    """
    if found_on is None or not has_reason or not assessor.strip():
        return False
    return outcome == Outcome.NOT_IMPROVED or (outcome == Outcome.IMPROVED and category_count > 0)


def window_end(end_on: datetime.date, days: int) -> datetime.date:
    """Return the last day of the result window: the end date and so many days after it (R40)."""
    return end_on + datetime.timedelta(days=days)


def is_in_window(day: datetime.date, end_on: datetime.date | None, days: int) -> bool:
    """Say whether a day lies in the result window: from the end date to day 28, both included (R40)."""
    return end_on is not None and end_on <= day <= window_end(end_on, days)
