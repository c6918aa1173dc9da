"""The comparison of claim, list and portal in the words of the page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from reporting.smefs.enums import Verdict
from reporting.smefs.queries.comparing import Compared, Difference, Triple

TONES = {Verdict.EQUAL: "ok", Verdict.DIFFERENT: "danger", Verdict.ONLY_LIST: "danger", Verdict.ONLY_CLAIM: "line"}


@dataclass(frozen=True)
class ComparedLine:
    """One indicator: K, M, O of both sides, and the verdict with its colour."""

    code: str
    name: str
    claim: Triple | None
    listed: Triple | None
    verdict: str
    tone: str
    is_wrong: bool


@dataclass(frozen=True)
class DifferenceLine:
    """One person on whom portal and list disagree."""

    number: str
    url: str
    line: int | None
    missing: str
    extra: str


def compared_lines(lines: Sequence[Compared]) -> list[ComparedLine]:
    """Return the lines of the table."""
    return [
        ComparedLine(
            each.code, each.name, each.claim, each.listed, str(each.verdict.label), TONES[each.verdict],
            each.verdict in (Verdict.DIFFERENT, Verdict.ONLY_LIST),
        )
        for each in lines
    ]  # fmt: skip


def difference_lines(found: Sequence[Difference], within: Collection[str]) -> tuple[list[DifferenceLine], int]:
    """Return the people whom the account may see, and how many it may not (S26)."""
    shown = [each for each in found if not each.number or each.number in within]
    lines = [
        DifferenceLine(
            each.number, reverse("person_record", args=[each.number]) if each.number else "", each.line,
            ", ".join(each.missing), ", ".join(each.extra),
        )
        for each in shown
    ]  # fmt: skip
    return lines, len(found) - len(shown)
