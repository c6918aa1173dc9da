"""What may become of a referral: every step from every state, and the days."""

import datetime
from itertools import product

import pytest

from cases.enums import Basis, OutsideBody, ReferralState, Step
from cases.rules.referrals import (
    NEEDED,
    TOO_EARLY,
    TOO_LATE,
    StepRefused,
    is_unusual,
    state_after,
    state_on,
    steps_from,
    why_no_expiry,
)

DAY = datetime.date(2026, 12, 15)
LEGAL = {
    ("sent", "accept"): "accepted",
    ("sent", "refuse"): "refused",
    ("sent", "withdraw"): "withdrawn",
    ("sent", "expire"): "expired",
    ("accepted", "answer"): "answered",
    ("accepted", "withdraw"): "withdrawn",
    ("accepted", "expire"): "expired",
    ("answered", "close"): "closed",
    ("refused", "close"): "closed",
}


@pytest.mark.parametrize(("state", "step"), list(product(ReferralState, Step)))
def test_step_leads_where_it_should_or_is_refused(state, step):
    goal = LEGAL.get((state.value, step.value))
    assert (step in steps_from(state)) == (goal is not None)
    if goal is None:
        with pytest.raises(StepRefused):
            state_after(state, step)
    else:
        assert state_after(state, step) == goal


def test_outside_body_answers_without_accepting_first():
    assert state_after("sent", "answer", outside=True) == "answered"
    assert Step.ANSWER in steps_from("sent", outside=True)
    with pytest.raises(StepRefused):
        state_after("closed", "answer", outside=True)


@pytest.mark.parametrize("state", ReferralState)
def test_only_an_open_referral_expires_after_its_last_day(state):
    assert state_on(state, DAY, DAY) == state
    assert state_on(state, None, DAY) == state
    later = state_on(state, DAY, DAY + datetime.timedelta(days=1))
    assert later == ("expired" if state in ("sent", "accepted") else state)


@pytest.mark.parametrize(
    ("days", "needed", "why"),
    [(None, True, NEEDED), (None, False, ""), (-1, True, TOO_EARLY), (0, True, ""), (365, True, ""), (366, False, TOO_LATE)],
)  # fmt: skip
def test_referral_holds_for_a_year_at_most(days, needed, why):
    last = None if days is None else DAY + datetime.timedelta(days=days)
    assert why_no_expiry(last, DAY, needed=needed) == why


def test_police_without_consent_is_unusual_a_school_is_not():
    assert is_unusual(OutsideBody.POLICE, Basis.CRIME)
    assert not is_unusual(OutsideBody.POLICE, Basis.CONSENT)
    assert not is_unusual(OutsideBody.SCHOOL, Basis.CHILD)
