"""Emergency access as a state machine: what may follow what, how long it is open, when it is reviewed (S28)."""

import datetime
from collections.abc import Mapping
from enum import StrEnum

from beneficiaries.enums import GlassState
from portal.holidays import after_working_days

OPEN_FOR = datetime.timedelta(minutes=60)
MOST_IN_MONTH, MONTH = 3, datetime.timedelta(days=30)
SHORTEST_REASON = 20
REVIEW_WORKING_DAYS = 3
FOUND_IN_EMERGENCY = frozenset({"view_person", "view_support", "view_diagnosis", "view_finding"})
"""What a record is found by: reading one record, page by page. No list, search, count, change or export (S28)."""
OPEN_IN_EMERGENCY = FOUND_IN_EMERGENCY | {"view_person_contact"}
"""What is open inside the record."""


class GlassEvent(StrEnum):
    """What can happen to an emergency access."""

    CLOSE = "close"
    EXPIRE = "expire"
    REVIEW = "review"


class IllegalTransition(ValueError):
    """This cannot happen in this state."""


WAYS: Mapping[tuple[GlassState, GlassEvent], GlassState] = {
    (GlassState.OPEN, GlassEvent.CLOSE): GlassState.CLOSED,
    (GlassState.OPEN, GlassEvent.EXPIRE): GlassState.CLOSED,
    (GlassState.CLOSED, GlassEvent.REVIEW): GlassState.REVIEWED,
    (GlassState.BLOCKED, GlassEvent.REVIEW): GlassState.REVIEWED,
    (GlassState.OVER_LIMIT, GlassEvent.REVIEW): GlassState.REVIEWED,
}
"""Every legal way; what is not here cannot happen."""
TO_REVIEW = frozenset({GlassState.OPEN, GlassState.CLOSED, GlassState.BLOCKED, GlassState.OVER_LIMIT})
"""States that others are told of at once and that end in a review."""


def following(state: str, event: GlassEvent) -> GlassState:
    """Return the state after an event; raises ``IllegalTransition``."""
    try:
        return WAYS[GlassState(state), event]
    except KeyError:
        raise IllegalTransition(f"{event} in state {state}") from None


def first_state(*, asked_before: int, exists: bool, denied: bool, visible: bool) -> GlassState:
    """Return what an asking leads to. The deny list beats everything, the limit of a month everything else (S27).

    ``asked_before``: how often the account asked within the last ``MONTH``, whatever came of it.
    """
    if exists and denied:
        return GlassState.BLOCKED
    if asked_before >= MOST_IN_MONTH:
        return GlassState.OVER_LIMIT
    if not exists:
        return GlassState.NOWHERE
    return GlassState.NEEDLESS if visible else GlassState.OPEN


def is_open(state: str, ends_at: datetime.datetime | None, now: datetime.datetime) -> bool:
    """Tell whether the record may be read through it at this moment."""
    return state == GlassState.OPEN and ends_at is not None and now < ends_at


def review_due(asked_on: datetime.date) -> datetime.date:
    """Return the last day of the review: three working days after the asking; days off by law are none."""
    return after_working_days(asked_on, REVIEW_WORKING_DAYS)


def may_judge(reviewer: int, asked_by: int) -> bool:
    """Tell whether an account may review: never its own access."""
    return reviewer != asked_by
