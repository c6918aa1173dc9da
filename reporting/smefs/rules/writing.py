"""The bytes of the file: separators, quotes only where they are needed, line ends, byte order mark (R7)."""

from collections.abc import Iterable, Mapping, Sequence

from reporting.smefs.rules.layout import Layout
from reporting.smefs.rules.sources import OFFICIAL

BOM = b"\xef\xbb\xbf"
QUOTE = '"'
RISKY = tuple("=+-@\t\r\0＝＋－＠")
"""A cell that begins so would be a formula in a spreadsheet (S39)."""


def header_of(layout: Layout) -> bytes:
    """Return the first line of the file."""
    start = BOM if layout.content["file"]["bom"] else b""
    return start + line_of(layout, [column.header for column in layout.columns])


def cells_of(layout: Layout, values: Mapping[str, str]) -> list[str]:
    """Return one cell for each column: what its source says, blank where nothing does.

    What people typed is made harmless; official words go byte for byte (§1.4).
    """
    said = ((column.source, values.get(column.source, "")) for column in layout.columns)
    return [text if source in OFFICIAL else harmless(text) for source, text in said]


def line_of(layout: Layout, cells: Iterable[str]) -> bytes:
    """Return cells as one line with its end."""
    file = layout.content["file"]
    special = (file["separator"], QUOTE, "\r", "\n")
    return (file["separator"].join(_quoted(cell, special) for cell in cells) + file["line_end"]).encode()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, on one line."""
    plain = " ".join(cell.replace("\0", " ").split())
    return f"'{plain}" if plain.startswith(RISKY) else plain


def _quoted(cell: str, special: Sequence[str]) -> str:
    if any(mark in cell for mark in special):
        return QUOTE + cell.replace(QUOTE, QUOTE * 2) + QUOTE
    return cell
