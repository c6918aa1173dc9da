"""Who may count: what a project asks somebody to show, and what follows from what was seen (R88, R99; contracts §3).

A check says what somebody saw on a day. All deciding checks of a project met: the person is eligible. One of them not
fulfilled: not eligible. As long as one is open, what was known before stands, so a list’s word is not undone by the
first document, and a title that runs out later undoes nothing.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from beneficiaries.enums import CheckOutcome, Criterion, Eligibility, Evidence

_STAY = (
    Evidence.RESIDENCE_CARD, Evidence.PESEL_UKR, Evidence.DIIA_PL, Evidence.VISA, Evidence.FILED, Evidence.DECISION,
    Evidence.PASSPORT, Evidence.EU_REGISTRATION, Evidence.OTHER,
)  # fmt: skip
_HOME = (
    Evidence.ADDRESS_REGISTRATION, Evidence.LEASE, Evidence.LETTER, Evidence.SCHOOL, Evidence.STATEMENT, Evidence.OTHER,
)  # fmt: skip
EVIDENCE_OF: Mapping[str, Sequence[Evidence]] = {
    Criterion.LEGAL_STAY: _STAY,
    Criterion.RESIDENCE: _HOME,
    Criterion.TARGET_GROUP: (Evidence.PASSPORT, *_STAY[:4], Evidence.SCHOOL, Evidence.STATEMENT, Evidence.OTHER),
}
"""Which kinds of evidence fit a criterion, the usual ones first."""


@dataclass(frozen=True)
class Required:
    """A check that a project asks for; only a deciding one says whether somebody counts."""

    criterion: str
    decides: bool = True


USUAL = (Required(Criterion.LEGAL_STAY), Required(Criterion.RESIDENCE))
"""What is asked where a project names nothing of its own."""


class State(StrEnum):
    """What the deciding checks say together."""

    SHOWN = "shown"
    REFUSED = "refused"
    OPEN = "open"


def state_of(required: Sequence[Required], outcomes: Mapping[str, str]) -> State:
    """Return what the deciding checks say; ``outcomes`` maps a criterion to the outcome in force."""
    found = [outcomes.get(each.criterion, "") for each in required if each.decides]
    if CheckOutcome.NOT_MET in found:
        return State.REFUSED
    return State.SHOWN if all(each == CheckOutcome.MET for each in found) else State.OPEN


def eligibility_after(before: State, after: State, known: str) -> str:
    """Return what is known of the eligibility after a check was noted, corrected or taken back.

    ``before`` and ``after`` are the states around the act, ``known`` what stood until now.
    """
    if after is State.SHOWN:
        return Eligibility.SEEN
    if after is State.REFUSED or before is State.REFUSED:
        return Eligibility.NONE
    return Eligibility.NONE if before is State.SHOWN and known == Eligibility.SEEN else known


class Doubt(StrEnum):
    """Why a controller may ask about a check that is met; it warns and undoes nothing (R99, R100)."""

    OVER_AT_START = "over-at-start"
    SEEN_LATER = "seen-later"


def doubt_about(
    *, seen_on: datetime.date, valid_until: datetime.date | None, start_on: datetime.date | None
) -> Doubt | None:
    """Return what is doubtful about evidence on the day of the start, the day on which eligibility is tested."""
    if start_on is None:
        return None
    if valid_until is not None and valid_until < start_on:
        return Doubt.OVER_AT_START
    return Doubt.SEEN_LATER if seen_on > start_on else None
