"""What is found at the end of an invented participation, and what happened after it (R40–R42, R60)."""

import datetime
import random
from dataclasses import dataclass
from typing import Any

from beneficiaries.enums import LabourDetail, LabourStatus
from cases.enums import Area, ExitEventKind
from tryout.rules import gaps
from tryout.rules.calendar import TODAY, open_day
from tryout.rules.families import ADULT
from tryout.rules.stories import LAST_FINDING, WINDOW, Outcome, Story
from tryout.rules.wordings import (
    CAN_MORE,
    CATEGORIES,
    LEARNS,
    LEARNS_ON,
    LOOKS_FOR_WORK,
    NO_CHANGE,
    OTHER,
    REASONS,
    STILL_WORKS,
    WORKS,
)  # fmt: skip

_AFTER = {ExitEventKind.JOB: WORKS, ExitEventKind.JOB_SEARCH: LOOKS_FOR_WORK, ExitEventKind.EDUCATION: LEARNS}


@dataclass
class Finding:
    """The finding at exit as somebody wrote it; ``is_signed`` says that it names who."""

    on: datetime.date
    improved: bool
    categories: list[str]
    reason: str
    is_signed: bool = True


@dataclass
class Exit:
    """What is known of a person after the end: situation, finding, events, levels at the end."""

    situation: str
    finding: Finding | None
    events: list[tuple[datetime.date, ExitEventKind]]
    scores: dict[str, int]


def levels(dice: random.Random) -> dict[str, int]:
    """Return the levels of a first diagnosis: low ones, sometimes average (R93)."""
    return {str(area): dice.choices((1, 2, 3, 4), (18, 42, 30, 10))[0] for area in Area}


def exit_of(dice: random.Random, story: Story, values: dict[str, Any], first: dict[str, int]) -> Exit | None:
    """Return what is known after the end; ``None`` while a person takes part or the end lies ahead."""
    if story.end is None or story.end > TODAY:
        return None
    events = _events(dice, story, values) if story.outcome is Outcome.IMPROVED else []
    better = story.outcome is not Outcome.NOT_IMPROVED
    scores = {area: min(level + (dice.choice((0, 1, 1, 2)) if better else 0), 5) for area, level in first.items()}
    return Exit(_situation(dice, story, values, events), _finding(dice, story), events, scores)


def _situation(dice: random.Random, story: Story, values: dict[str, Any], events: list) -> str:
    if gaps.NO_SITUATION in story.gaps or story.outcome is Outcome.WINDOW_OPEN:
        return ""
    for _day, kind in events:
        if kind in _AFTER:
            return _AFTER[kind]
    if values["labour_status"] == LabourStatus.EMPLOYED:
        return STILL_WORKS
    if values["labour_detail"] == LabourDetail.IN_EDUCATION:
        return LEARNS_ON
    return dice.choice((CAN_MORE, OTHER))


def _events(dice: random.Random, story: Story, values: dict[str, Any]) -> list[tuple[datetime.date, ExitEventKind]]:
    if story.person.generation != ADULT or story.end is None:
        return []
    chances = [(ExitEventKind.QUALIFICATION, 0.14), (ExitEventKind.EDUCATION, 0.12)]
    if values["labour_status"] != LabourStatus.EMPLOYED:
        chances += [(ExitEventKind.JOB_SEARCH, 0.4), (ExitEventKind.JOB, 0.3)]
    happened = [kind for kind, chance in chances if dice.random() < chance]
    room = min(WINDOW - 2, (LAST_FINDING - story.end).days)
    days = sorted(dice.randrange(room + 1) for _kind in happened)
    return [(story.end + datetime.timedelta(days=day), kind) for day, kind in zip(days, happened, strict=True)]


def _finding(dice: random.Random, story: Story) -> Finding | None:
    outcome, end, generation = story.outcome, story.end, story.person.generation
    if end is None or outcome in (Outcome.WINDOW_OPEN, Outcome.NO_FINDING):
        return None
    late = WINDOW + dice.randint(3, 12) if outcome is Outcome.TOO_LATE else dice.randint(0, 19)
    on = open_day(end + datetime.timedelta(days=late), saturdays=False)
    on = on if outcome is Outcome.TOO_LATE else max(end, open_day(min(on, LAST_FINDING), saturdays=False, back=True))
    if outcome is Outcome.NOT_IMPROVED:
        return Finding(on, improved=False, categories=[], reason=NO_CHANGE)
    categories = dice.sample(CATEGORIES[generation], dice.choice((1, 1, 2, 2, 3)))
    return Finding(on, True, categories, dice.choice(REASONS[generation]), outcome is not Outcome.UNSIGNED)
