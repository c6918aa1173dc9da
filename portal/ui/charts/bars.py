"""Bars of one measure by group: one bullet bar a row, all on one scale or each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One group: what it has, its target, its plan to date, its forecast (``None`` leaves a mark out).

    ``words`` says how it stands; ``url`` opens the people of the value.
    """

    name: str
    value: int
    target: int | None = None
    plan: int | None = None
    forecast: int | None = None
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class GroupBars:
    """Groups in order. ``one_scale``: bars can be compared with one another; otherwise each ends at its own target."""

    bars: Sequence[Bar]
    one_scale: bool = False

    @property
    def room(self) -> float:
        """The largest amount of all bars, where they share one scale."""
        return max((self._largest(bar) for bar in self.bars), default=0) if self.one_scale else 0

    @property
    def has_target(self) -> bool:
        """Tell whether any group has a target."""
        return any(bar.target is not None for bar in self.bars)

    @property
    def has_plan(self) -> bool:
        """Tell whether any group has a plan."""
        return any(bar.plan is not None for bar in self.bars)

    @property
    def has_forecast(self) -> bool:
        """Tell whether any group has a forecast."""
        return any(bar.forecast is not None for bar in self.bars)

    @staticmethod
    def _largest(bar: Bar) -> float:
        return max(bar.value, bar.target or 0, bar.plan or 0, bar.forecast or 0)
