"""Which support each invented person was given: meetings of their own, courses and events that many share."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from tryout.rules.calendar import DAY, TODAY, is_free, is_school_break, open_day
from tryout.rules.families import ADULT, CHILD
from tryout.rules.stories import CITY, FOUNDATION, Delivery, Story

PUPILS, ADULTS, CULTURE, ASSISTANT, POLISH = (
    "career-advice-pupils", "career-advice-adults", "culture-integration", "personal-assistant", "polish-course",
)  # fmt: skip
TERMS = (
    (DAY(2025, 2, 10), DAY(2025, 6, 13)), (DAY(2025, 9, 15), DAY(2025, 12, 19)), (DAY(2026, 2, 9), DAY(2026, 6, 12)),
    (DAY(2026, 9, 14), DAY(2026, 12, 11)),
)  # fmt: skip
TEACHERS = {CITY: ("Hanna Zmyślona", "Robert Niebyły"), FOUNDATION: ("Kinga Próbna", "Lech Umowny")}
ADVISERS = {CITY: "Barbara Przykładna", FOUNDATION: "Wiktor Zmyślny"}
INSTRUCTOR = "instructor"
SCHOOL_AGE, LESSON = 7, Decimal("1.50")
_COURSE, _LESSON_MISSED, _EVENT_VISITED, _BY_ADVISER = 0.55, 0.15, 0.3, 0.25


class Timetable:
    """The courses and events of both years, which everybody shares."""

    def __init__(self, dice: random.Random) -> None:
        self.events = [*_events(dice)]
        self.lessons = [(first, last, weekday) for first, last in TERMS for weekday in (0, 1, 2, 3)]


def _events(dice: random.Random) -> Iterator[tuple[datetime.date, str, Decimal]]:
    day = DAY(2025, 1, 18)
    while day <= TODAY:
        on = open_day(day)
        yield on, dice.choice((CITY, FOUNDATION, FOUNDATION)), Decimal(dice.choice(("1.50", "2.00", "2.50", "3.00")))
        day += datetime.timedelta(days=dice.choice((6, 7, 7, 10, 14)))


def give_support(dice: random.Random, story: Story, timetable: Timetable, caseworkers: int) -> None:
    """Write down everything that a person was given, from the first support to the day of leaving."""
    if story.start is None:
        return
    last = story.end if story.end and story.end <= TODAY else TODAY
    by = str(story.person.family % caseworkers)
    given = [*_meetings(dice, story, last, by), *_shared(dice, story, last, timetable)]
    story.deliveries = sorted(given, key=lambda delivery: delivery.on)


def _meetings(dice: random.Random, story: Story, last: datetime.date, by: str) -> Iterator[Delivery]:
    """Yield meetings planned for this person alone: the first on the day of the start, the last at the end."""
    assert story.start is not None  # noqa: S101 - the caller has looked
    first_kind, later_kinds = _kinds(dice, story)
    yield Delivery(story.start, first_kind, _hours(dice, first_kind), story.organisation, by)
    day, left = story.start, dice.randint(4, 11)
    while left:
        day = open_day(day + datetime.timedelta(days=dice.randint(5, 30)), saturdays=False)
        left -= 1
        if day >= last:
            break
        if is_school_break(day) and dice.random() < 0.7:  # noqa: PLR2004
            continue
        kind = dice.choice(later_kinds)
        body = story.organisations[-1] if dice.random() < 0.3 else story.organisation  # noqa: PLR2004
        advised = kind in (PUPILS, ADULTS) and dice.random() < _BY_ADVISER
        yield Delivery(day, kind, _hours(dice, kind), body, ADVISERS[body] if advised else by)
    if story.end and story.end <= TODAY and story.end > story.start:
        yield Delivery(story.end, first_kind, Decimal("1.00"), story.organisation, by)


def _kinds(dice: random.Random, story: Story) -> tuple[str, list[str]]:
    age = (TODAY - story.person.born).days // 365
    if story.person.generation == CHILD:
        return (PUPILS, [PUPILS, PUPILS, ASSISTANT]) if age >= SCHOOL_AGE else (CULTURE, [CULTURE])
    if story.person.generation == ADULT:
        return dice.choice((ADULTS, ADULTS, ASSISTANT)), [ADULTS, ASSISTANT, ASSISTANT]
    return ASSISTANT, [ASSISTANT]


def _hours(dice: random.Random, kind: str) -> Decimal:
    lengths = {PUPILS: ("0.75", "1.00"), ADULTS: ("1.00", "1.00", "1.50"), CULTURE: ("1.50", "2.00")}
    return Decimal(dice.choice(lengths.get(kind, ("1.00", "1.50", "2.00", "3.00"))))


def _shared(dice: random.Random, story: Story, last: datetime.date, timetable: Timetable) -> Iterator[Delivery]:
    """Yield lessons and events that fall between start and end, with an organisation that looks after the person."""
    assert story.start is not None  # noqa: S101 - the caller has looked
    for day, body, hours in timetable.events:
        if story.start < day < last and body in story.organisations and dice.random() < _EVENT_VISITED:
            yield Delivery(day, CULTURE, hours, body, INSTRUCTOR if body == FOUNDATION else TEACHERS[body][0])
    if (TODAY - story.person.born).days // 365 >= SCHOOL_AGE and dice.random() < _COURSE:
        yield from _course(dice, story, last, timetable)


def _course(dice: random.Random, story: Story, last: datetime.date, timetable: Timetable) -> Iterator[Delivery]:
    assert story.start is not None  # noqa: S101 - the caller has looked
    body, chosen = story.organisations[-1], dice.randrange(4)
    for first, end, weekday in timetable.lessons:
        if weekday != chosen or end < story.start or first > last:
            continue
        day = first + datetime.timedelta(days=(weekday - first.weekday()) % 7)
        while day <= min(end, last):
            if day > story.start and day < last and not is_free(day) and dice.random() >= _LESSON_MISSED:
                yield Delivery(day, POLISH, LESSON, body, TEACHERS[body][weekday % 2])
            day += datetime.timedelta(days=7)
