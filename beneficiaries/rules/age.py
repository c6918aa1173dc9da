"""Age and target group at the start of participation (R2, R47)."""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from beneficiaries.enums import Sex

_LEAP_DAY = 29
OF_AGE = 18


class Group(Protocol):
    """A target group of a grant project, as far as the rule needs it."""

    code: str
    rule: Mapping[str, Any]


def completed_years(born: datetime.date, on: datetime.date) -> int:
    """Return the age in completed years on a day (R47).

    A year of age is reached with the beginning of the birthday; someone born on 29 February reaches it on
    28 February of a common year.
    """
    day = born.day
    if born.month == 2 and day == _LEAP_DAY and not calendar.isleap(on.year):  # noqa: PLR2004
        day = 28
    return on.year - born.year - ((on.month, on.day) < (born.month, day))


def born_last_of_age(on: datetime.date) -> datetime.date:
    """Return the last day of birth of those who are of age on a day (R47): whoever was born later is a child."""
    year = on.year - OF_AGE
    leap = on.month == 2 and on.day >= 28 and calendar.isleap(year)  # noqa: PLR2004
    last = _LEAP_DAY if leap else 28 if (on.month, on.day) == (2, _LEAP_DAY) else on.day
    return datetime.date(year, on.month, last)


def is_by_hand(group: Group) -> bool:
    """Tell whether people alone choose a group (R2): no rule proposes it, so no rule speaks against it."""
    return bool(group.rule.get("by_hand"))


def propose_group(groups: Iterable[Group], *, age: int, sex: str, labour_detail: str) -> str:
    """Return the code of the first target group whose rule fits; "" when none does (R2).

    ``under_age`` fits younger people; ``from_age_women``/``from_age_men`` fit from that age on;
    ``labour_details`` fits people with such a detail of the status (drawing a pension, also beside work). An
    empty rule fits everybody. A group that is chosen by hand is never proposed.
    """
    for group in groups:
        if not is_by_hand(group) and (not group.rule or _fits(group.rule, age, sex, labour_detail)):
            return group.code
    return ""


def _fits(rule: Mapping[str, Any], age: int, sex: str, labour_detail: str) -> bool:
    if "under_age" in rule and age < rule["under_age"]:
        return True
    from_age = rule.get({Sex.WOMAN: "from_age_women", Sex.MAN: "from_age_men"}.get(sex, ""))  # type: ignore[call-overload]
    if from_age is not None and age >= from_age:
        return True
    return labour_detail in rule.get("labour_details", ())


def contradicts_proposal(groups: Iterable[Group], written: str, *, age: int, sex: str, labour_detail: str) -> bool:
    """Say whether a written group (its code) is another than the proposed one (kept, and listed as a gap; R2).

    One that is chosen by hand contradicts nothing.
    """
    groups = list(groups)
    if any(group.code == written and is_by_hand(group) for group in groups):
        return False
    return propose_group(groups, age=age, sex=sex, labour_detail=labour_detail) != written


def day_of_age(born: datetime.date) -> datetime.date:
    """Return the day from which somebody is of age (R47): 28 February for 29 February in a common year."""
    year = born.year + OF_AGE
    day = 28 if born.month == 2 and born.day == _LEAP_DAY and not calendar.isleap(year) else born.day  # noqa: PLR2004
    return datetime.date(year, born.month, day)
