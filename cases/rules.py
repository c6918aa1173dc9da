"""The fund's rules about the finding at exit, as pure functions (R40, R62)."""

import datetime

from beneficiaries.enums import LabourStatus
from beneficiaries.rules.completeness import is_pupil
from beneficiaries.rules.names import fold
from cases.enums import ExitEventKind, Outcome

LEVELS = range(1, 6)
_HEALTH = ("zdrow", "health", "здоров", "здароў", "nałog", "uzależn", "addict", "залежн", "зависим")
HEALTH_WORDS = tuple(stem for word in _HEALTH for stem in fold(word))
"""How a category that speaks of health begins a word; addiction is a matter of health (R60, R84)."""


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


def is_new(kind: str, labour_status: str, labour_detail: str) -> bool:
    """Say whether an event after leaving changes what was so at the start (R42).

    Looking for work is new only for the inactive, education not for pupils, work not for the employed.
    """
    if kind == ExitEventKind.JOB_SEARCH:
        return labour_status == LabourStatus.INACTIVE
    if kind == ExitEventKind.EDUCATION:
        return not is_pupil(labour_status, labour_detail)
    return kind != ExitEventKind.JOB or labour_status != LabourStatus.EMPLOYED


def speaks_of_health(text: str) -> bool:
    """Say whether a text names health in one of the languages of the product."""
    return any(word.startswith(HEALTH_WORDS) for word in fold(text))
