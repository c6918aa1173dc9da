"""Requests of people about their own data: the clock, the ways between states, who may ask for whom (GDPR 12, S67)."""

import calendar
import datetime
from collections.abc import Mapping
from enum import StrEnum

from beneficiaries.enums import IdentityCheck, RightAsker, RightKind, RightState
from beneficiaries.rules.age import completed_years
from beneficiaries.rules.families import Guardian, Sheltered, may_be_told

EXTENSION_MONTHS = 2
OWN_VOICE = 13
"""From this age a child may ask about its own data itself (limited legal capacity, Civil Code art. 15)."""


class RightEvent(StrEnum):
    """What can happen to a request."""

    START = "start"
    DECIDE = "decide"
    REFUSE = "refuse"
    FINISH = "finish"
    WITHDRAW = "withdraw"


class IllegalStep(ValueError):
    """This cannot happen in this state."""


WAYS: Mapping[tuple[RightState, RightEvent], RightState] = {
    (RightState.RECEIVED, RightEvent.START): RightState.IN_WORK,
    (RightState.RECEIVED, RightEvent.REFUSE): RightState.REFUSED,
    (RightState.RECEIVED, RightEvent.WITHDRAW): RightState.WITHDRAWN,
    (RightState.IN_WORK, RightEvent.DECIDE): RightState.DECIDED,
    (RightState.IN_WORK, RightEvent.REFUSE): RightState.REFUSED,
    (RightState.IN_WORK, RightEvent.WITHDRAW): RightState.WITHDRAWN,
    (RightState.DECIDED, RightEvent.FINISH): RightState.DONE,
}
"""Every legal way; what is not here cannot happen."""

OPEN_STATES = frozenset({RightState.RECEIVED, RightState.IN_WORK, RightState.DECIDED})
ENDED = frozenset(RightState) - OPEN_STATES
ESTABLISHED = frozenset(IdentityCheck) - {IdentityCheck.NOT_YET, IdentityCheck.FAILED}
HANDS_OUT = frozenset({RightKind.ACCESS, RightKind.PORTABILITY})
"""Kinds that end with a package of data."""
TOLD_OF = frozenset({RightKind.RECTIFICATION, RightKind.ERASURE, RightKind.RESTRICTION})
"""Kinds of which every recipient of the data is told (GDPR 19)."""
NEEDS_SECOND = frozenset({RightKind.ERASURE})
"""Kinds whose decision destroys something, so that two people take it where there are two."""

OPEN_WHEN_RESTRICTED = frozenset({"view_rights_request", "handle_rights_request", "decide_rights_request"})
"""For what a restricted record is still found (GDPR 18(2)): the person's own rights. An emergency access passes too:
that protects life. Figures go on counting the person: the programme obliges to it."""


def following(state: str, event: RightEvent) -> RightState:
    """Return the state after an event; raises ``IllegalStep``."""
    try:
        return WAYS[RightState(state), event]
    except KeyError:
        raise IllegalStep(f"{event} in state {state}") from None


def is_answered(kind: str, state: str, decision: str) -> bool:
    """Tell whether there is a decision to be told; of an erasure before it is carried out: the address goes with it."""
    return bool(decision) and (
        state in (RightState.DONE, RightState.REFUSED) or (kind in NEEDS_SECOND and state == RightState.DECIDED)
    )


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months on; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(asked_on: datetime.date) -> datetime.date:
    """Return the last day of the answer: a month after the request came in (GDPR 12(3)).

    A last day that is a holiday would move to the next working day (Regulation 1182/71); the portal keeps the earlier.
    """
    return months_later(asked_on, 1)


def longest(asked_on: datetime.date) -> datetime.date:
    """Return the last day to which the answer may be put off, with a reason told within the first month."""
    return months_later(asked_on, 1 + EXTENSION_MONTHS)


def may_ask_for(asker: str, child: Sheltered, guardian: Guardian | None, on: datetime.date) -> bool:
    """Tell whether somebody may ask for a person on a day.

    A child from ``OWN_VOICE`` on speaks for itself. A guardian only for a child, while the guardianship holds, with the
    flag that information may go to them, and never under a court restriction (S30, S67). The same question is asked
    again when anything is handed out.
    """
    if asker != RightAsker.GUARDIAN:
        return asker == RightAsker.PROXY or completed_years(child.birth_date, on) >= OWN_VOICE
    return guardian is not None and may_be_told(guardian, child, on)
