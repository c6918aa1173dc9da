"""The households of the invented project: who lives with whom, where they come from (100, 10 and 97 people)."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tryout.rules.calendar import TODAY
from tryout.rules.names import LONG, MONONYM, POOLS, Name
from tryout.rules.people import MAN, STREETS, WOMAN, Registry, Somebody, invent

CHILD, ADULT, SENIOR = "child", "adult", "senior"
NATIONS = {
    "UA": 46, "BY": 14, "GE": 4, "RU": 3, "VN": 3, "SY": 2, "IN": 1, "MD": 1, "AM": 1, "TR": 1, "KZ": 1, "BG": 1,
}  # fmt: skip
YOUNGEST_MOTHER, YOUNGEST_CHILD = 19, 5


@dataclass(frozen=True)
class Shape:
    """Who of a household takes part: „m” mother, „f” father, „w” and „n” woman and man alone, „g” and „o”
    grandmother and grandfather, „c” a child.
    """

    members: str
    times: int


SHAPES = (
    Shape("mc", 13), Shape("mcc", 11), Shape("mccc", 4), Shape("mfc", 6), Shape("mfcc", 9), Shape("mfccc", 3),
    Shape("gmcc", 3), Shape("c", 5), Shape("cc", 2), Shape("w", 10), Shape("n", 5), Shape("mf", 2), Shape("go", 2),
    Shape("g", 2), Shape("o", 1),
)  # fmt: skip
"""Households that joined before October 2026."""


class Families:
    """Invents households one by one; the same dice give the same people."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._registry = Registry(dice)
        self._surnames: dict[str, Iterator[tuple[Name, Name]]] = {
            nation: self._endless(nation) for nation in POOLS
        }  # fmt: skip
        self._number = 0

    @property
    def registry(self) -> Registry:
        """Return what hands out numbers and addresses."""
        return self._registry

    def household(self, members: str, nation: str) -> list[Somebody]:
        """Return the people of a household, the eldest first; parents and children share surname and home."""
        self._number += 1
        surname, taken, people = next(self._surnames[nation]), set[str](), list[Somebody]()
        how_many = members.count("c")
        mother = self._dice.randint(25 + how_many, 44) if how_many else self._dice.randint(21, 55)
        children = self._ages_of_children(mother, how_many)
        for member in members:
            sex = WOMAN if member in "mwg" else MAN if member in "fno" else self._dice.choice((WOMAN, MAN))
            born = self._born(children.pop(0) if member == "c" else self._age(member, mother))
            generation = CHILD if member == "c" else SENIOR if member in "go" else ADULT
            people.append(invent(self._dice, self._number, generation, nation, surname, sex, born, taken))
        self._settle(people)
        return people

    def _settle(self, people: list[Somebody]) -> None:
        dice = self._dice
        number, flat = dice.randrange(1, 60), dice.randrange(1, 40)
        street, postcode = f"ul. {dice.choice(STREETS)} {number}/{flat}", f"81-{dice.randrange(701, 878)}"
        for person in people:
            self._registry.settle(person, TODAY, street, postcode)

    def _age(self, member: str, mother: int) -> int:
        """Return an age in December 2026."""
        ages = {"m": (mother, mother), "f": (mother, mother + 7), "w": (20, 56), "n": (20, 58), "g": (63, 76),
                "o": (68, 79)}  # fmt: skip
        return self._dice.randint(*ages[member])

    def _ages_of_children(self, mother: int, how_many: int) -> list[int]:
        """Return different ages from 5 to 17, the eldest first."""
        eldest = min(mother - YOUNGEST_MOTHER, 17)
        return sorted(self._dice.sample(range(YOUNGEST_CHILD, eldest + 1), how_many), reverse=True)

    def _born(self, age: int) -> datetime.date:
        return TODAY - datetime.timedelta(days=age * 365 + 40 + self._dice.randrange(300))

    def _endless(self, nation: str) -> Iterator[tuple[Name, Name]]:
        while True:
            yield from self._dice.sample(POOLS[nation].families, len(POOLS[nation].families))


def households(dice: random.Random, families: Families) -> list[list[Somebody]]:
    """Return the households that joined before October 2026, in the order in which they came."""
    shapes = [shape.members for shape in SHAPES for _time in range(shape.times)]
    nations = [nation for nation, times in NATIONS.items() for _time in range(times)]
    dice.shuffle(shapes)
    dice.shuffle(nations)
    homes = [families.household(members, nations[place % len(nations)]) for place, members in enumerate(shapes)]
    _unusual(homes)
    return homes


def _unusual(homes: list[list[Somebody]]) -> None:
    """Give some people what breaks careless software: one name only, very long names, no citizenship."""
    adults = [person for home in homes for person in home if person.generation == ADULT]
    alone = [home[0] for home in homes if len(home) == 1 and (home[0].generation, home[0].nation) == (ADULT, "UA")]
    only = next(person for person in reversed(alone) if person.sex == WOMAN)
    stateless = next(person for person in alone if person is not only)
    only.surname, only.given, only.citizenships, only.called, only.email = MONONYM, Name("", ""), "AF", "", ""
    only.nation, only.language = "AF", "en"
    stateless.citizenships = "XS"
    for place, (long, nation, sex) in enumerate(zip(LONG, ("UA", "BY", "UA"), (WOMAN, WOMAN, MAN), strict=True)):
        fitting = [each for each in adults if (each.nation, each.sex, each.citizenships) == (nation, sex, nation)]
        person = fitting[len(fitting) * (place + 1) // 4]
        person.given, person.called = long, ""
        person.surname = Name(f"{person.surname.latin}-Nebokraienko", f"{person.surname.original}-Небокраєнко")
