"""Choices of the fund's dictionaries: as they read on a day, in the language of the page (D3, D5, R102)."""

import datetime
from collections.abc import Iterable

from beneficiaries.enums import Education, LabourStatus
from portal.programmes.dictionaries import EDUCATION, STATUS, STATUS_DETAIL
from portal.programmes.entries import entries_on
from portal.programmes.models import DictionaryEntry

Choices = list[tuple[str, str]]


class Official:
    """The dictionaries that the form of a person needs (one query).

    Only codes that the rules know are offered: a new code is a matter of the rules, a new wording of the dictionary.
    """

    def __init__(self, day: datetime.date) -> None:
        """Read what holds on ``day``."""
        self._entries = entries_on((EDUCATION, STATUS, STATUS_DETAIL), day)

    def education(self) -> Choices:
        """Return the levels of education (D3)."""
        return self._known(EDUCATION, Education.choices)

    def status(self) -> Choices:
        """Return the situations on the labour market (D5)."""
        return self._known(STATUS, LabourStatus.choices)

    def employers(self) -> list[str]:
        """Return the details of people who work, in the words of SM EFS (D5)."""
        return [each.value for each in self._of(STATUS_DETAIL) if each.parent == LabourStatus.EMPLOYED]

    def _known(self, dictionary: str, choices: Iterable[tuple[str, str]]) -> Choices:
        rules = {str(code): str(label) for code, label in choices}
        names = {each.code: str(each.name) for each in self._of(dictionary) if each.code in rules}
        return list((names or rules).items())

    def _of(self, dictionary: str) -> list[DictionaryEntry]:
        return [each for each in self._entries if each.dictionary == dictionary]
