"""The two walls of a person, asked from the colleague's side: may this colleague know this person (S26–S27)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from beneficiaries.models import Person


@dataclass(frozen=True)
class Walls:
    """Who is confidential, who is named for them, who is on whose deny list; pairs are (person, account)."""

    confidential: frozenset[Any]
    named: frozenset[tuple[Any, int]]
    denied: frozenset[tuple[Any, int]]

    def let_through(self, account: int, person: Any) -> bool:
        """Tell whether no wall stands between the account and the person; rights are asked elsewhere."""
        if (person, account) in self.denied:
            return False
        return person not in self.confidential or (person, account) in self.named


def walls_of(people: Collection[Any]) -> Walls:
    """Return the walls of these people, by their keys (three queries)."""
    keys = list(people)
    confidential = Person.objects.filter(pk__in=keys, is_confidential=True).values_list("pk", flat=True)
    return Walls(
        frozenset(confidential), _pairs(Person.confidential_to.through, keys), _pairs(Person.denied_to.through, keys)
    )


def _pairs(through: Any, keys: list[Any]) -> frozenset[tuple[Any, int]]:
    return frozenset(through._default_manager.filter(person__in=keys).values_list("person", "user"))
