"""The way through a registration: seven parts, one decision a page (design §7)."""

from beneficiaries.rules.latin import is_latin
from beneficiaries.rules.registration import MOST_PEOPLE, Application

LANGUAGE, EMAIL, NAME, SPELLING, BIRTH = "jezyk", "kontakt", "imie", "zapis", "urodzenie"
CITIZENSHIP, STAY, ADDRESS, FAMILY, NEEDS, CHECK = "obywatelstwo", "pobyt", "adres", "rodzina", "pomoc", "sprawdz"
MEMBER, PAUSE, RETURN, SENT = "osoba", "przerwij", "wroc", "wyslane"

PARTS: dict[str, int] = {
    LANGUAGE: 1, EMAIL: 1, NAME: 2, SPELLING: 2, BIRTH: 3, CITIZENSHIP: 4, STAY: 4, ADDRESS: 4, FAMILY: 5, NEEDS: 6,
    CHECK: 7,
}  # fmt: skip
"""The steps in their order, each with the part it belongs to."""
STEPS = tuple(PARTS)
FIRST, LAST_PART = STEPS[0], max(PARTS.values())
PATTERN = "|".join([*STEPS, rf"{MEMBER}-[1-9][0-9]?", PAUSE, RETURN, SENT])


def member_step(place: int) -> str:
    """Return the step of one member of the family; 1 is the first."""
    return f"{MEMBER}-{place}"


def place_of(step: str) -> int:
    """Return which member a step is about; 0 for every other step."""
    name, _dash, place = step.partition("-")
    return int(place) if name == MEMBER and place.isdecimal() else 0


def part_of(step: str) -> int:
    """Return the part that a step belongs to."""
    return PARTS[FAMILY] if place_of(step) else PARTS[step]


def asked_steps(application: Application) -> list[str]:
    """Return the steps that this application goes through; how a name is spelt is asked only where it can differ."""
    who = application.registrant
    asks_spelling = not is_latin(f"{who.given_names} {who.surname}")
    return [step for step in STEPS if step != SPELLING or asks_spelling]


def next_step(application: Application) -> str:
    """Return the first step that has no answer yet; the last one when all have."""
    done = set(application.done)
    return next((step for step in asked_steps(application) if step not in done and step != CHECK), CHECK)


def is_open(application: Application, step: str) -> bool:
    """Tell whether a step can be shown: everything before it has an answer."""
    if place := place_of(step):
        return is_open(application, FAMILY) and place <= min(len(application.people), MOST_PEOPLE - 1)
    steps = asked_steps(application)
    return step in steps and steps.index(step) <= steps.index(next_step(application))


def step_before(application: Application, step: str) -> str:
    """Return where „back” leads; blank from the first step."""
    if place_of(step):
        return FAMILY
    steps = asked_steps(application)
    return steps[steps.index(step) - 1] if step in steps[1:] else ""
