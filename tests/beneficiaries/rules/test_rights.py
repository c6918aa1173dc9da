"""The clock of a request, the ways between its states, and who may ask for whom (GDPR 12, S67)."""

import datetime
from types import SimpleNamespace

import pytest

from beneficiaries.enums import RightAsker, RightState
from beneficiaries.rules.rights import WAYS, IllegalStep, RightEvent, due_on, following, longest, may_ask_for

DAY = datetime.date(2026, 12, 15)


@pytest.mark.parametrize(
    ("asked", "due", "last"),
    [
        ("2026-11-15", "2026-12-15", "2027-02-15"),
        ("2026-01-31", "2026-02-28", "2026-04-30"),
        ("2028-01-30", "2028-02-29", "2028-04-30"),
        ("2026-12-31", "2027-01-31", "2027-03-31"),
        ("2027-11-30", "2027-12-30", "2028-02-29"),
    ],
)
def test_answer_is_due_a_month_later_and_put_off_to_three(asked, due, last):
    day = datetime.date.fromisoformat(asked)
    assert (due_on(day).isoformat(), longest(day).isoformat()) == (due, last)


@pytest.mark.parametrize("state", RightState)
@pytest.mark.parametrize("event", RightEvent)
def test_only_the_ways_that_are_written_can_be_gone(state, event):
    if (state, event) in WAYS:
        assert following(state, event) == WAYS[state, event]
    else:
        with pytest.raises(IllegalStep):
            following(state, event)


def guardian(**flags):
    usual = {
        "contact_allowed": True, "information_allowed": True, "court_restriction": False,
        "valid_from": datetime.date(2026, 1, 1), "valid_until": None,
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **flags})


CHILD = SimpleNamespace(birth_date=datetime.date(2016, 1, 1), is_confidential=False)
YOUTH = SimpleNamespace(birth_date=datetime.date(2012, 1, 1), is_confidential=False)
ADULT = SimpleNamespace(birth_date=datetime.date(1990, 1, 1), is_confidential=False)


@pytest.mark.parametrize(
    ("asker", "person", "link", "may"),
    [
        (RightAsker.PERSON, ADULT, None, True),
        (RightAsker.PERSON, YOUTH, None, True),
        (RightAsker.PERSON, CHILD, None, False),
        (RightAsker.PROXY, ADULT, None, True),
        (RightAsker.GUARDIAN, CHILD, guardian(), True),
        (RightAsker.GUARDIAN, CHILD, None, False),
        (RightAsker.GUARDIAN, CHILD, guardian(court_restriction=True), False),
        (RightAsker.GUARDIAN, CHILD, guardian(information_allowed=False), False),
        (RightAsker.GUARDIAN, CHILD, guardian(valid_until=datetime.date(2026, 12, 14)), False),
        (RightAsker.GUARDIAN, ADULT, guardian(), False),
    ],
)
def test_who_may_ask(asker, person, link, may):
    assert may_ask_for(asker, person, link, DAY) is may
