"""The fund's rules about support, as pure functions."""

import datetime


def is_inside(day: datetime.date, starts_on: datetime.date, ends_on: datetime.date) -> bool:
    """Say whether a day lies inside the project, both ends included (R3, R15)."""
    return starts_on <= day <= ends_on


def is_born(born: datetime.date, day: datetime.date) -> bool:
    """Say whether somebody was born by a day, the day of birth included (R47)."""
    return born <= day
