"""What apps say of each member of a family (architecture §3.9).

The page belongs to ``beneficiaries``; an app tells in one line how each member stands, in one query for all of them.
Whoever may not see something of a person gets no line about it: a source asks ``visible_to`` by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.accounts.models import User

Words = str | Promise


@dataclass(frozen=True)
class MemberLine:
    """One line about one member: what it is about, how it stands, and the page with the whole of it."""

    text: Words
    url: str = ""


@dataclass(frozen=True)
class MemberLines:
    """Who knows something: ``lines(account, participations)`` returns the line of each by its key, in one query.

    ``label`` stands before each line. A participation without an entry has no line.
    """

    code: str
    position: int
    label: Words
    lines: Callable[[User, Sequence[Any]], Mapping[Any, MemberLine]]


_sources: dict[str, MemberLines] = {}


def register_member_lines(source: MemberLines) -> None:
    """Offer a line; the same code again replaces it."""
    _sources[source.code] = source


def lines_of(account: User, participations: Sequence[Any]) -> dict[Any, list[tuple[Words, MemberLine]]]:
    """Return the labelled lines of each participation by its key, in the order of the sources."""
    found: dict[Any, list[tuple[Words, MemberLine]]] = {each.pk: [] for each in participations}
    for source in _in_order(_sources.values()) if participations else ():
        for key, line in source.lines(account, participations).items():
            found[key].append((source.label, line))
    return found


def _in_order(sources: Iterable[MemberLines]) -> list[MemberLines]:
    return sorted(sources, key=lambda source: (source.position, source.code))
