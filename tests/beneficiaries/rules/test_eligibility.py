"""What follows from what was seen (R88, R99)."""

import datetime

import pytest

from beneficiaries.enums import CheckOutcome, Criterion, Eligibility
from beneficiaries.rules.eligibility import (
    EVIDENCE_OF,
    USUAL,
    Doubt,
    Required,
    State,
    doubt_about,
    eligibility_after,
    state_of,
)

STAY, HOME, GROUP = Criterion
MET, NOT = CheckOutcome.MET, CheckOutcome.NOT_MET
DAY = datetime.date


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ({}, State.OPEN),
        ({STAY: MET}, State.OPEN),
        ({STAY: MET, HOME: MET}, State.SHOWN),
        ({STAY: MET, HOME: NOT}, State.REFUSED),
        ({HOME: NOT}, State.REFUSED),
    ],
)
def test_deciding_checks_decide_together(outcomes, state):
    assert state_of(USUAL, outcomes) is state


def test_check_that_does_not_decide_changes_nothing():
    required = (*USUAL, Required(GROUP, decides=False))
    assert state_of(required, {STAY: MET, HOME: MET}) is State.SHOWN
    assert state_of(required, {STAY: MET, HOME: MET, GROUP: NOT}) is State.SHOWN


@pytest.mark.parametrize(
    ("before", "after", "known", "result"),
    [
        (State.OPEN, State.SHOWN, Eligibility.NONE, Eligibility.SEEN),
        (State.OPEN, State.SHOWN, Eligibility.ASSERTED, Eligibility.SEEN),
        (State.OPEN, State.OPEN, Eligibility.ASSERTED, Eligibility.ASSERTED),  # the first of two papers
        (State.OPEN, State.OPEN, Eligibility.SEEN, Eligibility.SEEN),  # noted on the form of the person before
        (State.OPEN, State.REFUSED, Eligibility.ASSERTED, Eligibility.NONE),
        (State.SHOWN, State.OPEN, Eligibility.SEEN, Eligibility.NONE),  # taken back
        (State.REFUSED, State.OPEN, Eligibility.NONE, Eligibility.NONE),
    ],
)
def test_what_follows(before, after, known, result):
    assert eligibility_after(before, after, known) == result


def test_every_criterion_has_evidence():
    assert set(EVIDENCE_OF) == set(Criterion)
    assert all(EVIDENCE_OF.values())


@pytest.mark.parametrize(
    ("seen", "until", "start", "doubt"),
    [
        (DAY(2026, 2, 1), DAY(2026, 2, 2), DAY(2026, 2, 2), None),  # the last day is still good
        (DAY(2026, 2, 1), DAY(2026, 2, 1), DAY(2026, 2, 2), Doubt.OVER_AT_START),
        (DAY(2026, 2, 3), None, DAY(2026, 2, 2), Doubt.SEEN_LATER),
        (DAY(2026, 2, 3), None, None, None),
    ],
)
def test_evidence_is_weighed_on_the_day_of_the_start(seen, until, start, doubt):
    assert doubt_about(seen_on=seen, valid_until=until, start_on=start) == doubt
