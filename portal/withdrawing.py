"""What ends when somebody takes a consent back: apps register it, the withdrawal asks them in its own transaction."""

from collections.abc import Callable
from typing import Any

from portal.accounts.models import User

End = Callable[[Any, User | None], None]
_ends: dict[str, dict[str, End]] = {}


def register_end_of_consent(kind: str, code: str, end: End) -> None:
    """Let ``end(person, by)`` stop what rests on a kind of consent; the same code again replaces it."""
    _ends.setdefault(kind, {})[code] = end


def end_what_rests_on(kind: str, person: Any, by: User | None) -> None:
    """Stop everything that rests on a kind of consent of a person; ``by`` is nobody when the person did it."""
    for code in sorted(_ends.get(kind, {})):
        _ends[kind][code](person, by)
