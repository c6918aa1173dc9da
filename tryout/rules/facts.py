"""What is declared about an invented person at the start of participation (R30)."""

import datetime
import random
from typing import Any

from beneficiaries.enums import Answer, Education, LabourDetail, LabourStatus
from beneficiaries.rules.citizenship import citizenship_class
from tryout.rules import gaps
from tryout.rules.calendar import DAY, TODAY, school_end
from tryout.rules.families import ADULT, CHILD, SENIOR
from tryout.rules.stories import Story
from tryout.rules.support import SCHOOL_AGE
from tryout.rules.wordings import EMPLOYERS


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
