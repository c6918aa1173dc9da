"""What makes a reading unusual is known by the app that knows the people: it has registered how (S36).

The review knows accounts and keys of people as they stand in the trail, never names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from portal.accounts.models import User


@dataclass(frozen=True)
class Relations:
    """What is known of people (keys as texts) and accounts (ids).

    ``protected``: the confidential ones. ``in_charge``: who is in charge of whom; nobody without anybody in charge.
    ``namesakes``: pairs of an account and a person with the same surname. ``kept``: people whom the reader of the
    review must never learn of (S27).
    """

    protected: frozenset[str] = frozenset()
    in_charge: Mapping[str, frozenset[int]] = field(default_factory=dict)
    namesakes: frozenset[tuple[int, str]] = frozenset()
    kept: frozenset[str] = frozenset()


RelationSource = Callable[[User, Collection[str], Collection[int]], Relations]
_sources: list[RelationSource] = []


def register_relations(source: RelationSource) -> None:
    """Offer what is known of people and accounts, in a fixed number of queries; the last one named counts."""
    _sources[:] = [source]


def relations_of(reader: User, people: Collection[str], accounts: Collection[int]) -> Relations:
    """Return what is known of these people and accounts; nothing, without a query, when nobody was read."""
    return _sources[0](reader, people, accounts) if _sources and people else Relations()
