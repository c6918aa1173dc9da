"""Plan by month and forecast, as pure functions: no clock, no database (DESIGN §9).

The forecast has one method and no other: the mean of the last three full months goes on until the last day, but never
beyond the places that are open. Its bounds are the slowest and the fastest of those months, going on in the same way.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

MONTHS_USED = 3
"""How many full months the forecast looks at."""
DELAY = Fraction(1, 4)
"""The share of the project after which the first results are expected, where nobody wrote a plan."""


class Verdict(Enum):
    """How the forecast and its bounds stand to the target."""

    REACHED = "reached"
    SAFE = "safe"
    LIKELY = "likely"
    OPEN = "open"
    SHORT = "short"


@dataclass(frozen=True)
class Forecast:
    """What will be reached if the months to come are like the last full ones.

    ``months`` are those that were looked at with how many came in each; ``left`` is how many months are to come, also
    a part of one. ``cap`` is how many there can be at most; ``is_capped``: without it, it would be more.
    """

    actual: int
    months: tuple[tuple[datetime.date, int], ...]
    left: Fraction
    cap: int | None = None

    @property
    def rate(self) -> Fraction:
        """How many a month, as the mean."""
        return Fraction(sum(people for _month, people in self.months), len(self.months))

    @property
    def slowest(self) -> int:
        """How many in the weakest of the months."""
        return min(people for _month, people in self.months)

    @property
    def fastest(self) -> int:
        """How many in the strongest of the months."""
        return max(people for _month, people in self.months)

    @property
    def low_rate(self) -> Fraction:
        """How many a month, if every month is like the weakest."""
        return Fraction(self.slowest)

    @property
    def high_rate(self) -> Fraction:
        """How many a month, if every month is like the strongest."""
        return Fraction(self.fastest)

    @property
    def value(self) -> int:
        """How many there will be on the last day."""
        return self.after(self.rate, self.left)

    @property
    def low(self) -> int:
        """How many if every month is like the weakest."""
        return self.after(self.low_rate, self.left)

    @property
    def high(self) -> int:
        """How many if every month is like the strongest."""
        return self.after(self.high_rate, self.left)

    @property
    def is_capped(self) -> bool:
        """Tell whether the open places end the forecast."""
        return self.value < self.actual + half_up(self.rate * self.left)

    def after(self, rate: Fraction, months: Fraction) -> int:
        """Return how many there will be after so many months at this rate, within the open places."""
        reached = self.actual + half_up(rate * months)
        return reached if self.cap is None else max(self.actual, min(reached, self.cap))

    def verdict(self, target: int) -> Verdict:
        """Say how forecast and bounds stand to the target."""
        if self.actual >= target:
            return Verdict.REACHED
        if self.low >= target:
            return Verdict.SAFE
        if self.value >= target:
            return Verdict.LIKELY
        return Verdict.OPEN if self.high >= target else Verdict.SHORT

    def needed(self, target: int) -> Fraction | None:
        """Return how many a month lead to the target by the last day; ``None`` when no day is left."""
        return Fraction(max(target - self.actual, 0)) / self.left if self.left else None


def forecast(
    by_month: Mapping[datetime.date, int],
    actual: int,
    day: datetime.date,
    starts_on: datetime.date,
    last_day: datetime.date,
    cap: int | None = None,
) -> Forecast | None:
    """Return the forecast as of ``day``; ``None`` before the first full month and when no day is left.

    ``by_month`` maps the first day of a month to how many came in it.
    """
    full = [month for month in months_of(starts_on, day) if month >= starts_on and month_end(month) <= day]
    if not full or day >= last_day:
        return None
    months = tuple((month, by_month.get(month, 0)) for month in full[-MONTHS_USED:])
    return Forecast(actual, months, months_between(day, last_day), cap)


def months_of(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the first days of the months from that of ``first`` to that of ``last``."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def next_month(day: datetime.date) -> datetime.date:
    """Return the first day of the month after that of ``day``."""
    return (day.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


def month_end(day: datetime.date) -> datetime.date:
    """Return the last day of the month of ``day``."""
    return next_month(day) - datetime.timedelta(days=1)


def months_between(day: datetime.date, last: datetime.date) -> Fraction:
    """Return how many months lie after ``day`` up to the end of ``last``; a part of a month by its days."""
    total, at = Fraction(0), day
    while at < last:
        end = min(month_end(at + datetime.timedelta(days=1)), last)
        total += Fraction((end - at).days, month_end(end).day)
        at = end
    return total


def half_up(amount: Fraction) -> int:
    """Round as people do: a half goes up."""
    return int((amount * 2 + 1) // 2)


def default_path(
    target: int, starts_on: datetime.date, ends_on: datetime.date, *, is_result: bool
) -> dict[datetime.date, int]:
    """Return the plan where nobody wrote one: even steps, month by month, up to the target.

    Participants begin in the first month; results after a quarter of the months, since they come after leaving.
    """
    months = months_of(starts_on, ends_on)
    waits = int(len(months) * DELAY) if is_result else 0
    steps = len(months) - waits
    return {month: half_up(Fraction(target * max(place - waits + 1, 0), steps)) for place, month in enumerate(months)}


def plan_on(path: Mapping[datetime.date, int], day: datetime.date) -> int:
    """Return the plan for a day: what the months before ask for, and the share of its own month that has passed."""
    months = sorted(path)
    if not months or day < months[0]:
        return 0
    month = day.replace(day=1)
    if month > months[-1]:
        return path[months[-1]]
    before = max((path[each] for each in months if each < month), default=0)
    return half_up(before + Fraction((path.get(month, before) - before) * day.day, month_end(day).day))


def share_of(path: Mapping[datetime.date, int], part: int, whole: int) -> dict[datetime.date, int]:
    """Return the plan of a group: its share of the target, month by month."""
    return {month: half_up(Fraction(value * part, whole)) for month, value in path.items()}


def why_no_path(path: Sequence[int], target: int | None) -> str:
    """Return the code of what is wrong with a plan; "" when it can be followed."""
    if any(later < earlier for earlier, later in pairwise(path)):
        return "falls"
    return "short" if target is not None and path and path[-1] < target else ""
