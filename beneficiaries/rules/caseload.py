"""How heavy a caseload is, and who is proposed for a new person, as pure functions.

These are proposals of the portal, no rules of the fund: a person always decides, and the page says what each point
stands for. Nothing about health is weighed.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from beneficiaries.rules.age import OF_AGE, completed_years

EVERYBODY = 1
"""Points of everybody who takes part or waits for the first support."""
EACH_FACTOR = 1
"""Points more for each of ``Factor``."""
NEW_FOR = datetime.timedelta(days=30)
"""How long somebody is new, from the first support on."""
SAME_PLACE_SPARES = 2
"""So many points of load a colleague may have more who helps people of the same place already."""


class Factor(StrEnum):
    """What makes helping a person take longer."""

    CHILD = "child"
    NO_SHARED_LANGUAGE = "no-shared-language"
    NEW = "new"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Facts:
    """What is weighed of a person; ``language`` is the code of the language of contact, blank when not known."""

    born: datetime.date
    language: str
    start_on: datetime.date | None
    end_on: datetime.date | None
    incomplete: bool


@dataclass(frozen=True)
class Kind:
    """What of the facts weighs on a day: people alike in it weigh the same for a colleague."""

    language: str
    is_child: bool
    is_new: bool
    is_incomplete: bool


@dataclass(frozen=True)
class Candidate:
    """A colleague who could be in charge: load today, languages, places of the people, whether others stand in."""

    key: int
    name: str
    spoken: frozenset[str] = frozenset()
    people: int = 0
    points: int = 0
    places: frozenset[str] = frozenset()
    is_away: bool = False


def has_ended(facts: Facts, day: datetime.date) -> bool:
    """Say whether participation has ended by ``day`` (R36)."""
    return facts.end_on is not None and facts.end_on <= day


def kind_of(facts: Facts, day: datetime.date) -> Kind:
    """Return what of the facts weighs on ``day``."""
    is_new = facts.start_on is None or day < facts.start_on + NEW_FOR
    return Kind(facts.language, completed_years(facts.born, day) < OF_AGE, is_new, facts.incomplete)


def factors(facts: Facts, spoken: Collection[str], day: datetime.date) -> list[Factor]:
    """Return what makes helping this person take longer for a colleague who speaks ``spoken``."""
    return factors_of(kind_of(facts, day), spoken)


def factors_of(kind: Kind, spoken: Collection[str]) -> list[Factor]:
    """Return the factors of people of one kind. Languages count only when both sides are known."""
    told = {
        Factor.CHILD: kind.is_child,
        Factor.NO_SHARED_LANGUAGE: bool(kind.language and spoken) and kind.language not in spoken,
        Factor.NEW: kind.is_new,
        Factor.INCOMPLETE: kind.is_incomplete,
    }
    return [factor for factor, holds in told.items() if holds]


def points(facts: Facts, spoken: Collection[str], day: datetime.date) -> int:
    """Return how heavy a person weighs: nothing after the end, otherwise one and one more for each factor."""
    return 0 if has_ended(facts, day) else points_of(kind_of(facts, day), spoken)


def points_of(kind: Kind, spoken: Collection[str]) -> int:
    """Return how heavy somebody of this kind weighs who has not ended."""
    return EVERYBODY + EACH_FACTOR * len(factors_of(kind, spoken))


def in_order(candidates: Iterable[Candidate], language: str, place: str) -> list[Candidate]:
    """Return the candidates for a person, the first proposed first: language, then load with place, then name.

    Whoever is away stands last.
    """
    return sorted(
        candidates,
        key=lambda each: (each.is_away, _far_in_language(each, language), _effort(each, place), each.name),
    )


def _far_in_language(candidate: Candidate, language: str) -> int:
    """Say how far apart the two are: 0 a shared language or none asked, 1 not known, 2 none."""
    if not language or language in candidate.spoken:
        return 0
    return 2 if candidate.spoken else 1


def _effort(candidate: Candidate, place: str) -> int:
    return candidate.points - (SAME_PLACE_SPARES if place and place in candidate.places else 0)
