"""What becomes of each invented person: when they come and go, and whether improvement is found (R30, R36, R40)."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from tryout.rules.calendar import DAY, is_school_break, open_day, school_end
from tryout.rules.families import Families, households
from tryout.rules.people import Somebody

CITY, FOUNDATION = "sopot", "fsb"
FIRST_DAY, LAST_END, LAST_FINDING = DAY(2025, 1, 1), DAY(2026, 12, 9), DAY(2026, 12, 14)
PEOPLE_BY_MONTH = (3, 8, 13, 12, 11, 7, 2, 3, 17, 17, 13, 6, 9, 12, 13, 12, 9, 6, 2, 3, 13)
"""How many joined in each month from January 2025 to September 2026: 191, in the rhythm of school years."""
MONTHS, WINDOW = 12, 28
IN_THE_CITY, IN_BOTH = 0.55, 0.35


class Outcome(Enum):
    """How a person left, or did not."""

    IMPROVED = "improved"
    TAKING_PART = "taking part"
    WINDOW_OPEN = "ended, the finding can still be made"
    NO_FINDING = "ended, nobody made a finding"
    TOO_LATE = "the finding came after the window"
    UNSIGNED = "the finding names nobody who made it"
    NOT_IMPROVED = "no improvement was found"


OTHERS_BEFORE_OCTOBER = {
    Outcome.WINDOW_OPEN: 2, Outcome.NO_FINDING: 1, Outcome.TOO_LATE: 2, Outcome.UNSIGNED: 1, Outcome.NOT_IMPROVED: 2,
}  # fmt: skip
"""Eight of the sixteen who are not among the 191; the other eight take part still."""


@dataclass
class Delivery:
    """One time that support was given; ``by`` is a caseworker („0”, „1” …), „instructor”, or a name."""

    on: datetime.date
    kind: str
    hours: Decimal
    organisation: str
    by: str


@dataclass
class Story:
    """One participation as it went. ``gaps`` names what is wrong with its data."""

    person: Somebody
    organisation: str
    is_shared: bool
    start: datetime.date | None
    end: datetime.date | None = None
    outcome: Outcome = Outcome.TAKING_PART
    counts: bool = True
    from_list: bool = False
    listed_on: datetime.date | None = None
    path_completed: bool = True
    gaps: set[str] = field(default_factory=set)
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Return who looks after the person, the first one first."""
        other = FOUNDATION if self.organisation == CITY else CITY
        return (self.organisation, other) if self.is_shared else (self.organisation,)


def stories(dice: random.Random, families: Families) -> list[Story]:
    """Return the people who joined before October 2026, in the order of their start."""
    told: list[Story] = []
    days = _starts(dice)
    for home in households(dice, families):
        organisation, is_shared = _organisation(dice), dice.random() < IN_BOTH
        first = next(days)
        for place, person in enumerate(home):
            start = first if place == 0 else open_day(min(next(days), first + datetime.timedelta(days=10)))
            told.append(Story(person, organisation, is_shared, start))
    for story in told:
        leave(dice, story)
    _not_improved(dice, told)
    return told


def _starts(dice: random.Random) -> Iterator[datetime.date]:
    for place, people in enumerate(PEOPLE_BY_MONTH):
        year, month = divmod(place, MONTHS)
        first, last = (8, 28) if place == 0 else (1, 28)
        yield from sorted(
            open_day(DAY(2025 + year, month + 1, dice.randint(first, last)), back=month in (7, 11))
            for _person in range(people)
        )


def _organisation(dice: random.Random) -> str:
    return CITY if dice.random() < IN_THE_CITY else FOUNDATION


def leave(dice: random.Random, story: Story) -> None:
    """Let a participation end in good time, with improvement found."""
    assert story.start is not None  # noqa: S101 - only those who started leave
    end = story.start + datetime.timedelta(weeks=round(dice.triangular(7, 46, 18)))
    if is_school_break(end) and end.month not in (7, 8):
        end -= datetime.timedelta(days=16)
    elif is_school_break(end):
        before = school_end(story.start) - datetime.timedelta(days=dice.randint(1, 9))
        after = DAY(end.year, 9, 3) + datetime.timedelta(days=dice.randrange(40))
        end = before if (before - story.start).days >= 35 else after  # noqa: PLR2004
    if end > LAST_END:
        earliest = max(story.start + datetime.timedelta(weeks=5), DAY(2026, 10, 5))
        end = earliest + datetime.timedelta(days=dice.randrange(max((LAST_END - earliest).days, 1)))
    story.end, story.outcome = open_day(end, saturdays=False, back=True), Outcome.IMPROVED
    story.path_completed = dice.random() < 0.94  # noqa: PLR2004


def _not_improved(dice: random.Random, told: list[Story]) -> None:
    """Let eight people leave in another way."""
    long_ago = [story for story in told if story.end and story.end < DAY(2026, 9, 1) and not story.from_list]
    recent = [story for story in told if story.start and DAY(2026, 3, 1) < story.start < DAY(2026, 9, 1)]
    for outcome, times in OTHERS_BEFORE_OCTOBER.items():
        for story in dice.sample(recent if outcome is Outcome.WINDOW_OPEN else long_ago, times):
            story.outcome = outcome
            recent, long_ago = ([each for each in pool if each is not story] for pool in (recent, long_ago))
    ends = iter((DAY(2026, 11, 19), DAY(2026, 12, 4)))
    for story in told:
        if story.outcome is Outcome.WINDOW_OPEN:
            story.end = next(ends)
