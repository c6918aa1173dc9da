"""How a plan goes on, as pure functions (R93, R95)."""

import datetime
from collections.abc import Iterable, Mapping

from beneficiaries.rules.age import OF_AGE
from cases.enums import Signer, StepState

REVIEW_EVERY = datetime.timedelta(days=91)
"""A quarter (R93)."""
LOW = 2
"""Up to this level an area is proposed for the plan."""
OPEN_STATES = frozenset({StepState.PLANNED, StepState.UNDER_WAY})


def progress(states: Iterable[str]) -> tuple[int, int]:
    """Return how many steps are done and how many there are; dropped ones count in neither."""
    counted = [state for state in states if state != StepState.DROPPED]
    return counted.count(StepState.DONE), len(counted)


def is_overdue(state: str, due_on: datetime.date, day: datetime.date) -> bool:
    """Say whether a step should have been done by ``day``."""
    return state in OPEN_STATES and due_on < day


def next_review(day: datetime.date) -> datetime.date:
    """Return the day of the next talk that is proposed: a quarter later (R93)."""
    return day + REVIEW_EVERY


def low_areas(scores: Mapping[str, int]) -> dict[str, int]:
    """Return the areas whose level is low, with the level."""
    return {area: level for area, level in scores.items() if level <= LOW}


def who_signs(age: int) -> Signer:
    """Return who signs beside the colleague: for a child a parent or guardian."""
    return Signer.GUARDIAN if age < OF_AGE else Signer.PARTICIPANT
