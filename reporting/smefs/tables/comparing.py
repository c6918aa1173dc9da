"""The comparison of claim, list and portal in the words of the page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from reporting.smefs.enums import Verdict
from reporting.smefs.queries.comparing import Compared, Difference, Listed
from reporting.smefs.rules.claims import Triple
from reporting.smefs.rules.findings import WEIGHED, Finding

TONES = {Verdict.EQUAL: "ok", Verdict.DIFFERENT: "danger", Verdict.ONLY_LIST: "danger", Verdict.ONLY_CLAIM: "line"}

SHOWN = 20


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


@dataclass(frozen=True)
class UncountedLine:
    """One reason for which lines count nowhere."""

    why: str
    lines: Sequence[int]
    more: int


@dataclass(frozen=True)
class FindingLine:
    """One sentence of the checks, and the lines of which it is true."""

    rule: str
    weight: str
    column: int | None
    message: str
    lines: Sequence[int]
    more: int


def finding_lines(found: Sequence[Finding]) -> list[FindingLine]:
    """Return what the checks found, the same sentence once, what SM EFS does not take first."""
    groups: dict[tuple[str, int | None, str], list[Finding]] = defaultdict(list)
    for each in found:
        groups[(each.code, each.column, each.message)].append(each)
    return [_finding_line(same) for same in sorted(groups.values(), key=lambda same: same[0].weight not in WEIGHED)]


def _finding_line(same: Sequence[Finding]) -> FindingLine:
    first, lines = same[0], [each.line for each in same]
    weight = str(first.weight.label)
    return FindingLine(first.rule, weight, first.column, first.message, lines[:SHOWN], max(0, len(lines) - SHOWN))


def compared_lines(lines: Sequence[Compared]) -> list[ComparedLine]:
    """Return the lines of the table."""
    return [
        ComparedLine(
            each.code, each.name, each.claim, each.listed, str(each.verdict.label), TONES[each.verdict],
            each.verdict in (Verdict.DIFFERENT, Verdict.ONLY_LIST),
        )
        for each in lines
    ]  # fmt: skip


def uncounted_lines(listed: Listed) -> list[UncountedLine]:
    """Return the reasons for which lines count nowhere, with the first of the lines."""
    return [
        UncountedLine(str(why.label), numbers[:SHOWN], max(0, len(numbers) - SHOWN))
        for why, numbers in listed.uncounted.items()
    ]


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
