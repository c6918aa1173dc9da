"""Which sheets a workbook may hold: each app registers the ones it reads (architecture §3.9)."""

from typing import TYPE_CHECKING, Protocol

from portal.imports.reading import heading

if TYPE_CHECKING:
    from portal.imports.run import ImportRun
    from portal.imports.workbook import Sheet


class SheetImporter(Protocol):
    """Reads one sheet: ``names`` as headed, ``anchors`` headings it cannot do without, ``order`` of reading.

    ``is_required`` sheets make a workbook without them unreadable. ``prepare`` may look ahead before any
    sheet is read; ``read`` records the rows; ``finish`` runs once after all sheets.
    """

    code: str
    names: tuple[str, ...]
    anchors: tuple[str, ...]
    order: int
    is_required: bool

    def prepare(self, run: "ImportRun", sheet: "Sheet") -> None:
        """Look ahead, write nothing."""

    def read(self, run: "ImportRun", sheet: "Sheet") -> None:
        """Record the rows of the sheet."""

    def finish(self, run: "ImportRun") -> None:
        """Complete what needs all sheets."""


_importers: dict[str, SheetImporter] = {}


def register_sheet(importer: SheetImporter) -> None:
    """Offer to read a sheet; registering the same code again replaces it."""
    _importers[importer.code] = importer


def sheet_importers() -> list[SheetImporter]:
    """Return the registered importers in their order of reading."""
    return sorted(_importers.values(), key=lambda importer: importer.order)


def sheet_anchors() -> dict[str, tuple[str, ...]]:
    """Return the normalised sheet names with their normalised anchor headings."""
    return {
        heading(name): tuple(heading(anchor) for anchor in importer.anchors)
        for importer in sheet_importers()
        for name in importer.names
    }
