"""A row that waits, made ready for the person who decides: its cells, what is in the way, who it may be."""

import datetime
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from beneficiaries.importers.comparing import Difference, changes_of, joining_differences
from beneficiaries.importers.deciding import Weighed, read_row, weigh
from beneficiaries.importers.holding import FIELDS_BEHIND, proposals
from beneficiaries.importers.parsing import PersonRow, columns_of
from beneficiaries.importers.wordings import COLUMNS
from beneficiaries.importers.writing import PeopleWriter
from beneficiaries.models import ParticipationVersion
from portal.accounts.models import User
from portal.imports.contents import cells_of
from portal.imports.deciding import known_to, reread
from portal.imports.models import ImportedRow
from portal.imports.reading import Cell, heading, text

ALWAYS_OFFERED = ("surname", "given_names", "sex", "birth_date", "pesel", "citizenship")
"""Fields that can be filled in although the list has no such column."""
WRITTEN_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?")


@dataclass(frozen=True)
class CellShown:
    """One cell: the key of its column, the heading as written, the value, and the field it is read as ("" for none)."""

    key: str
    label: str
    written: str
    field: str


class WaitingRow:
    """A row of people that waits; everything is worked out when it is first asked for."""

    def __init__(self, row: ImportedRow, by: User) -> None:
        """Take the stored row for the account that looks at it."""
        self.row, self.project = row, row.grant_project
        self.run, self.others = reread(row, by)
        self.content = cells_of(str(row.payload))

    @cached_property
    def sheet_name(self) -> str:
        """The sheet as it is called in the list."""
        return self._layout.get("name", "")

    @cached_property
    def parsed(self) -> PersonRow:
        """The row as the list wrote it."""
        return read_row(self.row, self.project)

    @cached_property
    def weighed(self) -> Weighed:
        """What is in the way of the row as the list wrote it."""
        return self.weigh(self.content)

    @cached_property
    def writer(self) -> PeopleWriter:
        """Who knows the groups of the project."""
        return PeopleWriter(self.run)

    @cached_property
    def cells(self) -> list[CellShown]:
        """All cells in the order of the sheet, then the fields that are offered though no column has them."""
        headings = self._layout.get("headings", {})
        fields = {name: field for field, name in columns_of({**headings, **dict.fromkeys(self.content, "")}).items()}
        keys = list(dict.fromkeys([*headings, *self.content]))
        shown = [
            CellShown(key, headings.get(key, key), shown_as(self.content.get(key)), fields.get(key, "")) for key in keys
        ]
        absent = [name for name in ALWAYS_OFFERED if name not in fields.values()]
        return shown + [CellShown(heading(COLUMNS[name][0]), COLUMNS[name][0], "", name) for name in absent]

    @cached_property
    def proposed(self) -> dict[str, str]:
        """What the PESEL says of fields that are blank or impossible."""
        return proposals(self.parsed)

    def weigh(self, cells: Mapping[str, Cell]) -> Weighed:
        """Ask what would be in the way with these cells."""
        parsed = read_row(self.row, self.project, cells)
        return weigh(self.row, parsed, self.project, self.first_support, self.run.by)

    @property
    def first_support(self) -> datetime.date | None:
        """The first day of support among the rows that wait with this one."""
        return min(self.run.first_dates.values(), default=None)

    def with_corrections(self, corrections: Mapping[str, str]) -> dict[str, Cell]:
        """Return the cells with what was typed in place of what the list wrote."""
        return {**self.content, **corrections}

    def known_to(self, participation: uuid.UUID) -> int:
        """Return how many of the rows that wait a person already has with the same content."""
        return sum(len(known_to(self.run, importer, sheet, participation)) for importer, sheet in self.others)

    def joining(self, current: ParticipationVersion) -> list[Difference]:
        """Return where the row differs from a person it may be joined to."""
        return joining_differences(current.participation.person, current, self.parsed, self.writer)

    def changes(self, current: ParticipationVersion) -> list[Difference]:
        """Return what a changed row says otherwise."""
        return changes_of(self.row, current, self.parsed, self.writer)

    @cached_property
    def _layout(self) -> dict:
        return json.loads(str(self.row.batch.layout) or "{}").get("people", {})


def cells_behind(row: ImportedRow, parsed: PersonRow) -> list[str]:
    """Return the cells to look at for the reason of a row, each under the heading that lists use."""
    columns = columns_of(dict.fromkeys(parsed.row.cells, ""))
    cells = {name: shown_as(parsed.row.cells.get(columns.get(name, ""))) for name in FIELDS_BEHIND[row.reason]}
    return [f"{COLUMNS[name][0]}: {written or '–'}" for name, written in cells.items()]


def shown_as(value: Cell) -> str:
    """Return a cell as a page shows it and a list writes it: 02.12.2026, a day without its midnight."""
    day = WRITTEN_DAY.fullmatch(text(value))
    return ".".join(reversed(day.groups())) if day else text(value)
