"""The marks of a programme, in the order it asks for (R74): those of the portal at the foot of its pages.

Papers bear the marks of their grant project. The programme supplies the files itself (R77). Put beside the other images
of ``static/`` under the name of the slot, as SVG or PNG, they take the place of the words; the words stay as the text
for those who do not see them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.text import slugify

SLOTS = {
    "Fundusze Europejskie dla Pomorza": "fundusze-europejskie",
    "Dofinansowane przez Unię Europejską": "unia-europejska",
    "Urząd Marszałkowski Województwa Pomorskiego": "wojewodztwo-pomorskie",
}
"""Files with a shorter name than their words."""
KINDS = ("svg", "png")


@dataclass(frozen=True)
class Mark:
    """One slot of the row: its words, and the image that shows them, when there is one."""

    name: str
    file: str = ""


def marks_of(names: Iterable[str]) -> tuple[Mark, ...]:
    """Return the row of these marks, each with its image where there is one."""
    return tuple(Mark(name, _file(SLOTS.get(name, slugify(name)))) for name in names)


@cache
def marks_of_the_portal() -> tuple[Mark, ...]:
    """Return the row at the foot of pages; looked up once per process."""
    return marks_of(settings.PORTAL_MARKS)


def _file(slot: str) -> str:
    paths = (f"img/marks/{slot}.{kind}" for kind in KINDS)
    return next((path for path in paths if finders.find(path)), "")
