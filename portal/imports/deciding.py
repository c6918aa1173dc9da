"""What a person decides about a row that waits, and about the rows of other sheets that wait with it (contracts §4).

The importers that read the list read the rows once more, as one small list of this person: so a decided row is
recorded by the same code, under the same rules, as a row that never waited.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.imports.contents import cells_of
from portal.imports.enums import DecisionKind, HoldReason, RowState
from portal.imports.models import ImportedRow
from portal.imports.reading import Cell, text
from portal.imports.registry import SheetImporter, importer_of, sheet_importers, subject_source
from portal.imports.rereading import DecisionRun
from portal.imports.rows import SubjectSheet
from portal.imports.run import Subject
from portal.imports.workbook import Sheet, SheetRow
from portal.programmes.models import GrantProject

LEFT_OUT = RowState.REFUSED


class AlreadyDecided(Exception):
    """Somebody else decided the row first; nothing was written."""


class DecisionRefused(ValueError):
    """The decision cannot be carried out: ``objections`` stand in the way, or ``message`` says what else does."""

    def __init__(self, message: str = "", objections: tuple[HoldReason, ...] = ()) -> None:
        """Keep what stands in the way."""
        super().__init__(message or ", ".join(objections))
        self.message, self.objections = message, objections


@dataclass(frozen=True)
class Decision:
    """One decision and what it needs: the reason, corrected cells, the person, the values chosen.

    ``accepted`` are objections that the reason answers; ``take`` names the fields whose value of the list counts;
    ``leave_out_known`` leaves out rows of other sheets that the person already has with the same content.
    """

    kind: DecisionKind
    why: str = ""
    cells: Mapping[str, Cell] | None = None
    subject: uuid.UUID | None = None
    accepted: frozenset[HoldReason] = frozenset()
    take: frozenset[str] = frozenset()
    seen_version: uuid.UUID | None = None
    leave_out_known: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a decision did: the participation (``None`` when refused) and how many other rows went with it."""

    participation: uuid.UUID | None
    taken: int
    refused: int


@transaction.atomic
def decide_row(row: ImportedRow, decision: Decision, *, by: User) -> Outcome:
    """Carry out a decision about ``row`` and everything that waits with it; all or nothing, once.

    Raises ``AlreadyDecided`` when somebody else was first, ``DecisionRefused`` with what stands in the way.
    """
    GrantProject.objects.select_for_update().get(pk=row.grant_project_id)
    row = ImportedRow.objects.select_related("batch__data_key", "grant_project").get(pk=row.pk)
    if not row.is_open:
        raise AlreadyDecided(str(row.pk))
    run, waiting = reread(row, by, decision.why)
    participation = importer_of(row.sheet).decide(run, row, decision)  # type: ignore[attr-defined]
    run.subject = Subject(participation, row)
    for importer, sheet in waiting:
        _follow(run, importer, sheet, decision)
    for importer in {importer.code: importer for importer, _sheet in waiting}.values():
        importer.finish(run)
    _close(run, participation, decision)
    return Outcome(participation, run.taken, run.refused)


@contextmanager
def trial(row: ImportedRow, decision: Decision, *, by: User) -> Iterator[None]:
    """Let the body of ``with`` see how everything would be after the decision; afterwards nothing has happened.

    Raises as ``decide_row``.
    """
    with transaction.atomic():
        decide_row(row, decision, by=by)
        yield
        transaction.set_rollback(True)


def reread(row: ImportedRow, by: User, why: str = "") -> tuple[DecisionRun, list[tuple[SheetImporter, Sheet]]]:
    """Return a run over a stored row, and the sheets of the rows that wait with it, looked ahead into."""
    run = DecisionRun(row, by, why)
    waiting = list(waiting_sheets(run))
    for importer, sheet in waiting:
        importer.prepare(run, sheet)
    return run, waiting


def waiting_sheets(run: DecisionRun) -> Iterator[tuple[SheetImporter, Sheet]]:
    """Yield the rows of other sheets that wait with the row of the run, sheet by sheet in the order of reading."""
    rows = run.row.waiting_rows.select_related("batch__data_key").order_by("sheet", "batch_id", "row_number", "id")
    found = {key: list(some) for key, some in groupby(rows, key=lambda each: (each.sheet, each.batch))}
    for importer in sheet_importers():
        for (code, batch), some in found.items():
            if code == importer.code:
                yield importer, run.stored_sheet(batch, code, some)


def known_to(run: DecisionRun, importer: SheetImporter, sheet: Sheet, participation: uuid.UUID) -> list[SheetRow]:
    """Return those rows of a waiting sheet that the person already has with the same content."""
    reader = SubjectSheet(run, sheet, importer)
    marks = {
        id(row): {run.mark(importer.code, form, participation) for form in reader.content(row).forms()}
        for row in sheet.rows
    }
    recorded = ImportedRow.objects.filter(
        grant_project=run.project,
        sheet=importer.code,
        state=RowState.TAKEN,
        fingerprint__in=list(set().union(*marks.values())),
    )
    there = {bytes(mark) for mark in recorded.values_list("fingerprint", flat=True)}
    return [row for row in sheet.rows if marks[id(row)] & there]


def _follow(run: DecisionRun, importer: SheetImporter, sheet: Sheet, decision: Decision) -> None:
    """Record or refuse the rows that waited, as the row of the person was."""
    participation = run.subject.participation
    if participation is None:
        for row in sheet.rows:
            run.settle(run.stored(row), RowState.REFUSED)
        return
    reader = SubjectSheet(run, sheet, importer)
    if decision.leave_out_known:
        for row in known_to(run, importer, sheet, participation):
            run.add_row(
                importer.code, row, run.identify(importer.code, reader.content(row).now, participation), LEFT_OUT
            )
            sheet.rows.remove(row)
    importer.read(run, sheet)
    for row in (each for each in sheet.rows if run.stored(each).decided_at is None):  # refused by the sheet's own rules
        run.add_row(importer.code, row, run.identify(importer.code, reader.content(row).now, participation), LEFT_OUT)


def _close(run: DecisionRun, participation: uuid.UUID | None, decision: Decision) -> None:
    row = run.row
    row.subject, row.state = participation, _state_after(run, decision)
    row.decided_at, row.decided_by = run.now, run.by
    row.decision, row.decision_reason = decision.kind, decision.why
    row.save(update_fields=["subject", "state", "decided_at", "decided_by", "decision", "decision_reason"])
    person = subject_source().everybody().filter(pk=participation).values_list("person_id", flat=True)
    record(
        Action.CHANGE,
        by=run.by,
        obj=row,
        subjects=list(person),
        grant_project=run.project,
        reason=decision.why,
        detail={
            "decision": str(decision.kind),
            "held_for": row.reason,
            "corrected": sorted(_corrected(row, decision)),
            "taken_over": sorted(decision.take),
            "rows_taken": run.taken,
            "rows_refused": run.refused,
        },
    )


def _state_after(run: DecisionRun, decision: Decision) -> RowState:
    if run.row.state == RowState.CHANGED and decision.kind != DecisionKind.TAKE_OVER:
        return RowState.CHANGED
    if decision.kind == DecisionKind.REFUSE:
        return RowState.REFUSED
    return RowState.CREATED if run.created else RowState.MERGED


def _corrected(row: ImportedRow, decision: Decision) -> set[str]:
    """Return the columns that the decision corrects, by their normalised headings."""
    written = cells_of(str(row.payload))
    cells = decision.cells or written
    return {name for name, value in cells.items() if text(value) != text(written.get(name))}
