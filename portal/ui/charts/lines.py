"""Cumulative lines: actual, plan, forecast with its bounds, target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from portal.ui.charts.places import ceiling, decimal, figure, grid

HEIGHT, TOP, BOTTOM = 270, 26, 236
APART = 17
"""Words at the end of lines stand at least so far from one another."""

Points = list[tuple[float, float]]
Scale = Callable[[float], float]


@dataclass(frozen=True)
class Room:
    """How much room a drawing has: its width, where the lines begin and end, how many words stand below them."""

    width: int
    left: int
    right: int
    most_labels: int


WIDE, NARROW = Room(760, 48, 610, 12), Room(340, 34, 240, 5)
"""For a page or a paper, and for a phone: letters stay as large, so fewer of them stand there."""


@dataclass(frozen=True)
class Step:
    """One point of a cumulative line: a period and the totals at its end (``None``: not known or not yet).

    ``low`` and ``high`` are the bounds of the forecast.
    """

    label: str
    group: str = ""
    actual: float | None = None
    plan: float | None = None
    forecast: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class CumulativeLine:
    """A cumulative chart: its steps in order and, if there is one, the target at the end."""

    steps: Sequence[Step]
    target: float | None = None
    drawing: "LineDrawing" = field(init=False)
    narrow: "LineDrawing" = field(init=False)

    def __post_init__(self) -> None:
        """Work out both drawings once."""
        object.__setattr__(self, "drawing", _draw(self.steps, self.target, WIDE))
        object.__setattr__(self, "narrow", _draw(self.steps, self.target, NARROW))


@dataclass(frozen=True)
class Mark:
    """A word or tick at a place of the drawing."""

    x: str
    y: str
    text: str = ""


@dataclass(frozen=True)
class LineDrawing:
    """Everything the template writes into attributes; ``bounds`` is the field between the bounds of the forecast."""

    room: Room
    grid: list[Mark]
    labels: list[Mark]
    groups: list[Mark]
    plan: str
    actual: str
    forecast: str
    bounds: str
    target: Mark | None
    target_word: Mark | None
    last: Mark | None
    end: Mark | None


def _draw(steps: Sequence[Step], target: float | None, room: Room) -> LineDrawing:
    top = ceiling(float(max([target or 0, *_amounts(steps)], default=0)))
    xs = [room.left + (room.right - room.left) * i / max(len(steps) - 1, 1) for i in range(len(steps))]

    def y(amount: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * float(amount) / top

    places = list(zip(xs, steps, strict=True))
    known, ahead = _line(xs, steps, "actual"), _line(xs, steps, "forecast")
    forecast = known[-1:] + [p for p in ahead if not known or p[0] > known[-1][0]] if ahead else []
    end = forecast[-1] if len(forecast) > 1 else None
    return LineDrawing(
        room=room,
        grid=[Mark("", decimal(y(v)), figure(v)) for v in grid(top)],
        labels=[Mark(decimal(x), "", step.label) for x, step in _thinned(places, room.most_labels)],
        groups=_groups(xs, steps),
        plan=_points(_line(xs, steps, "plan"), y),
        actual=_points(known, y),
        forecast=_points(forecast, y) if end else "",
        bounds=_bounds(xs, steps, known, y),
        target=_mark((room.right, target), y) if target is not None else None,
        target_word=_word(target, end, y, room.right),
        last=_mark(known[-1], y) if known else None,
        end=_mark(end, y) if end else None,
    )


def _amounts(steps: Sequence[Step]) -> list[float]:
    kinds = ("actual", "plan", "forecast", "low", "high")
    return [amount for step in steps for kind in kinds if (amount := getattr(step, kind)) is not None]


def _line(xs: Sequence[float], steps: Sequence[Step], kind: str) -> Points:
    found = [(x, getattr(step, kind)) for x, step in zip(xs, steps, strict=True)]
    return [(x, float(amount)) for x, amount in found if amount is not None]


def _bounds(xs: Sequence[float], steps: Sequence[Step], known: Points, y: Scale) -> str:
    """Return the outline of the field between the bounds, from the last actual value on; blank without bounds."""
    low, high = _line(xs, steps, "low"), _line(xs, steps, "high")
    if not low or not high or not known:
        return ""
    ahead = [[p for p in side if p[0] > known[-1][0]] for side in (high, low)]
    return _points([known[-1], *ahead[0], *reversed(ahead[1])], y) if all(ahead) else ""


def _mark(point: tuple[float, float], y: Scale) -> Mark:
    return Mark(decimal(point[0]), decimal(y(point[1])), figure(point[1]))


def _word(target: float | None, end: tuple[float, float] | None, y: Scale, right: int) -> Mark | None:
    """Return where the target is named: beside its line, but clear of the word of the forecast."""
    if target is None:
        return None
    place = y(target)
    if end and abs(place - y(end[1])) < APART:
        place = y(end[1]) + (APART if end[1] >= target else -APART)
    return Mark(decimal(right), decimal(place), figure(target))


def _thinned(points: list, most: int) -> list:
    every = -(-len(points) // most)
    return points[:: max(every, 1)]


def _groups(xs: Sequence[float], steps: Sequence[Step]) -> list[Mark]:
    marks = []
    for name, members in groupby(zip(xs, steps, strict=True), key=lambda pair: pair[1].group):
        places = [x for x, _ in members]
        if name:
            marks.append(Mark(decimal((places[0] + places[-1]) / 2), "", name))
    return marks


def _points(pairs: Points, y: Scale) -> str:
    return " ".join(f"{decimal(x)},{decimal(y(v))}" for x, v in pairs)
