"""The checks that the authority runs, on any listing (R14–R29): pure, line by line, then across lines."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.smefs.rules.findings import Finding
from reporting.smefs.rules.form import form_found
from reporting.smefs.rules.identity import identity_found, twice_found
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import Line
from reporting.smefs.rules.reading import Read, read_line

WINDOW = datetime.timedelta(days=28)
LONGEST = 4
OLDEST_PUPIL = 30
PACKED = ("support_kind", "support_on")


@dataclass(frozen=True)
class Frame:
    """What a check needs beside the lines: layout, dictionaries, and the days of the project where they are known."""

    layout: Layout
    words: Words
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


def found_in(lines: Sequence[Line], frame: Frame) -> list[Finding]:
    """Return what the checks find, in the order of the lines."""
    layout = frame.layout
    reads = [read_line(line, layout, frame.words) for line in lines if len(line.cells) == len(layout.columns)]
    found = [each for line in lines for each in form_found(line, layout, frame.words)]
    for read in reads:
        for check in (_days, _origin, _exit, _pupil, _to_explain):
            found += check(read, frame)
        found += identity_found(read, layout, frame.ends_on)
    found += twice_found(reads, layout)
    return sorted(found, key=lambda each: (each.line, each.rule, each.column or 0))


def is_late(ends_on: datetime.date | None, entered: datetime.date | None) -> bool:
    """Say whether what is entered on a day comes too late after an end (R23, R40: day 28 is still inside)."""
    return bool(ends_on and entered and entered - ends_on > WINDOW)


def _at(read: Read, frame: Frame, code: str, source: str, **values: object) -> Finding:
    return Finding(code, read.line.number, frame.layout.places.get(source), values)


def _days(read: Read, frame: Frame) -> Iterator[Finding]:
    """R14; days of support outside the project: before it R15, after it R3."""
    if read.end_on and read.start_on and read.end_on < read.start_on:
        yield _at(read, frame, "end-before-start", "end_on")
    if outside := _outside(read.start_on, frame):
        yield _at(read, frame, outside, "start_on")
    for place, day in enumerate(read.support_days, start=1):
        if day and read.start_on and day < read.start_on:
            yield _at(read, frame, "support-before-start", "support_on", item=place)
        elif outside := _outside(day, frame):
            yield _at(read, frame, outside, "support_on")


def _outside(day: datetime.date | None, frame: Frame) -> str:
    """Return the finding of a day outside the project; blank for one inside and where nothing is known."""
    if day and frame.starts_on and day < frame.starts_on:
        return "before-project"
    return "after-project" if day and frame.ends_on and day > frame.ends_on else ""


def _origin(read: Read, frame: Frame) -> Iterator[Finding]:
    """R16–R20."""
    third, origin = read.answer("third_country"), read.answer("foreign_background")
    if third == "yes" and origin != "yes":
        yield _at(read, frame, "third-without-origin", "foreign_background")
    if read.citizenship == "third-country" and not third == origin == "yes":
        yield _at(read, frame, "class-without-third", "third_country")
    if read.citizenship in ("eu", "third-country") and origin != "yes":
        yield _at(read, frame, "class-without-origin", "foreign_background")
    if read.citizenship == "polish" and third == "yes":
        yield _at(read, frame, "polish-third", "third_country")
    if read.citizenship == "polish" and origin == "yes":
        yield _at(read, frame, "polish-origin", "foreign_background")


def _exit(read: Read, frame: Frame) -> Iterator[Finding]:
    """R21–R23. An end that cannot be read is no blank one: nothing is early then."""
    situation, path = read.text("exit_situation"), read.text("path_completed")
    if not read.text("end_on"):
        filled = {"exit_situation": situation, "path_completed": path}
        yield from (_at(read, frame, "situation-early", source) for source, text in filled.items() if text)
    if read.end_on is None:
        return
    if not situation:
        yield _at(read, frame, "no-situation", "exit_situation")
    if not path:
        yield _at(read, frame, "no-path", "path_completed")
    entered = read.day("modified_on") or read.day("added_on")
    if situation and is_late(read.end_on, entered):
        yield _at(read, frame, "situation-late", "exit_situation")


def _pupil(read: Read, frame: Frame) -> Iterator[Finding]:
    """R25."""
    ends_on = read.day("education_end")
    if read.is_pupil and not read.text("education_end"):
        yield _at(read, frame, "no-education-end", "education_end")
    if ends_on and read.start_on and ends_on < read.start_on:
        yield _at(read, frame, "education-over", "education_end")


def _to_explain(read: Read, frame: Frame) -> Iterator[Finding]:
    """R26."""
    if read.age is not None and read.age > OLDEST_PUPIL and read.is_in_education:
        yield _at(read, frame, "old-pupil", "status_detail")
    if read.start_on and read.end_on and _is_longer(read.start_on, read.end_on, LONGEST):
        yield _at(read, frame, "long", "end_on")
    place = frame.layout.places.get("country")
    if place is not None and not read.text("country"):
        yield _at(read, frame, "country-blank", "country", header=frame.layout.columns[place].header)
    elif place is not None and read.text("country").casefold() != "polska":
        yield _at(read, frame, "abroad", "country")


def _is_longer(first: datetime.date, last: datetime.date, years: int) -> bool:
    """Say whether more than so many years lie between two days."""
    return (last.year - first.year, last.month, last.day) > (years, first.month, first.day)
