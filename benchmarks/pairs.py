"""Two ways by turns: medians with quartiles, and how much slower the first is than its floor, pair by pair."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log

PAIRS = 9
LONG_ENOUGH = 1.0
"""Seconds that one side of a pair runs at least: what is shorter runs several times, by turns with the other, since one
run of 80 ms differs by a quarter from the next, whatever it runs."""
MANY = 100


@dataclass(frozen=True)
class Measured:
    """Seconds of both ways, pair by pair."""

    portal: list[float]
    floor: list[float]

    @property
    def ratios(self) -> tuple[float, float, float]:
        """Return the quartiles of how much slower the portal was than its floor in the same pair."""
        pairs = [portal / floor for portal, floor in zip(self.portal, self.floor, strict=True)]
        low, middle, high = statistics.quantiles(pairs, n=4)
        return low, middle, high

    @property
    def ratio(self) -> float:
        """Return the median of the pairs."""
        return self.ratios[1]

    def misses(self, limit: float | None) -> bool:
        """Tell whether the upper quartile of the pairs is over the limit: so a goal is judged."""
        return limit is not None and self.ratios[2] > limit

    def verdict(self, limit: float | None) -> str:
        """Return the ratio with its quartiles, and how the limit is kept."""
        return verdict(self.ratios, limit)


def verdict(quartiles: Sequence[float], limit: float | None) -> str:
    """Return a ratio with its quartiles, and how it keeps a limit.

    By the upper quartile a goal is missed; where the median keeps the limit it says so, since that may be the machine.
    """
    low, middle, high = quartiles
    said = f"ratio {middle:.2f} ({low:.2f}–{high:.2f})"
    if limit is None:
        return said
    kept = ": MISSED" if middle > limit else ": MISSED by the upper quartile alone" if high > limit else ""
    return f"{said}, limit {limit}{kept}"


def by_turns(portal: Callable[[], object], floor: Callable[[], object], pairs: int | None = None) -> Measured:
    """Run both ways by turns, each once to warm up, then ``pairs`` times (``PAIRS``) in changing order.

    Ways shorter than ``LONG_ENOUGH`` run several times in each pair, one after the other, and their mean counts.
    """
    portal(), floor()
    times = max(1, min(MANY, round(LONG_ENOUGH / max(_seconds(floor), 1e-6))))
    seconds: dict[Callable[[], object], list[float]] = {portal: [], floor: []}
    for turn in range(pairs or PAIRS):
        both = (portal, floor) if turn % 2 else (floor, portal)
        spent = [[_seconds(way) for way in both] for _ in range(times)]
        for way, taken in zip(both, zip(*spent, strict=True), strict=True):
            seconds[way].append(statistics.fmean(taken))
    return Measured(seconds[portal], seconds[floor])


def _seconds(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def in_words(seconds: list[float]) -> str:
    """Return median and quartiles in milliseconds."""
    low, middle, high = statistics.quantiles(seconds, n=4)
    return f"{middle * 1000:.1f} ms ({low * 1000:.1f}–{high * 1000:.1f})"


def exponents(medians: Mapping[int, float]) -> list[tuple[int, int, float]]:
    """Return how time grows with size, from each size to the next: 1 is in proportion."""
    sizes = sorted(medians)
    return [
        (small, large, log(medians[large] / medians[small]) / log(large / small))
        for small, large in zip(sizes, sizes[1:], strict=False)
    ]
