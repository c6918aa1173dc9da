"""Which sheets a workbook may hold: each app registers the ones it reads (architecture §3.9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from portal.imports.reading import heading
from portal.programmes.models import GrantProject
from portal.records import Words

if TYPE_CHECKING:
    from portal.imports.run import ImportRun
    from portal.imports.workbook import Sheet


class SheetImporter(Protocol):
    """Reads one sheet: ``names`` as headed, ``anchors`` headings it cannot do without, ``order`` of reading.

    ``is_required`` sheets make a workbook without them unreadable. ``prepare`` may look ahead before any
    sheet is read; ``read`` records the rows; ``finish`` runs once after all sheets. ``columns`` names the fields
    and the headings by which each is known, ``worded`` those whose words are read like headings, ``dates`` and
    ``numbers`` those that are no texts. A row in which one of ``telling`` is filled is a row of the list, whatever
    else it says; ``named`` are the fields of a name. Rows that waited are read by the same three once they may be.
    """

    code: str
    names: tuple[str, ...]
    anchors: tuple[str, ...]
    order: int
    is_required: bool
    columns: Mapping[str, tuple[str, ...]]
    worded: frozenset[str]
    dates: frozenset[str]
    numbers: frozenset[str]
    telling: tuple[str, ...]
    named: tuple[str, ...]

    def offered(self, project: GrantProject) -> Mapping[str, Sequence[str]]:
        """Return the words to choose from in a blank list, by field."""

    def prepare(self, run: "ImportRun", sheet: "Sheet") -> None:
        """Look ahead, write nothing."""

    def read(self, run: "ImportRun", sheet: "Sheet") -> None:
        """Record the rows of the sheet."""

    def finish(self, run: "ImportRun") -> None:
        """Complete what needs all sheets."""


@dataclass(frozen=True)
class SubjectSource:
    """Whom imported rows are about, as the kernel must know it.

    ``everybody`` returns the participations (with ``visible_to``, ``person_id``, ``number``); ``in_words`` puts a
    field and its value into words; ``incomplete`` returns those of a project, whom an account may see, that lack
    required data.
    """

    everybody: Callable[[], Any]
    in_words: Callable[[str, Any], tuple[Words, str]]
    incomplete: Callable[[GrantProject, Any], Any]


_importers: dict[str, SheetImporter] = {}
_subjects: list[SubjectSource] = []


def register_subjects(source: SubjectSource) -> None:
    """Say whom rows are about; the last one named counts."""
    _subjects[:] = [source]


def subject_source() -> SubjectSource:
    """Return who knows whom rows are about."""
    return _subjects[0]


def importer_of(code: str) -> SheetImporter:
    """Return the importer of a sheet by its code."""
    return _importers[code]


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
