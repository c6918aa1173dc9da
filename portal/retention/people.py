"""What apps do when the time of keeping a person's case, or whole record, is over (R78, R79, R84)."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

CASE, RECORD = "case", "programme"
"""Times of keeping of the data map: the city's own words about a case, and what documents the project."""


@dataclass(frozen=True)
class PeopleEnd:
    """What an app removes of people at one of the two ends, in the caller's transaction, done twice the same.

    ``models`` are those of the data map it takes care of, beside the sealed words, which go by themselves.
    """

    code: str
    rule: str
    models: tuple[str, ...]
    end: Callable[[Collection[uuid.UUID]], None]


_ends: dict[str, PeopleEnd] = {}


def register_people_end(end: PeopleEnd) -> None:
    """Offer what an app removes; the same code again replaces it."""
    _ends[end.code] = end


def people_ends(rule: str) -> list[PeopleEnd]:
    """Return what apps remove at an end; the upper apps first, whose rows point to those of the lower."""
    return [each for each in reversed(list(_ends.values())) if each.rule == rule]
