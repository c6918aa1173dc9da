"""Something that a colleague has to do, asked for by an app that knows of no tasks (architecture §3.9).

Who keeps tasks has registered how one is made. Asking never fails the act that asks: where nobody keeps tasks, none is
made.
"""

import datetime
from collections.abc import Callable
from typing import Any

from portal.accounts.models import User

Maker = Callable[[Any, str, datetime.date, User, User], None]
_makers: list[Maker] = []


class ErrandRefused(ValueError):
    """The account may not have something to do about this participation."""


def register_errand_maker(make: Maker) -> None:
    """Say how a task is made: about which participation, what, until when, for whom, by whom. The last one counts."""
    _makers[:] = [make]


def ask_errand(participation: Any, text: str, due_on: datetime.date, account: User, *, by: User | None = None) -> bool:
    """Give an account something to do about a participation; return whether that was possible.

    ``by`` is who asks, the account itself unless told otherwise. Raises ``ErrandRefused`` for an account that may not
    have it.
    """
    for make in _makers:
        make(participation, text, due_on, account, by or account)
    return bool(_makers)
