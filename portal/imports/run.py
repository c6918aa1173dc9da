"""One reading of one workbook: what is known already, what became of each row, the report."""

import uuid
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import User
from portal.clock import moment_of_recording
from portal.crypto.sealing import fingerprint
from portal.imports.contents import kept
from portal.imports.enums import RowState
from portal.imports.marks import Content
from portal.imports.models import ImportBatch, ImportedRow
from portal.imports.reading import heading
from portal.imports.workbook import Cut, Sheet, SheetRow, refuse_formulas
from portal.programmes.models import GrantProject

DECIDED = {RowState.CREATED, RowState.MERGED, RowState.TAKEN}


@dataclass
class Subject:
    """Whom a row of another sheet points to: a participation, or a held or refused row.

    A held row may stand where a row of a known participation stood: what points to it is known from there.
    """

    participation: uuid.UUID | None
    held_row: ImportedRow | None = None
    instead_of: uuid.UUID | None = None

    @property
    def owner(self) -> uuid.UUID:
        """The id under which the rows of this subject are recognised again."""
        marked = self.held_row.marked_by if self.held_row is not None else None
        return marked or self.participation or self.held_row.pk  # type: ignore[union-attr]

    @property
    def is_refused(self) -> bool:
        """Whether a person refused the row that the subject comes from."""
        return self.participation is None and self.held_row is not None and self.held_row.state == RowState.REFUSED


@dataclass
class Report:
    """What the command prints and writes (contracts §4), plus what else a person should see."""

    rows: int = 0
    created: int = 0
    merged: int = 0
    held: int = 0
    unchanged: int = 0
    people: list[dict[str, Any]] = field(default_factory=list)
    held_rows: list[dict[str, Any]] = field(default_factory=list)
    incomplete_rows: list[dict[str, Any]] = field(default_factory=list)
    refused_rows: list[dict[str, Any]] = field(default_factory=list)
    skipped_rows: list[dict[str, Any]] = field(default_factory=list)
    changed_rows: list[dict[str, Any]] = field(default_factory=list)
    merge_differences: list[dict[str, Any]] = field(default_factory=list)
    unknown_columns: list[dict[str, Any]] = field(default_factory=list)
    unknown_wordings: list[dict[str, Any]] = field(default_factory=list)
    sheets: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the report in the order of the contract."""
        values = dict(self.__dict__)
        head = ("rows", "created", "merged", "held", "unchanged")
        return {**{k: values.pop(k) for k in head}, "incomplete": len(self.incomplete_rows), **values}


@dataclass
class Details:
    """What a page shows beside the report: values before and after, which the report leaves out.

    An entry of ``changes`` and ``merges`` says where it stands (``sheet``, ``row``, ``lp``), about whom
    (``subject``) and lists ``values``: field, as known, as written. ``new_rows`` counts what was not known.
    """

    changes: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    new_rows: int = 0


class ImportRun:
    """The state that the sheet importers share while one workbook is read.

    ``why`` and ``listed_at`` are what facts say of their origin: the reason, and the moment of the list.
    """

    why = "import"

    def __init__(self, project: GrantProject, batch: ImportBatch, by: User | None) -> None:
        self.project, self.batch, self.by = project, batch, by
        self.now = self.listed_at = moment_of_recording()
        self.report, self.details = Report(), Details()
        self.subjects: dict[str, Subject] = {}
        self.first_dates: dict[str, Any] = {}
        self.touched: set[uuid.UUID] = set()
        self._new_rows: list[ImportedRow] = []
        self._marked_anew: list[ImportedRow] = []
        self._known: dict[str, list[ImportedRow]] = {}
        self._unseen: dict[tuple[str, bytes], deque[ImportedRow]] = defaultdict(deque)
        self._ordinals: Counter[tuple[str, bytes]] = Counter()
        self._owners: dict[uuid.UUID, set[uuid.UUID]] | None = None
        self._wordings: set[tuple[str, str, str]] = set()

    def subject_of(self, lp: Any) -> Subject | None:
        """Return whom the rows with this number (Lp.) are about."""
        return self.subjects.get(str(lp))

    def identify(self, sheet: str, content: str, owner: uuid.UUID | None = None) -> tuple[bytes, int]:
        """Return the keyed hash of a row's content and the next ordinal among equal rows."""
        mark = self.mark(sheet, content, owner)
        self.known(sheet)
        self._ordinals[sheet, mark] += 1
        return mark, self._ordinals[sheet, mark]

    def mark(self, sheet: str, content: str, owner: uuid.UUID | None) -> bytes:
        """Return the keyed hash of the content of a row of ``owner``."""
        return fingerprint(f"{self.project.pk}|{sheet}|{owner.hex if owner else ''}", content)

    def known(self, sheet: str) -> list[ImportedRow]:
        """Return all rows of a sheet that earlier imports of this project have seen."""
        if sheet not in self._known:
            rows = ImportedRow.objects.filter(grant_project=self.project, sheet=sheet).defer("payload")
            self._known[sheet] = list(rows.order_by("ordinal"))
            for row in self._known[sheet]:
                self._unseen[sheet, bytes(row.fingerprint)].append(row)
                self._ordinals[sheet, bytes(row.fingerprint)] = row.ordinal
        return self._known[sheet]

    def recognised(
        self, sheet: str, content: Content, owners: Sequence[uuid.UUID | None] = (None,)
    ) -> ImportedRow | None:
        """Return the known row that a row of this file is: each is one row of the file at most.

        A row that bears a mark of an earlier form is marked anew.
        """
        if not self.known(sheet):
            return None
        for owner in owners:
            if found := self._next_unseen(sheet, content.now, owner):
                return found
        for owner in owners:
            for form in content.earlier():
                if found := self._next_unseen(sheet, form, owner):
                    found.fingerprint, found.ordinal = self.identify(sheet, content.now, owner)
                    self._marked_anew.append(found)
                    return found
        return None

    def _next_unseen(self, sheet: str, content: str, owner: uuid.UUID | None) -> ImportedRow | None:
        equal = self._unseen.get((sheet, self.mark(sheet, content, owner)))
        return equal.popleft() if equal else None

    def owners_of(self, subject: Subject) -> list[uuid.UUID | None]:
        """Return under whom rows of ``subject`` may be known: also from before it waited or two records were merged."""
        before = {subject.instead_of} if subject.instead_of else set()
        others = before | self._owners_of(subject.participation or subject.instead_of)
        return [subject.owner, *sorted(others - {subject.owner})]

    def _owners_of(self, participation: uuid.UUID | None) -> set[uuid.UUID]:
        """Return under whom rows of a participation were read: one, but for people who were merged."""
        if self._owners is None:
            self._owners = defaultdict(set)
            for row in self.known("people"):
                if row.subject and row.marked_by:
                    self._owners[row.subject] |= {row.subject, row.marked_by}
        return self._owners.get(participation, set()) if participation else set()

    def add_row(
        self, sheet: str, row: SheetRow, identity: tuple[bytes, int], state: RowState, **values: Any
    ) -> ImportedRow:
        """Note what became of a row; it is saved with the others at the end."""
        imported = ImportedRow(
            batch=self.batch,
            grant_project=self.project,
            sheet=sheet,
            row_number=row.number,
            fingerprint=identity[0],
            ordinal=identity[1],
            state=state,
            decided_at=self.now if state in DECIDED else None,
            payload=kept(row.cells),
            seen_in=self.batch,
            **values,
        )
        self.details.new_rows += 1
        self._new_rows.append(imported)
        return imported

    def save_rows(self) -> None:
        """Write all rows noted so far (held ones before those that wait for them)."""
        ImportedRow.objects.bulk_create(sorted(self._new_rows, key=lambda row: row.waits_for_id is not None), 500)
        self._new_rows.clear()
        ImportedRow.objects.bulk_update(self._marked_anew, ["fingerprint", "ordinal"], 500)
        self._marked_anew.clear()

    def refuse(self, sheet: Sheet, row: SheetRow, lp: Any, reason: str, message: str) -> None:
        """List a row that starts nothing, with its reason."""
        self.report.refused_rows.append(
            {"sheet": sheet.name, "row": row.number, "lp": lp, "reason": reason, "message": message}
        )

    def unknown_wording(self, sheet: Sheet, row: SheetRow, column: str) -> None:
        """List a wording that no dictionary knows, once per column and wording."""
        key = (sheet.name, column, heading(row.cells.get(column)))
        if key not in self._wordings:
            self._wordings.add(key)
            self.report.unknown_wordings.append(
                {"sheet": sheet.name, "row": row.number, "column": sheet.headings.get(column, column)}
            )

    def note_columns(self, sheet: Sheet, known: set[str]) -> None:
        """List the columns that the product does not read; their cells are kept. A formula in a read one is refused."""
        refuse_formulas(sheet, known)
        self.report.unknown_columns += [
            {"sheet": sheet.name, "column": written} for name, written in sheet.headings.items() if name not in known
        ]
        for row in sheet.rows:
            for name, value in row.cells.items():
                if isinstance(value, Cut):
                    self.unknown_wording(sheet, row, name)
