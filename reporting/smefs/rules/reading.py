"""A line of a listing as the rules need it: days, codes of the dictionaries, answers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from beneficiaries.rules.pesel import with_lost_zeros
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import Line, UnreadableDay, codes_of, folded, read_day
from reporting.smefs.rules.sources import ANSWERS, DICTIONARY


@dataclass(frozen=True)
class Read:
    """What a line says; what cannot be read is nothing here and a finding of its form elsewhere."""

    line: Line
    texts: Mapping[str, str]
    days: Mapping[str, datetime.date | None]
    answers: Mapping[str, str]
    support_days: tuple[datetime.date | None, ...]
    citizenship: str
    education: str
    status: str
    details: frozenset[str]
    age: int | None

    def text(self, source: str) -> str:
        """Return the cell of a source."""
        return self.texts.get(source, "")

    def day(self, source: str) -> datetime.date | None:
        """Return the day in the cell of a source."""
        return self.days.get(source)

    def answer(self, source: str) -> str:
        """Return ``yes``, ``no``, ``refused`` or nothing."""
        return self.answers.get(source, "")

    @property
    def start_on(self) -> datetime.date | None:
        """The start of participation."""
        return self.day("start_on")

    @property
    def end_on(self) -> datetime.date | None:
        """The end of participation."""
        return self.day("end_on")

    @property
    def is_in_education(self) -> bool:
        """Whether the detail of the status says so, whatever the status."""
        return "inactive-in-education" in self.details

    @property
    def is_pupil(self) -> bool:
        """Whether the person is inactive and in education (R25, R55)."""
        return self.status == "inactive" and self.is_in_education

    @property
    def person(self) -> str:
        """By what one person is known in several lines: the identifier without spaces and letter size."""
        return "".join(self.text("identifier").split()).casefold()


DAYS = ("start_on", "end_on", "education_end", "added_on", "modified_on")


def read_line(line: Line, layout: Layout, words: Words) -> Read:
    """Return what a line says; a PESEL with the zeros that a workbook lost (R7)."""
    texts = {source: line.of(layout, source) for source in layout.places}
    answers = {source: _code(words, DICTIONARY[source], texts.get(source, "")) for source in ANSWERS}
    if answers.get("has_no_pesel") != "yes":
        texts["identifier"] = with_lost_zeros(texts.get("identifier", ""))
    age = texts.get("age", "")
    return Read(
        line=line,
        texts=texts,
        days={source: day_or_nothing(texts.get(source, "")) for source in DAYS},
        answers=answers,
        support_days=tuple(day_or_nothing(item) for item in line.items(layout, "support_on")),
        citizenship=_citizenship(words, texts.get("citizenship", "")),
        education=_code(words, "smefs-education", texts.get("education", "")),
        status=_code(words, "smefs-status", texts.get("status", "")),
        details=frozenset(_codes(words, "smefs-status-detail", texts.get("status_detail", ""))),
        age=int(age) if age.isascii() and age.isdecimal() and len(age) < 4 else None,  # noqa: PLR2004
    )


def day_or_nothing(text: str) -> datetime.date | None:
    """Return the day in a cell, nothing for what is no day."""
    try:
        return read_day(text)
    except UnreadableDay:
        return None


def _codes(words: Words, dictionary: str, text: str) -> tuple[str, ...]:
    return codes_of(tuple(words.get(dictionary, {}).items()), text) if text else ()


def _code(words: Words, dictionary: str, text: str) -> str:
    return next(iter(_codes(words, dictionary, text)), "")


def _citizenship(words: Words, text: str) -> str:
    """One form splits „Bezpaństwowiec” off (D1): such a person is a third-country national (R49)."""
    return "third-country" if folded(text) == "bezpaństwowiec" else _code(words, "smefs-citizenship", text)
