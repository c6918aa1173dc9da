"""How invented talks went and by what the levels of an assessment are seen, each person with dice of their own."""

import datetime
import random
from typing import Any

from cases.enums import Area
from services.enums import AWAY, TALK_LANGUAGES, Place, Tier
from tryout.rules.calendar import DAY
from tryout.rules.casework import EVIDENCE
from tryout.rules.families import CHILD
from tryout.rules.people import Somebody
from tryout.rules.stories import Delivery
from tryout.rules.support import ADULTS, ASSISTANT, PUPILS

TOLD_SINCE = DAY(2026, 10, 1)
"""Since when caseworkers say more about a talk."""
TIERS = {PUPILS: Tier.CAREER_ADVISER, ADULTS: Tier.CAREER_ADVISER, ASSISTANT: Tier.ASSISTANT}
PLACES = (Place.OFFICE, Place.OFFICE, Place.PHONE, Place.ONLINE, Place.OUTSIDE, Place.AUTHORITY)
AUTHORITIES = ("Urząd Wojewódzki w Gdańsku", "ZUS w Gdańsku", "Urząd Miasta Sopotu", "Powiatowy Urząd Pracy")
INTERPRETERS = ("Nina R.", "Oleh T.")
NEXT_STEPS = (
    "przynieść umowę najmu", "zapisać się na kurs od stycznia", "sprawdzić odpowiedź z urzędu",
    "umówić wizytę u lekarza rodzinnego", "wypełnić wniosek w domu i przynieść do sprawdzenia",
)  # fmt: skip
NEXT_STEPS_OF_CHILDREN = (
    "porozmawiać z wychowawcą", "zapisać się na zajęcia po lekcjach", "przynieść podpisaną zgodę na wycieczkę",
)  # fmt: skip
_TOLD, _INTERPRETED, _GOES_ON = 0.75, 0.25, 0.5
LOW, MIDDLE = 2, 3


def talk_about(delivery: Delivery, person: Somebody, dice: random.Random) -> dict[str, Any]:
    """Return what was said of a talk, by the fields of support; nothing of old ones and of some others."""
    if delivery.on < TOLD_SINCE or dice.random() > _TOLD:
        return {}
    place, language, is_child = dice.choice(PLACES), person.language, person.generation == CHILD
    talk: dict[str, Any] = {
        "tier": TIERS.get(delivery.kind, Tier.FIRST_LINE),
        "place": place,
        "language": language if language in TALK_LANGUAGES else "other",
    }
    if place == Place.AUTHORITY:
        talk["authority"] = dice.choice(AUTHORITIES)
    if place in AWAY:
        talk["travel_minutes"] = dice.choice((20, 40, 60, 90))
    if language != "pl" and dice.random() < _INTERPRETED:
        talk["interpreter"] = dice.choice(INTERPRETERS)
    if dice.random() < _GOES_ON:
        talk["next_step"] = dice.choice(NEXT_STEPS_OF_CHILDREN if is_child else NEXT_STEPS)
        talk["next_step_on"] = delivery.on + datetime.timedelta(days=dice.choice((3, 7, 14)))
    return talk


def seen_by(scores: dict[str, int], dice: random.Random, *, is_child: bool) -> dict[str, str]:
    """Return by what most levels are seen, by area; nothing about the work of a child."""
    areas = [area for area in scores if not (is_child and area == Area.WORK)]
    said = {area: EVIDENCE[area][(scores[area] > LOW) + (scores[area] > MIDDLE)] for area in areas}
    left_out = dice.choice(sorted(said))
    return {area: text for area, text in said.items() if area != left_out}
