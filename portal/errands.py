"""Something that a colleague has to do, asked for by an app that knows of no tasks (architecture §3.9).

Who keeps tasks has registered how one is made. Asking never fails the act that asks: where nobody keeps tasks, none is
made.
"""

import datetime
from collections.abc import Callable
from typing import Any

from portal.accounts.models import User

Maker = Callable[[Any, str, datetime.date, User], None]
_makers: list[Maker] = []


def register_errand_maker(make: Maker) -> None:
    """Say how a task is made: about which participation, what, until when, for whom. The last one named counts."""
    _makers[:] = [make]


def ask_errand(participation: Any, text: str, due_on: datetime.date, account: User) -> bool:
    """Give an account something to do about a participation; return whether that was possible."""
    for make in _makers:
        make(participation, text, due_on, account)
    return bool(_makers)
