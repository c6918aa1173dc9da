"""The colours of a drawing: roles of the page, which follow its theme, or ink on paper (DESIGN §9, §10)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What each mark is drawn with. Shape tells the marks apart, colour repeats it.

    ``on_paper``: nothing can be opened, so the table of the numbers stands under the drawing.
    """

    surface: str
    ground: str
    grid: str
    text: str
    quiet: str
    actual: str
    plan: str
    tick: str
    forecast: str
    font: str = ""
    on_paper: bool = False


SCREEN = Look(
    surface="var(--surface)", ground="var(--surface-3)", grid="var(--c-grid)", text="var(--text)",
    quiet="var(--text-2)", actual="var(--c-actual)", plan="var(--c-plan)", tick="var(--c-2)",
    forecast="var(--c-forecast)",
)  # fmt: skip
PAPER = Look(
    surface="#fff", ground="#e6eaec", grid="#c9d1d5", text="#000", quiet="#333", actual="#10222d", plan="#444",
    tick="#777", forecast="#555", font="Print Text", on_paper=True,
)  # fmt: skip
"""One ink; what reads no style sheet of the portal, the renderer of PDF, understands it."""


def look_of(*, paper: bool) -> Look:
    """Return the colours of a page or of paper."""
    return PAPER if paper else SCREEN
