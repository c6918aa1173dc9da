"""Lines of a returned listing that were not taken, by the reason."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.smefs.enums import Mismatch

SHOWN = 20


@dataclass(frozen=True)
class Reason:
    """One reason: how many lines, the first of them, each with the number of the person within reach."""

    words: str
    count: int
    lines: Sequence[tuple[int, str]]
    more: int


def reasons(report: Sequence[Mapping[str, Any]], within: Collection[str]) -> list[Reason]:
    """Return the reasons in the order in which they came up."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for each in report:
        groups[each["why"]].append((each["line"], each["number"] if each["number"] in within else ""))
    return [
        Reason(str(Mismatch(why).label), len(lines), lines[:SHOWN], max(0, len(lines) - SHOWN))
        for why, lines in groups.items()
    ]
