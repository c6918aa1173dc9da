"""What may become of a referral, and until when, as pure functions (S29)."""

import datetime
from collections.abc import Mapping

from cases.enums import Basis, OutsideBody, ReferralState, Step

OPEN = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
"""States in which the recipient has something to do and may see what was agreed."""
ANSWERED = frozenset({ReferralState.ANSWERED, ReferralState.REFUSED})
"""States in which the sender has something to do: read, and close."""
DEFAULT_DAYS, MOST_DAYS = 30, 365
"""How long a referral holds unless told otherwise, and at most, in days from today."""
TOO_EARLY, TOO_LATE, NEEDED = "too-early", "too-late", "needed"
BY_CONSENT_ALONE = frozenset({OutsideBody.POLICE, OutsideBody.TRAFFICKING})
"""Bodies to which nobody is usually referred without consent (S4-12)."""

_NEXT: Mapping[tuple[str, str], ReferralState] = {
    (ReferralState.SENT, Step.ACCEPT): ReferralState.ACCEPTED,
    (ReferralState.SENT, Step.REFUSE): ReferralState.REFUSED,
    (ReferralState.ACCEPTED, Step.ANSWER): ReferralState.ANSWERED,
    (ReferralState.ANSWERED, Step.CLOSE): ReferralState.CLOSED,
    (ReferralState.REFUSED, Step.CLOSE): ReferralState.CLOSED,
    **{(state, Step.WITHDRAW): ReferralState.WITHDRAWN for state in OPEN},
    **{(state, Step.EXPIRE): ReferralState.EXPIRED for state in OPEN},
}


class StepRefused(ValueError):
    """A step that the state of a referral does not allow."""


def state_on(state: str, expires_on: datetime.date | None, day: datetime.date) -> ReferralState:
    """Return where a referral stands on a day: after its last day an open one has expired, whoever wrote it down."""
    if state in OPEN and expires_on is not None and expires_on < day:
        return ReferralState.EXPIRED
    return ReferralState(state)


def state_after(state: str, step: str, *, outside: bool = False, cares: bool = False) -> ReferralState:
    """Return the state after a step; raises ``StepRefused`` for a step that does not follow.

    An outside body need not accept first: what is known of it is its answer. While the recipient looks after the
    person (``cares``) the referral can be withdrawn, whatever came of it: a consent taken back ends the care (S29).
    """
    if cares and step == Step.WITHDRAW:
        return ReferralState.WITHDRAWN
    if outside and (state, step) == (ReferralState.SENT, Step.ANSWER):
        return ReferralState.ANSWERED
    try:
        return _NEXT[state, step]
    except KeyError:
        raise StepRefused(f"{state} {step}") from None


def steps_from(state: str, *, outside: bool = False, cares: bool = False) -> list[Step]:
    """Return the steps that may follow a state."""
    own = [Step.ANSWER] if outside and state == ReferralState.SENT else []
    own += [Step.WITHDRAW] if cares else []
    return [step for step in Step if (state, step) in _NEXT or step in own]


def why_no_expiry(expires_on: datetime.date | None, day: datetime.date, *, needed: bool) -> str:
    """Return the code of the reason why a referral cannot hold until a day; "" when it can (S29)."""
    if expires_on is None:
        return NEEDED if needed else ""
    if expires_on < day:
        return TOO_EARLY
    return TOO_LATE if expires_on > day + datetime.timedelta(days=MOST_DAYS) else ""


def is_unusual(outside_kind: str, basis: str) -> bool:
    """Tell whether a person is referred without consent to a body where consent is the rule (S4-12)."""
    return outside_kind in BY_CONSENT_ALONE and basis != Basis.CONSENT
