"""How the cells of a row are kept, sealed, until the row is decided – so that they can be read once more."""

import datetime
import json
from collections.abc import Mapping

from portal.imports.reading import Cell
from portal.imports.workbook import Sheet


def kept(cells: Mapping[str, Cell]) -> str:
    """Return cells as text; read back with ``cells_of`` they are recognised by the same content."""
    return json.dumps({name: _plain(value) for name, value in cells.items()}, ensure_ascii=False)


def cells_of(payload: str) -> dict[str, Cell]:
    """Return the cells that ``kept`` wrote; nothing when the content has been removed."""
    return json.loads(payload) if payload else {}


def layout_of(sheet: Sheet) -> dict:
    """Return what a sheet is called and how its columns are headed, as written."""
    return {"name": sheet.name, "headings": sheet.headings}


def _plain(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, datetime.date | datetime.time):
        return str(value)
    return value
