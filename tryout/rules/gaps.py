"""People with whom something is wrong, as in every real list: each gap a few times (contracts §3, R14–R32)."""

import datetime
import random
from collections.abc import Iterable
from decimal import Decimal

from tryout.rules.calendar import DAY, open_day
from tryout.rules.families import ADULT, CHILD, SENIOR, Families
from tryout.rules.people import Registry
from tryout.rules.stories import CITY, FOUNDATION, Delivery, Outcome, Story, leave

ENDS_BEFORE_START, THIRD_COUNTRY, POLISH_TOO = "end-before-start", "class-without-third-country", "polish-and-third"
ANSWER_BLANK, NO_SITUATION, WRITTEN_START = "answer-blank", "exit-without-situation", "written-start-differs"
GROUP_AGE, SCHOOL_OVER, AFTER_END = "group-contradicts-age", "education-ends-before-start", "support-after-end"
NOT_SEEN, LATE_PAPER, GROUP_REASON, PENSION = "eligibility-not-seen", "late-paper", "group-with-reason", "early-pension"
OUTSIDE = "outside-target-population"
MISSING = "missing:"
_FIRST_LISTS = (DAY(2025, 2, 1), DAY(2025, 4, 5))
_LIST_READ_ON = DAY(2025, 4, 8)


def autumn(dice: random.Random, families: Families) -> list[Story]:
    """Return the people who joined since October 2026: sixteen who count, four of them with blocking gaps."""
    told: list[Story] = []

    def come(members: str, nation: str, body: str, day: datetime.date, *gaps: str, ends: bool = False) -> list[Story]:
        home = [Story(person, body, False, day) for person in families.household(members, nation)]
        for story in home:
            if ends:
                leave(dice, story)
        home[0].gaps.update(gaps)
        told.extend(home)
        return home

    come("mcc", "UA", CITY, DAY(2026, 10, 6), ENDS_BEFORE_START, ends=True)
    come("n", "BY", FOUNDATION, DAY(2026, 10, 8), ENDS_BEFORE_START, ends=True)
    come("mc", "UA", FOUNDATION, DAY(2026, 10, 8), ends=True)
    come("w", "UA", CITY, DAY(2026, 10, 13), POLISH_TOO)
    come("mc", "BY", CITY, DAY(2026, 10, 20), NO_SITUATION, ends=True)
    for story in come("mf", "GE", FOUNDATION, DAY(2026, 10, 22), ANSWER_BLANK):
        story.end = DAY(2027, 1, 15)
    come("w", "MD", FOUNDATION, DAY(2026, 11, 5), THIRD_COUNTRY)
    for members, nation, day in (("n", "UA", DAY(2026, 11, 24)), ("mc", "UA", DAY(2026, 12, 3)),
                                 ("w", "BY", DAY(2026, 12, 4))):  # fmt: skip
        for story in come(members, nation, FOUNDATION, day):
            story.from_list = True
    return told


def uncounted(families: Families) -> list[Story]:
    """Return the people who do not count yet: data missing, no support so far, documents not seen."""
    plans = (
        ("w", "UA", CITY, DAY(2026, 10, 15), f"{MISSING}education"),
        ("n", "GE", FOUNDATION, DAY(2026, 10, 29), f"{MISSING}labour_status"),
        ("c", "UA", CITY, DAY(2026, 11, 3), f"{MISSING}education_end"),
        ("w", "BY", FOUNDATION, DAY(2026, 11, 17), f"{MISSING}postcode"),
        ("n", "UA", CITY, DAY(2026, 11, 26), NOT_SEEN),
        ("w", "VN", FOUNDATION, DAY(2026, 12, 1), NOT_SEEN),
        ("w", "UA", FOUNDATION, DAY(2026, 10, 27), OUTSIDE),
        ("m", "UA", CITY, None, ""),
        ("c", "UA", CITY, None, ""),
        ("n", "IN", FOUNDATION, None, ""),
    )
    told = []
    for members, nation, body, day, gap in plans:
        (person,) = families.household(members, nation)
        told.append(Story(person, body, False, day, counts=False, gaps={gap} - {""}))
    return told


def spoil(dice: random.Random, told: list[Story], registry: Registry) -> None:
    """Put the remaining gaps among those who count; totals stay as they are."""
    improved = [story for story in told if story.outcome is Outcome.IMPROVED and story.counts and not story.gaps]
    lately = [story for story in improved if story.end and DAY(2026, 10, 1) <= story.end <= DAY(2026, 12, 4)]
    _mark(dice, NO_SITUATION, lately, 2)
    _mark(dice, ANSWER_BLANK, lately, 3)
    _mark(dice, AFTER_END, lately, 3)
    _mark(dice, SCHOOL_OVER, [story for story in lately if story.person.generation == CHILD], 2)
    joined_in_june = [story for story in improved if story.start and DAY(2026, 6, 10) <= story.start < DAY(2026, 7, 1)]
    _mark(dice, LATE_PAPER, joined_in_june, 1)
    _first_lists(told)
    _groups(told, [story for story in improved if not story.gaps], registry)


def _mark(dice: random.Random, gap: str, pool: list[Story], times: int) -> None:
    plain = [story for story in pool if not story.gaps]
    for story in dice.sample(plain, min(times, len(plain))):
        story.gaps.add(gap)


def _first_lists(told: list[Story]) -> None:
    """Let the foundation's first people come from a list: stay and residence are asserted by it alone."""
    first, last = _FIRST_LISTS
    listed = [s for s in told if s.organisation == FOUNDATION and s.start and first <= s.start <= last]
    for place, story in enumerate(listed):
        story.listed_on = _LIST_READ_ON
        if place < 3:  # noqa: PLR2004
            story.gaps.add(WRITTEN_START)


def _groups(told: list[Story], plain: list[Story], registry: Registry) -> None:
    """Let three people be of another group than their age says, one of them with a reason, and one retire early.

    They live in households of one generation, so that nobody becomes too old for a child or parent.
    """
    generations: dict[int, set[str]] = {}
    for story in told:
        generations.setdefault(story.person.family, set()).add(story.person.generation)

    def eldest(generation: str) -> Story:
        alone = [each for each in plain if generations[each.person.family] == {generation}]
        return min((each for each in alone if not each.gaps), key=lambda each: each.person.born)

    for generation, gap, years in ((CHILD, GROUP_AGE, 18), (SENIOR, GROUP_AGE, 57), (SENIOR, PENSION, 58),
                             (ADULT, GROUP_REASON, 67)):  # fmt: skip
        story = eldest(generation)
        assert story.start is not None  # noqa: S101 - those who improved have started
        story.gaps.add(gap)
        person = story.person
        person.born = story.start - datetime.timedelta(days=round(years * 365.25) + 120)
        person.pesel = registry.pesel(person.born, person.sex)


def misdate(told: Iterable[Story]) -> None:
    """Let support of October stand in November, where somebody mistook the month: the end lies before the start."""
    for story in told:
        if ENDS_BEFORE_START in story.gaps and story.start:
            story.end = story.start + datetime.timedelta(days=23)
            by, kind = story.deliveries[0].by, story.deliveries[0].kind
            days = [open_day(story.start + datetime.timedelta(days=later)) for later in (32, 46)]
            story.deliveries = [Delivery(day, kind, Decimal("1.00"), story.organisation, by) for day in days]
        if AFTER_END in story.gaps and story.end:
            last = story.deliveries[-1]
            day = open_day(story.end + datetime.timedelta(days=7))
            story.deliveries.append(Delivery(day, last.kind, last.hours, last.organisation, last.by))
