"""Sheets whose rows point to a person by number (Lp.): what they share (contracts §4)."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.imports.enums import RowState
from portal.imports.marks import Content
from portal.imports.reading import Cell, heading, lp
from portal.imports.registry import SheetImporter
from portal.imports.run import ImportRun, Subject
from portal.imports.workbook import Sheet, SheetRow

Refusal = Callable[["SubjectRow"], tuple[str, str] | None]


@dataclass
class SubjectRow:
    """A row of such a sheet; ``participation`` is whom it is about."""

    run: ImportRun
    sheet: Sheet
    row: SheetRow
    columns: dict[str, str]
    lp: int | str | None
    participation: uuid.UUID | None = None

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; ``None`` when the sheet has no such column."""
        return self.row.cells.get(self.columns[name]) if name in self.columns else None

    def note_unreadable(self, name: str) -> None:
        """List a cell that cannot be read though its row is taken."""
        if name in self.columns:
            self.run.unknown_wording(self.sheet, self.row, self.columns[name])


def columns_in(sheet: Sheet, importer: SheetImporter) -> dict[str, str]:
    """Return field → normalised heading for the columns of a sheet that are read; of several of a field the first."""
    names = {heading(written): field for field, headings in importer.columns.items() for written in headings}
    columns: dict[str, str] = {}
    for name in sheet.headings:
        if name in names:
            columns.setdefault(names[name], name)
    return columns


class SubjectSheet:
    """Goes through a sheet once: known rows are passed over, rows of held people wait, others are refused."""

    def __init__(self, run: ImportRun, sheet: Sheet, importer: SheetImporter) -> None:
        self.run, self.sheet, self.code, self.worded = run, sheet, importer.code, importer.worded
        self.columns = columns_in(sheet, importer)
        self.counts = {"rows": 0, "taken": 0, "unchanged": 0, "waiting": 0, "refused": 0}

    def rows_with_lp(self) -> Iterator[SubjectRow]:
        """Yield every row with the number it points to."""
        for row in self.sheet.rows:
            yield SubjectRow(self.run, self.sheet, row, self.columns, lp(row.cells.get(self.columns.get("lp", ""))))

    def new_rows(self, refusal: Refusal) -> Iterator[SubjectRow]:
        """Yield the rows to record; ``refusal`` says (reason, message) for those that start nothing.

        A row is noted as taken after the caller has come back for the next one.
        """
        self.run.note_columns(self.sheet, set(self.columns.values()))
        for row in self.rows_with_lp():
            self.counts["rows"] += 1
            subject = self.run.subject_of(row.lp)
            refused = refusal(row) if subject else ("lp", _("No person has this number (Lp.)."))
            if refused or subject is None:
                self._refuse(row, *(refused or ("lp", "")))
                continue
            content = self.content(row.row)
            if self.run.recognised(self.code, content, self.run.owners_of(subject)):
                self.counts["unchanged"] += 1
                continue
            identity = self.run.identify(self.code, content.now, subject.owner)
            if subject.is_refused:
                self._refuse(row, "person-refused", _("The row of this person was refused."))
                self.run.add_row(self.code, row.row, identity, RowState.REFUSED)
            elif subject.participation is None:
                self._wait(row, identity, subject)
            else:
                row.participation = subject.participation
                yield row
                self.counts["taken"] += 1
                self.run.add_row(self.code, row.row, identity, RowState.TAKEN, subject=subject.participation)
        self.run.report.sheets[self.sheet.name] = self.counts

    def content(self, row: SheetRow) -> Content:
        """Return the content by which a row is recognised."""
        return Content(row, self.columns, self.worded)

    def _wait(self, row: SubjectRow, identity: tuple[bytes, int], subject: Subject) -> None:
        self.counts["waiting"] += 1
        self.run.add_row(self.code, row.row, identity, RowState.WAITING, waits_for=subject.held_row)

    def _refuse(self, row: SubjectRow, reason: str, message: str) -> None:
        self.counts["refused"] += 1
        self.run.refuse(self.sheet, row.row, row.lp, reason, message)
