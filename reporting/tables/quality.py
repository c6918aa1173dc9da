"""Gaps as lines: what is wrong, for how many, where to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from portal.quality import Level
from reporting.queries.quality import Found
from reporting.tables.periods import Chosen


@dataclass(frozen=True)
class GapLine:
    """One check that found somebody."""

    code: str
    title: str
    explanation: str
    people: int
    is_blocking: bool
    url: str
    reference: str = ""


def gap_lines(found: Iterable[Found], chosen: Chosen, *, opens: bool) -> list[GapLine]:
    """Return what the checks found, blocking first; ``opens`` says whether the account may open the people."""
    return [_line(each, chosen, opens=opens) for each in found if each.people]


def passed(found: Iterable[Found], chosen: Chosen) -> list[GapLine]:
    """Return the checks that found nobody."""
    return [_line(each, chosen, opens=False) for each in found if not each.people]


def _line(found: Found, chosen: Chosen, *, opens: bool) -> GapLine:
    check = found.check
    return GapLine(
        code=check.code,
        title=str(check.title),
        explanation=str(check.explanation),
        people=found.people,
        is_blocking=check.level is Level.BLOCKING,
        url=chosen.address(reverse("quality_people", args=[check.code])) if opens else "",
        reference=check.reference,
    )
