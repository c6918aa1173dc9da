"""The first line of a listing: whether every column stands where the layout has it (R9, R12)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reporting.smefs.importers.sheets import UnreadableFile
from reporting.smefs.rules.layout import Column, Layout
from reporting.smefs.rules.lines import folded

SAME_HEADERS = 0.6
"""Wordings differ from form to form (R12): so many of them must be those of the layout."""


def refuse_other_header(cells: Sequence[str], layout: Layout) -> None:
    """Raise ``UnreadableFile`` when these are not the columns of the layout in its order."""
    wanted = [_names(column) for column in layout.columns]
    if len(cells) != len(wanted):
        said = {"found": len(cells), "wanted": len(wanted)}
        raise UnreadableFile(
            _("The first line has %(found)s columns; a listing of SM EFS has %(wanted)s. Is it the right file?") % said
        )
    found = [folded(cell) for cell in cells]
    same = sum(cell in names for cell, names in zip(found, wanted, strict=True))
    if same < SAME_HEADERS * len(wanted):
        raise UnreadableFile(_("The first line does not name the columns of SM EFS. Is it the right file?"))
    for place, cell in enumerate(found):
        if cell not in wanted[place]:
            _refuse_moved(place, cells[place], [each for each, names in enumerate(wanted) if cell in names])


def _refuse_moved(place: int, header: str, places: Sequence[int]) -> None:
    """Raise ``UnreadableFile`` when a header is that of another column; an unknown wording is let pass."""
    if places:
        said = {"place": place, "header": " ".join(header.split()), "wanted": places[0]}
        raise UnreadableFile(
            _("Column %(place)s is headed “%(header)s”, which belongs to column %(wanted)s (the first is 0).") % said
        )


def _names(column: Column) -> frozenset[str]:
    return frozenset(folded(header) for header in (column.header, *column.also))
