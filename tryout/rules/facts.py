"""What is declared about an invented person at the start, and what is found at the end."""

import datetime
import random
from dataclasses import dataclass
from typing import Any

from beneficiaries.enums import Answer, Education, LabourDetail, LabourStatus
from beneficiaries.rules.citizenship import citizenship_class
from cases.enums import Area, ExitEventKind
from tryout.rules import gaps
from tryout.rules.calendar import DAY, TODAY, open_day, school_end
from tryout.rules.families import ADULT, CHILD, SENIOR
from tryout.rules.stories import LAST_FINDING, Outcome, Story
from tryout.rules.support import SCHOOL_AGE
from tryout.rules.wordings import (
    CAN_MORE,
    CATEGORIES,
    EMPLOYERS,
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
WINDOW = 28


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


def declared(dice: random.Random, story: Story) -> dict[str, Any]:
    """Return the values that a participation starts with, by the names of the product."""
    person = story.person
    values: dict[str, Any] = {
        "birth_date": person.born, "sex": person.sex, "citizenships": person.citizenships, "place": "Sopot",
        "postcode": person.postcode, "education_end": None, "labour_detail_text": "",
        "disability": dice.choices((Answer.NO, Answer.YES, Answer.REFUSED), (85, 7, 8))[0],
        "homelessness": dice.choices((Answer.NO, Answer.YES), (95, 5))[0],
        "minority": dice.choices((Answer.NO, Answer.YES, Answer.REFUSED), (91, 2, 7))[0],
    }  # fmt: skip
    values.update({CHILD: _of_child, ADULT: _of_adult, SENIOR: _of_senior}[person.generation](dice, story))
    if gaps.OUTSIDE in story.gaps:
        values["citizenships"] = "PL UA"
    if gaps.ANSWER_BLANK in story.gaps:
        values["disability"] = values["minority"] = ""
    for gap in story.gaps:
        if gap.startswith(gaps.MISSING):
            values[gap.removeprefix(gaps.MISSING)] = None if gap.endswith("education_end") else ""
    values["citizenship_class"] = citizenship_class(values["citizenships"].split())
    return values


def _of_child(dice: random.Random, story: Story) -> dict[str, Any]:
    start = story.start or TODAY
    at_school = (start - story.person.born).days // 365 >= SCHOOL_AGE
    values: dict[str, Any] = {"education": Education.ISCED_0_2, "labour_status": LabourStatus.INACTIVE}
    if not at_school:
        return values | {"labour_detail": LabourDetail.NOT_IN_EDUCATION}
    ends = DAY(school_end(start).year + dice.randrange(1, 5), 6, 25)
    if gaps.SCHOOL_OVER in story.gaps:
        ends = school_end(start) - datetime.timedelta(days=365)
    return values | {"labour_detail": LabourDetail.IN_EDUCATION, "education_end": ends}


def _of_adult(dice: random.Random, story: Story) -> dict[str, Any]:
    status = dice.choices(list(LabourStatus), (38, 22, 40))[0]
    education = dice.choices(list(Education), (12, 42, 46))[0]
    if gaps.GROUP_REASON in story.gaps or (status == LabourStatus.EMPLOYED and dice.random() < 0.9):  # noqa: PLR2004
        text = dice.choice(EMPLOYERS)
        return {"education": education, "labour_status": LabourStatus.EMPLOYED, "labour_detail": "",
                "labour_detail_text": text}  # fmt: skip
    details = {
        LabourStatus.UNEMPLOYED: (LabourDetail.LONG_TERM, LabourDetail.OTHER, LabourDetail.OTHER),
        LabourStatus.INACTIVE: (LabourDetail.NOT_IN_EDUCATION, LabourDetail.NOT_IN_EDUCATION, LabourDetail.OTHER),
        LabourStatus.EMPLOYED: (LabourDetail.SELF_EMPLOYED,),
    }
    return {"education": education, "labour_status": status, "labour_detail": dice.choice(details[status])}


def _of_senior(dice: random.Random, story: Story) -> dict[str, Any]:
    detail = LabourDetail.NOT_IN_EDUCATION if gaps.GROUP_AGE in story.gaps else LabourDetail.PENSIONER
    return {"education": dice.choices(list(Education), (20, 50, 30))[0], "labour_status": LabourStatus.INACTIVE,
            "labour_detail": detail}  # fmt: skip


def written_group(story: Story) -> tuple[str, str]:
    """Return the group that a person wrote, if any, and the reason for it (R2)."""
    if gaps.GROUP_REASON in story.gaps:
        return "working_age", "Praca na pełny etat, bez emerytury; ustalone z koordynatorem."
    if gaps.GROUP_AGE in story.gaps:
        return {CHILD: "children", SENIOR: "seniors"}[story.person.generation], ""
    return "", ""


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
