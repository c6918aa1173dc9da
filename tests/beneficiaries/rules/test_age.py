"""Who is of age on a day, told from the day of birth, without a database."""

import datetime
from dataclasses import dataclass

import pytest

from beneficiaries.rules.age import (
    OF_AGE,
    born_last_of_age,
    completed_years,
    contradicts_proposal,
    day_of_age,
    propose_group,
)

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("first", [datetime.date(2026, 1, 1), datetime.date(2028, 1, 1), datetime.date(2030, 1, 1)])
def test_whoever_was_born_later_is_a_child(first):
    """Every day of a year: one that is leap, one eighteen years after one, and a plain one."""
    for day in (first + number * DAY for number in range(366)):
        last = born_last_of_age(day)
        assert completed_years(last, day) == OF_AGE > completed_years(last + DAY, day)
        assert day_of_age(last) <= day < day_of_age(last + DAY)


@dataclass(frozen=True)
class Group:
    code: str
    rule: dict


GROUPS = [
    Group("children", {"under_age": 18}),
    Group("seniors", {"from_age_women": 60, "from_age_men": 65, "labour_details": ["pensioner"]}),
    Group("working_age", {}),
]


@pytest.mark.parametrize(
    ("written", "age", "sex", "detail", "contradicts"),
    [
        ("working_age", 10, "K", "", True),
        ("working_age", 18, "K", "", False),
        ("working_age", 60, "K", "", True),
        ("working_age", 60, "M", "", False),
        ("working_age", 60, "", "", False),
        ("working_age", 45, "M", "pensioner", True),
        ("seniors", 45, "M", "pensioner", False),
        ("seniors", 45, "M", "", True),
        ("children", 17, "M", "", False),
        ("children", 18, "M", "", True),
    ],
)
def test_written_group_contradicts_where_the_rules_propose_another(written, age, sex, detail, contradicts):
    assert contradicts_proposal(GROUPS, written, age=age, sex=sex, labour_detail=detail) is contradicts


BY_HAND = [Group("volunteers", {"by_hand": True}), *GROUPS]


@pytest.mark.parametrize("age", [10, 40, 70])
def test_group_that_is_chosen_by_hand_is_never_proposed_and_contradicts_nothing(age):
    said = {"age": age, "sex": "K", "labour_detail": ""}
    assert propose_group(BY_HAND, **said) == propose_group(GROUPS, **said)
    assert propose_group(BY_HAND[:1], **said) == ""
    assert not contradicts_proposal(iter(BY_HAND), "volunteers", **said)


def test_other_groups_contradict_beside_one_that_is_chosen_by_hand():
    assert contradicts_proposal(iter(BY_HAND), "seniors", age=40, sex="K", labour_detail="")
