"""Pairs that nobody may decide, as the data protection officer reads them: marks and reasons, nobody's name (S27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from beneficiaries.enums import DuplicateReason
from beneficiaries.queries.undecidable import Undecidable, undecidable_for
from beneficiaries.tables.merging import reasons_in_words
from portal.accounts.models import User
from portal.oversight.words import person_in_words


@dataclass(frozen=True)
class PairInWords:
    """A pair by the marks of both people; ``reasons`` are words, tone and sign."""

    found: Undecidable
    marks: tuple[str, str]
    reasons: Sequence[tuple[str, str, str]]
    url: str

    @property
    def has_same_pesel(self) -> bool:
        """Tell whether both records hold one PESEL: then the figures know one person already (R34)."""
        return DuplicateReason.SAME_PESEL in self.found.pair.reasons


def pairs_in_words(user: User) -> list[PairInWords]:
    """Return the pairs that only ``user`` can settle."""
    return [in_words(each) for each in undecidable_for(user)]


def in_words(found: Undecidable) -> PairInWords:
    """Return a pair in words."""
    pair = found.pair
    marks = [person_in_words(str(person.pk), {}) for person in (pair.first, pair.second)]
    url = reverse("undecidable_pair", args=[pair.pk])
    return PairInWords(found, (marks[0], marks[1]), reasons_in_words(pair.reasons), url)
