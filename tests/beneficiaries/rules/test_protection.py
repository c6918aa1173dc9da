"""A confidential person always has somebody who gets through; the deny list beats the naming (S26, S27)."""

import pytest

from beneficiaries.rules.protection import Objection, is_held_by_one, why_not_left, why_not_named


@pytest.mark.parametrize(
    ("denied", "reaching", "objection"),
    [
        (set(), {1}, None),
        ({1}, {1}, Objection.DENIED),
        (set(), {2}, Objection.OUT_OF_REACH),
        ({1}, set(), Objection.DENIED),
    ],
)
def test_who_can_be_named(denied, reaching, objection):
    assert why_not_named(1, denied, reaching) == objection


@pytest.mark.parametrize(
    ("named", "denied", "reaching", "is_left"),
    [
        ({1}, set(), {1, 2}, True),
        (set(), set(), {1}, False),
        ({1}, {1}, {1}, False),
        ({1}, set(), {2}, False),
        ({1, 2}, {1}, {2}, True),
    ],
)
def test_somebody_is_left(named, denied, reaching, is_left):
    assert (why_not_left(named, denied, reaching) is None) is is_left


def test_two_are_enough():
    assert is_held_by_one({1})
    assert is_held_by_one([1, 1])
    assert not is_held_by_one({1, 2})
