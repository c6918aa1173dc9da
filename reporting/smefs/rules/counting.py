"""Which common indicators a line of a listing counts for: what the authority counts from SM EFS (R28, R46, §2.3).

The portal's own figures come from ``reporting.queries`` alone; this counts files, whoever made them.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import Line
from reporting.smefs.rules.reading import Read, read_line

MAN = "M"
ADULT, YOUNG, OLDER = 18, 29, 55
STATUS = {"unemployed": "EECO02", "inactive": "EECO04", "employed": "EECO05"}
LONG_TERM = "unemployed-long-term"
EDUCATION = {"isced-0-2": "EECO09", "isced-3-4": "EECO10", "isced-5-8": "EECO11"}
ANSWERS = {
    "disability": "EECO12", "third_country": "EECO13", "foreign_background": "EECO14", "minority": "EECO15",
    "homelessness": "EECO16",
}  # fmt: skip
COUNTED = tuple(f"EECO{number:02}" for number in range(1, 18))
"""What a listing shows; results after leaving stand in the claim only."""


@dataclass(frozen=True)
class Counted:
    """One person of a listing: by what they are known, their sex, and the indicators they count for.

    ``lacks_sex``: they would count, but whoever has no sex counts nowhere (R32).
    """

    line: int
    person: str
    technical_id: str
    sex: str
    codes: frozenset[str]
    lacks_sex: bool = False


def people_in(lines: Sequence[Line], layout: Layout, words: Words, until: datetime.date) -> list[Counted]:
    """Return each person of a listing once, with the characteristics of the first entry (R34, R35).

    ``until`` is the last day of the claim: whoever starts later counts for nothing yet (R69).
    """
    reads = [read_line(line, layout, words) for line in lines if len(line.cells) == len(layout.columns)]
    people: dict[str, Read] = {}
    for read in sorted(reads, key=lambda each: each.start_on or datetime.date.max):
        people.setdefault(read.person or f"line {read.line.number}", read)
    sexes = {value.strip(): code for code, value in layout.content["values"]["sex"].items()}
    return [_counted(read, sexes, until) for read in sorted(people.values(), key=lambda each: each.line.number)]


def _counted(read: Read, sexes: Mapping[str, str], until: datetime.date) -> Counted:
    sex, codes = sexes.get(read.text("sex"), ""), codes_of(read, until)
    return Counted(
        read.line.number, read.person, read.text("technical_id"), sex, codes if sex else frozenset(),
        lacks_sex=bool(codes and not sex),
    )  # fmt: skip


def codes_of(read: Read, until: datetime.date) -> frozenset[str]:
    """Return the indicators of one line; without a start by ``until`` nobody counts (R30, R69)."""
    if read.start_on is None or read.start_on > until:
        return frozenset()
    codes = {"EECO01", STATUS.get(read.status, ""), EDUCATION.get(read.education, ""), *_of_age(read.age)}
    codes |= {code for source, code in ANSWERS.items() if read.answer(source) == "yes"}
    if read.status == "unemployed" and LONG_TERM in read.details:
        codes.add("EECO03")
    if "3" in read.text("degurba"):
        codes.add("EECO17")
    return frozenset(codes - {""})


def _of_age(age: int | None) -> set[str]:
    if age is None:
        return set()
    if age < ADULT:
        return {"EECO06"}
    return {"EECO07"} if age <= YOUNG else {"EECO08"} if age >= OLDER else set()


def figures_of(people: Sequence[Counted]) -> Mapping[str, tuple[int, int]]:
    """Return women and men of each indicator."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for person in people:
        for code in person.codes:
            found[code][person.sex == MAN] += 1
    return {code: (found[code][0], found[code][1]) for code in COUNTED}
