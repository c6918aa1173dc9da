"""Geometry of the drawn charts: numbers in, SVG attribute values out. No style, no script, no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

ROOM_AFTER_LARGEST = 1.04
WIDTH, HEIGHT = 760, 270
LEFT, RIGHT, TOP, BOTTOM = 48, 610, 26, 236
MOST_LABELS = 12
Y_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bullet:
    """Where the marks of a bullet bar stand, as percentages of its width (strings for attributes)."""

    actual: str
    plan: str
    target: str
    forecast_from: str
    forecast_width: str
    forecast_to: str


def bullet(
    value: float, target: float | None = None, plan: float | None = None, forecast: float | None = None
) -> Bullet:
    """Place the marks; bars start at zero and the largest mark stays inside. ``None`` leaves a mark out."""
    largest = max(value, target or 0, plan or 0, forecast or 0) or 1

    def place(amount: float) -> str:
        return f"{100 * amount / (largest * ROOM_AFTER_LARGEST):.2f}%"

    growing = forecast is not None and forecast > value
    return Bullet(
        actual=place(value),
        plan="" if plan is None else place(plan),
        target="" if target is None else place(target),
        forecast_from=place(value) if growing else "",
        forecast_width=place(forecast - value) if growing and forecast is not None else "",
        forecast_to=place(forecast) if growing and forecast is not None else "",
    )


@dataclass(frozen=True)
class Change:
    """One row of a dumbbell: levels before and after (``None``: not known), and the change in words.

    ``is_locked`` says that there is a row and that this reader may not see it: levels and words stay out.
    """

    name: str
    before: int | None = None
    after: int | None = None
    words: str = ""
    is_better: bool = False
    is_locked: bool = False


@dataclass(frozen=True)
class Dumbbell:
    """Before and after on a scale of levels: what each level is called, from the first on, and the rows in order."""

    levels: Sequence[str]
    rows: Sequence[Change]

    @property
    def drawn(self) -> "list[tuple[Change, Ends]]":
        """Each row with where its marks stand."""
        return [(row, self._ends(row)) for row in self.rows]

    @property
    def grid(self) -> list[str]:
        """Where the levels stand."""
        return [self._place(level) for level in range(1, len(self.levels) + 1)]

    def word(self, level: int | None) -> str:
        """Return a level with its name; blank when it is not known."""
        return "" if level is None else f"{level} {self.levels[level - 1]}"

    def _ends(self, row: Change) -> "Ends":
        before, after = (None, None) if row.is_locked else (row.before, row.after)
        both = before is not None and after is not None
        return Ends(
            before=self._place(before) if before is not None else "",
            after=self._place(after) if after is not None else "",
            moves=both and before != after,
            rises=both and after > before,  # type: ignore[operator]
            before_words=self.word(before),
            after_words=self.word(after),
        )

    def _place(self, level: int) -> str:
        """Return the middle of a level's share of the width, so that headings in equal columns stand above it."""
        return f"{_n(100 * (level - 0.5) / len(self.levels))}%"


@dataclass(frozen=True)
class Ends:
    """Where the open circle of before and the filled one of after stand; blank for what is not known."""

    before: str
    after: str
    moves: bool
    rises: bool
    before_words: str
    after_words: str


@dataclass(frozen=True)
class Step:
    """One point of a cumulative line: a period and the totals at its end (``None``: not known or not yet)."""

    label: str
    group: str = ""
    actual: float | None = None
    plan: float | None = None
    forecast: float | None = None


@dataclass(frozen=True)
class CumulativeLine:
    """A cumulative chart: its steps in order and, if there is one, the target at the end."""

    steps: Sequence[Step]
    target: float | None = None
    drawing: "LineDrawing" = field(init=False)

    def __post_init__(self) -> None:
        """Work out the drawing once."""
        object.__setattr__(self, "drawing", _draw(self.steps, self.target))


@dataclass(frozen=True)
class Mark:
    """A word or tick at a place of the drawing."""

    x: str
    y: str
    text: str = ""


@dataclass(frozen=True)
class LineDrawing:
    """Everything the template writes into attributes."""

    grid: list[Mark]
    labels: list[Mark]
    groups: list[Mark]
    plan: str
    actual: str
    forecast: str
    target: Mark | None
    last: Mark | None
    end: Mark | None
    end_below: bool


def _draw(steps: Sequence[Step], target: float | None) -> LineDrawing:
    amounts = [amount for step in steps for amount in (step.actual, step.plan, step.forecast) if amount is not None]
    top = _ceiling(float(max([target or 0, *amounts], default=0)))
    xs = [LEFT + (RIGHT - LEFT) * i / max(len(steps) - 1, 1) for i in range(len(steps))]

    def y(amount: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * float(amount) / top

    def line(kind: str) -> list[tuple[float, float]]:
        found = [(x, getattr(step, kind)) for x, step in zip(xs, steps, strict=True)]
        return [(x, float(amount)) for x, amount in found if amount is not None]

    known, ahead, planned = line("actual"), line("forecast"), line("plan")
    forecast = known[-1:] + [p for p in ahead if not known or p[0] > known[-1][0]] if ahead else []
    last = Mark(_n(known[-1][0]), _n(y(known[-1][1])), _figure(known[-1][1])) if known else None
    end = Mark(_n(forecast[-1][0]), _n(y(forecast[-1][1])), _figure(forecast[-1][1])) if len(forecast) > 1 else None
    aim = Mark(_n(RIGHT), _n(y(target)), _figure(target)) if target is not None else None
    return LineDrawing(
        grid=[Mark("", _n(y(v)), _figure(v)) for v in _grid(top)],
        labels=[Mark(_n(x), "", s.label) for x, s in _thinned(list(zip(xs, steps, strict=True)))],
        groups=_groups(xs, steps),
        plan=_points(planned, y),
        actual=_points(known, y),
        forecast=_points(forecast, y) if len(forecast) > 1 else "",
        target=aim,
        last=last,
        end=end,
        end_below=bool(end and target is not None and forecast[-1][1] < target),
    )


def _ceiling(largest: float) -> float:
    step = _grid_step(largest or 1)
    return step * -(-(largest or 1) // step)


def _grid_step(largest: float) -> float:
    magnitude = 1
    while True:
        for factor in Y_STEPS:
            if largest / (factor * magnitude) <= 5:  # noqa: PLR2004 - five grid lines are quiet enough
                return factor * magnitude
        magnitude *= 10


def _grid(top: float) -> list[float]:
    step = _grid_step(top)
    return [step * i for i in range(int(top / step) + 1)]


def _thinned(points: list) -> list:
    every = -(-len(points) // MOST_LABELS)
    return points[:: max(every, 1)]


def _groups(xs: Sequence[float], steps: Sequence[Step]) -> list[Mark]:
    marks = []
    for name, members in groupby(zip(xs, steps, strict=True), key=lambda pair: pair[1].group):
        places = [x for x, _ in members]
        if name:
            marks.append(Mark(_n((places[0] + places[-1]) / 2), "", name))
    return marks


def _points(pairs: Sequence[tuple[float, float]], y) -> str:  # noqa: ANN001 - a local function
    return " ".join(f"{_n(x)},{_n(y(v))}" for x, v in pairs)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _figure(value: float) -> str:
    from portal.ui.formatting import number

    return number(int(value) if float(value).is_integer() else value)
