"""Who a line is about: PESEL against sex and age, and nobody twice (R27, R29)."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from beneficiaries.rules.age import completed_years
from beneficiaries.rules.pesel import InvalidPesel, read_pesel
from reporting.smefs.rules.findings import Finding
from reporting.smefs.rules.layout import Layout
from reporting.smefs.rules.reading import Read

DIGITS = 11
MOST = 50
"""With so many earlier lines of one person a line is compared: more says nothing new and takes for ever."""


def identity_found(read: Read, layout: Layout, last: datetime.date | None) -> Iterator[Finding]:
    """Yield what the PESEL contradicts; another identifier says nothing.

    ``last`` is the last day of the project where it is known: nobody in it was born later (R104).
    """
    written = read.text("identifier")
    if not written or read.answer("has_no_pesel") == "yes":
        return
    number, place = read.line.number, layout.places["identifier"]
    try:
        pesel = read_pesel(written if len(written) == DIGITS and written.isdecimal() else "")
    except InvalidPesel:
        yield Finding("pesel", number, place)
        return
    sexes = layout.content["values"]["sex"]
    if read.text("sex") and read.text("sex") != sexes.get(pesel.sex.value, "").strip():
        yield Finding("pesel-sex", number, layout.places["sex"])
    lived = read.start_on or min((day for day in read.support_days if day), default=last)
    if lived and pesel.birth_date > lived:
        yield Finding("pesel-born", number, place)
    elif read.age is not None and read.start_on:
        age = completed_years(pesel.birth_date, read.start_on)
        if age != read.age:
            yield Finding("pesel-age", number, layout.places["age"], {"age": age})


def twice_found(reads: Sequence[Read], layout: Layout) -> Iterator[Finding]:
    """Yield people and technical identifiers that stand twice.

    One identifier with two separate times in one project is an exit and a return (R35, contracts §3), no conflict.
    """
    earlier: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        if read.person:
            yield from _again(read, earlier[read.person], layout.places["identifier"])
            if len(earlier[read.person]) < MOST:
                earlier[read.person].append(read)
    seen: dict[str, int] = {}
    for read in reads:
        key = read.text("technical_id")
        if key and key in seen:
            yield Finding("same-technical-id", read.line.number, layout.places["technical_id"], {"other": seen[key]})
        elif key:
            seen[key] = read.line.number


def _again(read: Read, earlier: Sequence[Read], place: int) -> Iterator[Finding]:
    """Yield the line that one person of earlier ones has again: at the same time, in another project, or anew."""
    same = [other for other in earlier if other.text("project_number") == read.text("project_number")]
    kinds = {
        "same-identifier": [other for other in same if _overlap(read, other)],
        "other-project": [other for other in earlier if _overlap(read, other)],
        "return": same,
    }
    for code, others in kinds.items():
        if others:
            yield Finding(code, read.line.number, place, {"other": others[0].line.number})
            return


def _overlap(one: Read, other: Read) -> bool:
    """Say whether two times meet; an open end goes on, an unknown start meets everything."""
    first, second = sorted((one, other), key=lambda read: read.start_on or datetime.date.min)
    if first.start_on is None or second.start_on is None or first.end_on is None:
        return True
    return second.start_on <= first.end_on
