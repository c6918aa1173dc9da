"""Stored rows that are read once more, when a person has decided: the same importers, another kind of run."""

import json
import uuid
from typing import Any

from django.db.models import Max

from portal.accounts.models import User
from portal.imports.contents import cells_of
from portal.imports.enums import RowState
from portal.imports.models import ImportBatch, ImportedRow
from portal.imports.run import ImportRun, Subject
from portal.imports.workbook import Sheet, SheetRow


class DecisionRun(ImportRun):
    """The reading of rows that are already stored: what becomes of one is written where it stands."""

    def __init__(self, row: ImportedRow, by: User | None, why: str) -> None:
        """Prepare to read ``row`` and those that wait with it."""
        super().__init__(row.grant_project, row.batch, by)
        self.row, self.why, self.listed_at = row, why or ImportRun.why, row.batch.imported_at
        self.subject = Subject(None, row)
        self.taken = self.refused = 0
        self.created = False
        self._stored: dict[int, ImportedRow] = {}

    def stored_sheet(self, batch: ImportBatch, code: str, rows: list[ImportedRow]) -> Sheet:
        """Return stored rows as the sheet they came from."""
        layout = json.loads(str(batch.layout) or "{}").get(code, {"name": code, "headings": {}})
        sheet = Sheet(layout["name"], layout["headings"])
        for row in rows:
            again = SheetRow(row.row_number, cells_of(str(row.payload)))
            self._stored[id(again)] = row
            sheet.rows.append(again)
        return sheet

    def subject_of(self, lp: Any) -> Subject:
        """Return the one person whom these rows are about, whatever number a list gave."""
        return self.subject

    def known(self, sheet: str) -> list[ImportedRow]:
        """Nothing is known: each of these rows is to be recorded."""
        return []

    def identify(self, sheet: str, content: str, owner: uuid.UUID | None = None) -> tuple[bytes, int]:
        """Return the hash of a row that now belongs to ``owner``, with the next ordinal that is free."""
        mark = self.mark(sheet, content, owner)
        if not self._ordinals[sheet, mark]:
            equal = ImportedRow.objects.filter(grant_project=self.project, sheet=sheet, fingerprint=mark)
            self._ordinals[sheet, mark] = equal.aggregate(last=Max("ordinal"))["last"] or 0
        self._ordinals[sheet, mark] += 1
        return mark, self._ordinals[sheet, mark]

    def add_row(
        self, sheet: str, row: SheetRow, identity: tuple[bytes, int], state: RowState, **values: Any
    ) -> ImportedRow:
        """Write what became of a stored row; from now on it is recognised as a row of the person."""
        stored = self.stored(row)
        stored.fingerprint, stored.ordinal = identity
        stored.subject = self.subject.participation
        self.settle(stored, state)
        return stored

    def stored(self, row: SheetRow) -> ImportedRow:
        """Return where a row that is read again is stored."""
        return self._stored[id(row)]

    def settle(self, stored: ImportedRow, state: RowState) -> None:
        """Note that a row waits no more."""
        stored.state, stored.waits_for, stored.decided_at = state, None, self.now
        stored.save(update_fields=["fingerprint", "ordinal", "subject", "state", "waits_for", "decided_at"])
        self.taken += state == RowState.TAKEN
        self.refused += state == RowState.REFUSED
