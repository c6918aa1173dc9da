"""What ends when, and how: apps register a ``Keeping`` for what they hold, the engine counts and removes (S65)."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise
Count = Callable[[datetime.datetime], int]


def none_held(now: datetime.datetime) -> int:
    """Return nothing: what is no record of a person is never held."""
    return 0


@dataclass(frozen=True)
class Keeping:
    """One kind of thing that is kept for a time.

    ``rules`` are times of keeping of the data map (``retention`` of its vocabulary), ``models`` the ``app.Model`` whose
    data of these rules it removes. ``due(now)`` counts what would be removed if it were ``now``; asked for a day to
    come it is a forecast. ``remove(now, most)`` removes at most so many in a transaction of its own and returns how
    many; zero when nothing is left. Broken off, it goes on the next time. ``held(now)`` counts what is due and held.
    ``waits_for`` says on which date it depends, where that is not counted from the row itself. ``is_released``: it goes
    only after two people have let it; whatever ``due`` counts, ``remove`` leaves alone what nobody released.
    """

    code: str
    position: int
    label: Words
    rules: tuple[str, ...]
    models: tuple[str, ...]
    due: Count
    remove: Callable[[datetime.datetime, int], int]
    held: Count = none_held
    waits_for: Words = ""
    further: Callable[[], Iterable[str]] = tuple
    is_released: bool = False

    @property
    def all_models(self) -> set[str]:
        """The models it takes care of; ``further`` are those that upper apps say."""
        return {*self.models, *self.further()}


@dataclass(frozen=True)
class Lasting:
    """Models with a limited time of keeping whose rows stay as they are, and why that is no keeping of people."""

    code: str
    label: Words
    rules: tuple[str, ...]
    models: tuple[str, ...]


_keepings: dict[str, Keeping] = {}
_lasting: dict[str, Lasting] = {}


def register_keeping(keeping: Keeping) -> None:
    """Offer the end of something; the same code again replaces it."""
    _keepings[keeping.code] = keeping


def register_lasting(lasting: Lasting) -> None:
    """Say which rows stay, and why; the same code again replaces it."""
    _lasting[lasting.code] = lasting


def keepings() -> list[Keeping]:
    """Return everything that ends, in its order."""
    return sorted(_keepings.values(), key=lambda each: (each.position, each.code))


def all_lasting() -> list[Lasting]:
    """Return what stays, by its code."""
    return sorted(_lasting.values(), key=lambda each: each.code)
