"""The marks of the programme: four slots in the order it asks for (R74).

The programme supplies the files itself (R77). Put beside the other images of ``static/`` under the name of the slot, as
SVG or PNG, they take the place of the words; the words stay as the text for those who do not see them.
"""

from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles import finders

SLOTS = {
    "fundusze-europejskie": "Fundusze Europejskie dla Pomorza",
    "rzeczpospolita-polska": "Rzeczpospolita Polska",
    "unia-europejska": "Dofinansowane przez Unię Europejską",
    "wojewodztwo-pomorskie": "Urząd Marszałkowski Województwa Pomorskiego",
}
PROGRAMME_MARKS = tuple(SLOTS.values())
KINDS = ("svg", "png")


@dataclass(frozen=True)
class Mark:
    """One slot of the row: its words, and the image that shows them, when there is one."""

    name: str
    file: str = ""


@cache
def programme_marks() -> tuple[Mark, ...]:
    """Return the row; looked up once per process."""
    return tuple(Mark(name, _file(slot)) for slot, name in SLOTS.items())


def _file(slot: str) -> str:
    paths = (f"img/marks/{slot}.{kind}" for kind in KINDS)
    return next((path for path in paths if finders.find(path)), "")
