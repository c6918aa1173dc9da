"""On which day participation may end, and which situation can follow whom, as pure functions (R14, R36, R42)."""

import datetime

from beneficiaries.enums import LabourDetail, LabourStatus

NOT_STARTED, BEFORE_START, AFTER_PROJECT = "not-started", "before-start", "after-project"
STILL_EMPLOYED, JOB, JOB_SEEKING, EDUCATION, MONITORED = (
    "still-employed",
    "job",
    "job-seeking",
    "education",
    "monitored",
)
"""Entries of the dictionary of situations that say something about the state at the start, or about the window."""
NOT_EMPLOYED_BEFORE, EMPLOYED_BEFORE, NOT_INACTIVE_BEFORE, PUPIL_BEFORE, WINDOW_OVER = (
    "not-employed-before", "employed-before", "not-inactive-before", "pupil-before", "window-over",
)  # fmt: skip
NOT_YET, SITUATION_THERE, PATH_THERE = "not-yet", "situation-there", "path-there"


def why_no_end(end_on: datetime.date, start_on: datetime.date | None, project_ends_on: datetime.date) -> str:
    """Return the code of the reason why participation cannot end on a day; "" when it can.

    It ends with the last support, which lies inside the project, and not before the first.
    """
    if start_on is None:
        return NOT_STARTED
    if end_on < start_on:
        return BEFORE_START
    return AFTER_PROJECT if end_on > project_ends_on else ""


def why_unlikely(situation: str, status: str, detail: str, *, is_window_over: bool) -> str:
    """Return the code of the reason why a situation hardly follows the state at the start; "" when it may (R42).

    ``situation`` is the code of an entry of the dictionary; of wordings without a code nothing is known.
    """
    if situation == STILL_EMPLOYED:
        return "" if status == LabourStatus.EMPLOYED else NOT_EMPLOYED_BEFORE
    if situation == JOB:
        return EMPLOYED_BEFORE if status == LabourStatus.EMPLOYED else ""
    if situation == JOB_SEEKING:
        return "" if status == LabourStatus.INACTIVE else NOT_INACTIVE_BEFORE
    if situation == EDUCATION:
        return PUPIL_BEFORE if detail == LabourDetail.IN_EDUCATION else ""
    return WINDOW_OVER if situation == MONITORED and is_window_over else ""


def why_not_filled(  # noqa: PLR0913 - what is asked beside what is there
    *, end_on: datetime.date, day: datetime.date, has_situation: bool, has_path: bool, situation: bool, path: bool
) -> str:
    """Return the code of the reason why an answer fills nothing in on ``day``; "" when it does (R21).

    ``has_situation`` and ``has_path`` is what the record says already, ``situation`` and ``path`` what is answered now.
    """
    if end_on > day:
        return NOT_YET
    if has_path and not situation:
        return PATH_THERE
    return SITUATION_THERE if has_situation and not path else ""
