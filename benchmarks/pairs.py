"""Two ways by turns: medians with quartiles, and how much slower the first is than its floor."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

PAIRS = 9


@dataclass(frozen=True)
class Measured:
    """Seconds of both ways, pair by pair."""

    portal: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float:
        """Return the median of the portal by the median of the floor."""
        return statistics.median(self.portal) / statistics.median(self.floor)


def by_turns(portal: Callable[[], object], floor: Callable[[], object], pairs: int = PAIRS) -> Measured:
    """Run both ways by turns, each once to warm up, then ``pairs`` times in changing order."""
    portal(), floor()
    seconds: dict[Callable[[], object], list[float]] = {portal: [], floor: []}
    for turn in range(pairs):
        for way in (portal, floor) if turn % 2 else (floor, portal):
            began = time.perf_counter()
            way()
            seconds[way].append(time.perf_counter() - began)
    return Measured(seconds[portal], seconds[floor])


def in_words(seconds: list[float]) -> str:
    """Return median and quartiles in milliseconds."""
    low, middle, high = statistics.quantiles(seconds, n=4)
    return f"{middle * 1000:.1f} ms ({low * 1000:.1f}–{high * 1000:.1f})"
