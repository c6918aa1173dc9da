"""What every relation to a person or a participation does when two records become one.

A relation is named ``app.Model.field``. One that nobody has registered makes a test fail
(``tests/portal/merging/test_registry.py``), so that no app's rows are left behind with a record that nobody sees.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from portal.accounts.models import User

MERGED, DIVIDED = "merged with another record", "merge undone"
"""Why a version was written, as it stands in the history."""
Log = Any
"""What a mover remembers so as to put everything back: plain JSON, keys alone, sealed by who keeps it."""


class Way(Enum):
    """How the rows of one relation go over."""

    FACT = "fact"
    """Versions: the fact goes on under the other participation; what was known when stays readable (R38)."""
    ROW = "row"
    """The row points to the record that stays. What would stand there twice stays behind."""
    STAYS = "stays"
    """The row is never changed and belongs to the record it was made for; it is read with both."""
    OWN = "own"
    """A mover of its own knows what to do."""


@dataclass(frozen=True)
class Fold:
    """Two participations in one grant project that become one: a person counts once (R34)."""

    gone: Any
    kept: Any


@dataclass(frozen=True)
class Union:
    """Two records that become one person: ``gone`` into ``kept``.

    ``folds`` are the projects in which both take part; ``whole`` the participations that go over as they are.
    ``choices`` name the fields in which what ``gone`` says is to stand.
    """

    kept: Any
    gone: Any
    by: User | None
    folds: Sequence[Fold] = ()
    whole: Sequence[Any] = ()
    choices: frozenset[str] = frozenset()


class UndoRefused(ValueError):
    """What happened since makes an exact undo impossible; the text says what, for the staff."""


@dataclass(frozen=True)
class Mover:
    """How one app moves what no common way can. ``move`` returns a log, ``undo`` takes it.

    ``settle`` puts right what follows from both, after a merge and after an undo: no log, nothing of its own. After it
    ``remember`` may add to the log how the merge left things.
    """

    code: str
    position: int
    covers: frozenset[str] = frozenset()
    move: Callable[[Union], Log] = lambda union: None
    undo: Callable[[Union, Log], None] = lambda union, log: None
    settle: Callable[[Union], None] = lambda union: None
    remember: Callable[[Union, Log], Log] = lambda union, log: log


Counted = Callable[[int], str]


@dataclass
class _Registry:
    ways: dict[str, Way] = field(default_factory=dict)
    movers: dict[str, Mover] = field(default_factory=dict)
    words: dict[str, Counted] = field(default_factory=dict)


_registered = _Registry()


def register_links(links: Mapping[str, Way] | Iterable[tuple[str, Way]]) -> None:
    """Say how relations go over, by ``app.Model.field``; the same relation again replaces the way."""
    _registered.ways.update(links)


def register_mover(mover: Mover) -> None:
    """Offer a mover; the same code again replaces it."""
    _registered.movers[mover.code] = mover
    _registered.ways.update(dict.fromkeys(mover.covers, Way.OWN))


def register_words(name: str, words: Counted) -> None:
    """Say what goes over with a relation, with how many: „7 supports”. Relations without words are not told of."""
    _registered.words[name] = words


def told(log: Mapping[str, Mapping[str, Sequence[Any]]]) -> list[str]:
    """Return in words what goes over, by the log of a merge."""
    counts = {name: len(rows) for way in ("facts", "rows") for name, rows in log[way].items()}
    return [words(counts[name]) for name, words in _registered.words.items() if counts.get(name)]


def ways() -> dict[str, Way]:
    """Return the way of every registered relation."""
    return dict(_registered.ways)


def links_going(way: Way) -> list[str]:
    """Return the relations that go one way, in a fixed order."""
    return sorted(name for name, each in _registered.ways.items() if each is way)


def movers() -> list[Mover]:
    """Return the movers in their order."""
    return sorted(_registered.movers.values(), key=lambda each: (each.position, each.code))
