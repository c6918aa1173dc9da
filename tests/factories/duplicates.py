"""Pairs of records that may be one person."""

from beneficiaries.enums import DuplicateReason, DuplicateState
from beneficiaries.models import DuplicatePair, Person


def make_pair(one: Person, other: Person, score: int = 95, **values) -> DuplicatePair:
    """Let two people wait for a decision."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    values.setdefault("reasons", [str(DuplicateReason.OTHER_SPELLING), str(DuplicateReason.SAME_BIRTH_DATE)])
    return DuplicatePair.objects.create(
        first=first, second=second, score=score, state=values.pop("state", DuplicateState.OPEN), **values
    )
