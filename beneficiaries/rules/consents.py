"""Answers of people to published texts: what an answer covers, and when somebody is asked again (R86, S63)."""

import datetime
from enum import StrEnum

from beneficiaries.rules.families import Child, is_child


class Standing(StrEnum):
    """Where somebody stands with a text: an answer that covers it, one that does not, or none."""

    NONE = "none"
    COVERED = "covered"
    ANEW = "anew"
    OF_AGE = "of-age"


def standing(number: int | None, since: int, *, by_guardian: bool, person: Child, on: datetime.date) -> Standing:
    """Return where somebody stands who last answered the text ``number`` (``None``: never).

    ``since`` is the last number that asks everybody anew. Who was answered for by a guardian is asked at eighteen;
    until then what the guardian said holds, as the European guidelines on consent have it (05/2020, 149).
    """
    if number is None:
        return Standing.NONE
    if number < since:
        return Standing.ANEW
    if by_guardian and not is_child(person, on):
        return Standing.OF_AGE
    return Standing.COVERED
