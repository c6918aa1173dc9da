"""Bullet bars: where actual, plan to date, forecast and target stand."""

from dataclasses import dataclass

ROOM_AFTER_LARGEST = 1.04


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
    value: float,
    target: float | None = None,
    plan: float | None = None,
    forecast: float | None = None,
    *,
    room: float = 0,
) -> Bullet:
    """Place the marks; bars start at zero and the largest mark stays inside. ``None`` leaves a mark out.

    ``room`` is the largest amount of bars that share one scale.
    """
    largest = max(value, target or 0, plan or 0, forecast or 0, room) or 1

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
