"""The fund's rules about the finding at exit, as pure functions (R40, R62)."""

import datetime

from beneficiaries.enums import LabourStatus
from beneficiaries.rules.age import OF_AGE, completed_years
from beneficiaries.rules.completeness import is_pupil
from beneficiaries.rules.names import fold
from cases.enums import ExitEventKind, Outcome

LEVELS = range(1, 6)
RECRUITING = datetime.timedelta(weeks=8)
"""How long before the project the first people may be assessed; the fund names no number (R95)."""
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


def diagnosis_days(starts_on: datetime.date, ends_on: datetime.date, days: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of which a diagnosis can be, both included (R93, R95).

    It comes before the plan and the first support, so already while people are recruited: up to eight weeks before
    the project; the final one at most one result window after it.
    """
    return starts_on - RECRUITING, window_end(ends_on, days)


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


def is_child(birth_date: datetime.date, end_on: datetime.date | None, day: datetime.date) -> bool:
    """Say whether the person is under 18 at the end; while there is none, on ``day`` (R47, R64, R86)."""
    return completed_years(birth_date, end_on or day) < OF_AGE


def is_second_person(name: str, assessor: str, *, entered: bool) -> bool:
    """Say whether an account may stand beside the assessor: neither the assessor nor who wrote it down (R62).

    Assessors are kept by name, perhaps with a title; whoever has all words of the name is taken for the same.
    """
    own = set(fold(name))
    return not entered and not (own and own <= set(fold(assessor)))


def speaks_of_health(text: str) -> bool:
    """Say whether a text names health in one of the languages of the product."""
    return any(word.startswith(HEALTH_WORDS) for word in fold(text))
