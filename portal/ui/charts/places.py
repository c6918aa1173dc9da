"""Numbers as SVG attributes and as words; scales whose lines are round numbers."""

Y_STEPS = (1, 2, 5)
MOST_GRID_LINES = 5


def decimal(value: float) -> str:
    """Return a place for an attribute: one decimal, with a point in every language."""
    return f"{value:.1f}".removesuffix(".0")


def figure(value: float) -> str:
    """Return a figure as people of the page's language write it."""
    from portal.ui.formatting import number

    return number(int(value) if float(value).is_integer() else value)


def ceiling(largest: float) -> float:
    """Return the round number at which an axis ends."""
    step = grid_step(largest or 1)
    return step * -(-(largest or 1) // step)


def grid_step(largest: float) -> float:
    """Return the distance of the lines: 1, 2 or 5 times a power of ten, five lines at most."""
    magnitude = 1
    while True:
        for factor in Y_STEPS:
            if largest / (factor * magnitude) <= MOST_GRID_LINES:
                return factor * magnitude
        magnitude *= 10


def grid(top: float) -> list[float]:
    """Return the values at which lines stand."""
    step = grid_step(top)
    return [step * i for i in range(int(top / step) + 1)]
