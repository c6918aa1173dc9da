"""The whole invented project in one go: everybody who takes part, in the order in which they came."""

import random

from tryout.rules.families import ADULT, CHILD, Families
from tryout.rules.gaps import autumn, misdate, spoil, uncounted
from tryout.rules.stories import Story, stories
from tryout.rules.support import Timetable, give_support

SEED = 515
CASEWORKERS = 3
"""How many caseworkers each organisation has."""


def tell(dice: random.Random, families: Families) -> list[Story]:
    """Return 207 people who count and ten who do not yet; the same dice tell the same."""
    told = stories(dice, families)
    later = autumn(dice, families)
    spoil(dice, [*told, *later], families.registry)
    everybody = [*told, *later, *uncounted(families)]
    timetable = Timetable(dice)
    for story in everybody:
        give_support(dice, story, timetable, CASEWORKERS)
    misdate(everybody)
    return everybody


def protected(told: list[Story]) -> tuple[Story, Story]:
    """Return who is confidential, and whose record one account must not see (S26, S27)."""
    plain = [story for story in told if not story.gaps]
    adults, children = ([each for each in plain if each.person.generation == what] for what in (ADULT, CHILD))
    return adults[20], children[30]
