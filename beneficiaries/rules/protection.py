"""Who may be named for a confidential person, and what may never happen to one (S26, S27).

The rules know accounts by their keys. ``reaching`` are the accounts that could open the record if nothing stood
against it: active, with a role that reaches the person.
"""

from collections.abc import Collection
from enum import StrEnum

FEWEST_NAMED = 2


class Objection(StrEnum):
    """Why a decision about the protection of a person is refused."""

    NOBODY_LEFT = "nobody-left"
    OUT_OF_REACH = "out-of-reach"
    DENIED = "denied"
    NOTHING = "nothing"


def why_not_named(account: int, denied: Collection[int], reaching: Collection[int]) -> Objection | None:
    """Return why an account cannot be named; the deny list beats the naming (S27)."""
    if account in denied:
        return Objection.DENIED
    return None if account in reaching else Objection.OUT_OF_REACH


def why_not_left(named: Collection[int], denied: Collection[int], reaching: Collection[int]) -> Objection | None:
    """Return why a confidential person cannot be left to these named accounts: somebody must still get through."""
    return None if (set(named) & set(reaching)) - set(denied) else Objection.NOBODY_LEFT


def is_held_by_one(named: Collection[int]) -> bool:
    """Tell whether a reason is needed why so few are named: one illness, and nobody can help."""
    return len(set(named)) < FEWEST_NAMED
