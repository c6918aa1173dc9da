"""The sheet „Uczestnicy”: one row is one person as one partner wrote them down (contracts §4)."""

import uuid
from collections import defaultdict
from typing import Any

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.importers.changes import ReadRow, changes_among
from beneficiaries.importers.comparing import as_stored, changes_of, current_versions
from beneficiaries.importers.deciding import decide_person, read_row
from beneficiaries.importers.emptied import emptied_cells
from beneficiaries.importers.holding import hold_message, hold_reasons
from beneficiaries.importers.known_people import Candidate, KnownPeople
from beneficiaries.importers.parsing import PersonRow, columns_of, parse_person
from beneficiaries.importers.replacing import replacing_rows
from beneficiaries.importers.wordings import COLUMNS, DATES, OFFERED, WORDED
from beneficiaries.importers.writing import PeopleWriter
from beneficiaries.models import Participation, ParticipationVersion
from portal.imports.deciding import Decision
from portal.imports.enums import HoldReason, RowState
from portal.imports.marks import Content
from portal.imports.models import ImportedRow
from portal.imports.reading import text
from portal.imports.rereading import DecisionRun
from portal.imports.run import ImportRun, Subject
from portal.imports.workbook import Sheet, SheetRow
from portal.programmes.models import GrantProject


class PeopleImporter:
    """Reads people: recognises known rows, holds doubtful ones, joins rows with one PESEL."""

    code = "people"
    names = ("Uczestnicy",)
    anchors = ("Nazwisko",)
    order = 10
    is_required = True
    columns = COLUMNS
    worded = WORDED
    dates = DATES
    numbers = frozenset({"lp"})
    telling = ("lp", "pesel", "birth_date")
    named = ("surname", "given_names", "original_name")

    def offered(self, project: GrantProject) -> dict[str, list[str]]:
        """Return words that lists use, and what the project calls its groups and organisations."""
        return {
            **OFFERED,
            "group": [group.name_pl or group.name for group in project.target_groups.all()],  # type: ignore[attr-defined]
            "organisation": [body.name for body in project.organisations.all()],
        }

    def decide(self, run: DecisionRun, row: ImportedRow, decision: Decision) -> uuid.UUID | None:
        """Write what a person decided about a held or changed row."""
        return decide_person(run, row, decision)

    def prepare(self, run: ImportRun, sheet: Sheet) -> None:
        """Nothing to look ahead for."""

    def read(self, run: ImportRun, sheet: Sheet) -> None:
        """Take each row: known, held, joined or new."""
        _SheetOfPeople(run, sheet).read()

    def finish(self, run: ImportRun) -> None:
        """List the people of this file whose required data are not complete."""
        first_rows: dict[uuid.UUID, dict] = {}
        for entry in run.report.people:
            first_rows.setdefault(entry["participation"], entry)
        versions = ParticipationVersion.objects.current().filter(grant_project=run.project).exclude(missing="")
        for version in versions.only("participation_id", "missing"):
            if entry := first_rows.get(version.participation_id):
                run.report.incomplete_rows.append(
                    {
                        "sheet": entry["sheet"],
                        "row": entry["row"],
                        "lp": entry["lp"],
                        "missing": version.missing.split(),
                    }
                )
        run.report.incomplete_rows.sort(key=lambda row: row["row"])
        numbers = dict(Participation.objects.filter(grant_project=run.project).values_list("pk", "number"))
        run.report.people = [
            {"lp": entry["lp"], "person": numbers[entry["participation"]]} for entry in run.report.people
        ]


class _SheetOfPeople:
    def __init__(self, run: ImportRun, sheet: Sheet) -> None:
        self.run, self.sheet = run, sheet
        self.columns = columns_of(sheet.headings)
        self.writer = PeopleWriter(run)
        run.note_columns(sheet, set(self.columns.values()))
        self.rows = [self._recognise(row) for row in sheet.rows if self._says_something(row)]
        self.people = KnownPeople(run.project, [read.parsed for read in self.rows], run.by)
        self.held_content: dict[str, HoldReason] = {}
        self.changes = changes_among(run, self.rows, self.people, self.writer)
        self.replacing = replacing_rows(run, self.rows, self.people, self.writer, self.changes)
        self.taken: dict[int, tuple[Candidate, list[ReadRow]]] = {}
        self.changed: list[tuple[ReadRow, Candidate, ImportedRow]] = []
        self.back: dict[Any, ReadRow] = {}

    def _says_something(self, row: SheetRow) -> bool:
        """Rows numbered in advance, and notes below the list, are no people."""
        return any(text(row.cells.get(column)) for name, column in self.columns.items() if name != "lp")

    def _recognise(self, row: SheetRow) -> ReadRow:
        content = Content(row, self.columns, WORDED)
        known = self.run.recognised("people", content)
        identity = (bytes(known.fingerprint), known.ordinal) if known else self.run.identify("people", content.now)
        parsed = parse_person(row, self.columns, self.run.project)
        for name in (*sorted(parsed.unreadable), *self.writer.unknown_words(parsed)):
            self.run.unknown_wording(self.sheet, row, self.columns[name])
        return ReadRow(parsed, content.now, identity, known)

    def read(self) -> None:
        """Take the rows in the order of the file, then write."""
        self.run.report.rows = len(self.rows)
        seen: set = set()
        for read in self.rows:
            lp = read.parsed.lp
            repeated = lp is None or lp in seen
            seen.add(lp)
            if read.known:
                self._take_known(read, read.known, points=not repeated)
            else:
                self._take_new(read, repeated)
        self._compare_changed()
        self._write()
        self._note_seen()
        self._open_again()

    def _note_seen(self) -> None:
        """Note which waiting rows stand in this list, and close changes whose place another row has taken."""
        present = [read.known.pk for read in self.rows if read.known and read.known.is_open]
        ImportedRow.objects.filter(pk__in=present).update(seen_in=self.run.batch)
        changed = (row for row in self.run.known("people") if row.state == RowState.CHANGED and row.is_open)
        absent = [row.pk for row in changed if row.pk not in present]
        stored = ImportedRow.objects.select_related("batch__data_key").in_bulk(absent).values()
        spoken_of = self._spoken_of() if absent else set()
        of_whom = {row.pk: self._by_whom(row.subject, read_row(row, self.run.project)) for row in stored}
        replaced = [key for key, whom in of_whom.items() if whom in spoken_of]
        ImportedRow.objects.filter(pk__in=replaced).update(decided_at=self.run.now, seen_in=None)

    def _spoken_of(self) -> set[tuple]:
        """Return of whom this list speaks, and for which partner: another partner's list takes nothing back."""
        rows = {read.parsed.row.number: read.parsed for read in self.rows}
        return {self._by_whom(entry["participation"], rows[entry["row"]]) for entry in self.run.report.people}

    def _by_whom(self, participation: uuid.UUID | None, parsed: PersonRow) -> tuple:
        return participation, *(each.pk for each in self.writer.organisations_of([parsed]))

    def _open_again(self) -> None:
        """Ask once more about changes that a list had taken back and this one says again."""
        stored = ImportedRow.objects.in_bulk(list(self.back))
        versions = current_versions(row.subject for row in stored.values()) if stored else {}
        for key, read in self.back.items():
            row, current = stored[key], versions.get(stored[key].subject)
            if current and row.payload and (found := changes_of(row, current, read.parsed, self.writer)):
                self.run.report.changed_rows.append(self._where(read))
                self._detail(self.run.details.changes, read, row.subject, [each.stored() for each in found])
                ImportedRow.objects.filter(pk=key).update(decided_at=None, seen_in=self.run.batch)

    def _take_known(self, read: ReadRow, known: ImportedRow, *, points: bool) -> None:
        if known.state == RowState.HELD:
            self._list_held(read, HoldReason(known.reason))
        else:
            self.run.report.unchanged += 1
            if known.subject:
                self._list_person(read, known.subject)
            if known.was_replaced:
                self.back[known.pk] = read
        if points:
            self.run.subjects[str(read.parsed.lp)] = Subject(known.subject, known, self._known_from(read))

    def _take_new(self, read: ReadRow, repeated: bool) -> None:
        reason, like = self._reason(read, repeated)
        if like is not None and self._is_change(read, like):
            self._take_changed(read, like)
        elif reason is not None:
            self._hold(read, reason, points=not repeated)
        else:
            candidate = like or self.people.add(read.parsed)
            self.people.join(candidate, read.parsed)
            self.taken.setdefault(id(candidate), (candidate, []))[1].append(read)

    def _known_from(self, read: ReadRow) -> uuid.UUID | None:
        """Return whose row this one reads otherwise now; it may wait all the same."""
        change = self.changes.get(id(read))
        return change.participation if change else None

    def _is_change(self, read: ReadRow, like: Candidate) -> bool:
        return like.participation is not None and self._known_from(read) == like.participation

    def _reason(self, read: ReadRow, repeated: bool) -> tuple[HoldReason | None, Candidate | None]:
        """Why the row must wait, and the one known person that it is about."""
        first_support = self.run.first_dates.get(str(read.parsed.lp))
        reasons = hold_reasons(read.parsed, self.run.project, first_support) or ([HoldReason.LP] if repeated else [])
        if reasons:
            return reasons[0], None
        if like := self.people.same_pesel(read.parsed):
            return self.held_content.get(read.content), like
        similar = self.people.same_name_and_birth(read.parsed)
        if similar:
            return HoldReason.POSSIBLE_DUPLICATE, similar[0] if len(similar) == 1 else None
        if id(read) in self.replacing:
            return HoldReason.POSSIBLE_DUPLICATE, None
        return self.held_content.get(read.content), None

    def _hold(self, read: ReadRow, reason: HoldReason, *, points: bool) -> None:
        equal_rows = HoldReason.POSSIBLE_DUPLICATE if reason == HoldReason.LP else reason
        self.held_content.setdefault(read.content, equal_rows)
        row = self.run.add_row("people", read.parsed.row, read.identity, RowState.HELD, reason=reason)
        self._list_held(read, reason)
        if points:
            self.run.subjects[str(read.parsed.lp)] = Subject(None, row, self._known_from(read))

    def _list_held(self, read: ReadRow, reason: HoldReason) -> None:
        is_near = reason == HoldReason.POSSIBLE_DUPLICATE and self.people.is_near_alone(read.parsed)
        message = hold_message(reason, read.parsed, is_near=is_near)
        self.run.report.held += 1
        self.run.report.held_rows.append({**self._where(read), "reason": str(reason), "message": message})

    def _take_changed(self, read: ReadRow, candidate: Candidate) -> None:
        """A known person's row reads differently now: show it, overwrite nothing by itself."""
        self.run.report.unchanged += 1
        self.run.report.changed_rows.append(self._where(read))
        row = self.run.add_row(
            "people", read.parsed.row, read.identity, RowState.CHANGED, subject=candidate.participation
        )
        self.changed.append((read, candidate, row))
        self._point(read, candidate)

    def _compare_changed(self) -> None:
        """Say what the changed rows change; one that says what is known needs no decision."""
        ids = [candidate.participation for _read, candidate, _row in self.changed]
        versions, in_list = current_versions(ids), self._rows_in_list() if ids else {}
        for read, candidate, row in self.changed:
            current = versions[candidate.participation]
            others = [each for each in in_list[candidate.participation] if each is not read.parsed]
            change = self.changes[id(read)]
            row.emptied = " ".join(emptied_cells(change, current, read.parsed, self.columns, others, self.writer))
            found = changes_of(row, current, read.parsed, self.writer)
            if found:
                self._detail(self.run.details.changes, read, candidate.participation, [each.stored() for each in found])
            else:
                row.decided_at = self.run.now

    def _detail(self, into: list[dict[str, Any]], read: ReadRow, subject: uuid.UUID | None, values: list) -> None:
        into.append({**self._where(read), "subject": subject, "values": values})

    def _rows_in_list(self) -> dict[uuid.UUID | None, list[PersonRow]]:
        """Return by participation the rows of this list that are known or read differently now."""
        rows: dict[uuid.UUID | None, list[PersonRow]] = defaultdict(list)
        for read in self.rows:
            change = self.changes.get(id(read))
            if subject := read.known.subject if read.known else change and change.participation:
                rows[subject].append(read.parsed)
        return rows

    def _write(self) -> None:
        in_list = self._rows_in_list()
        for candidate, reads in self.taken.values():
            is_new = candidate.participation is None
            rows = [read.parsed for read in reads]
            if is_new:
                differing = self.writer.enrol(candidate, rows)
            else:
                differing = self.writer.complete(candidate, rows, in_list[candidate.participation])
            if differing:
                self.run.report.merge_differences.append({**self._where(reads[-1]), "fields": list(differing)})
                values = [[name, *map(as_stored, pair)] for name, pair in differing.items()]
                self._detail(self.run.details.merges, reads[-1], candidate.participation, values)
            for read in reads:
                state = RowState.CREATED if is_new and read is reads[0] else RowState.MERGED
                self.run.report.created += state == RowState.CREATED
                self.run.report.merged += state == RowState.MERGED
                self.run.add_row("people", read.parsed.row, read.identity, state, subject=candidate.participation)
                self._point(read, candidate)
        keep_keys(self.writer.made)

    def _point(self, read: ReadRow, candidate: Candidate) -> None:
        self.run.subjects[str(read.parsed.lp)] = Subject(candidate.participation)
        self._list_person(read, candidate.participation)

    def _list_person(self, read: ReadRow, participation: uuid.UUID | None) -> None:
        self.run.report.people.append({**self._where(read), "participation": participation})

    def _where(self, read: ReadRow) -> dict[str, Any]:
        return {"sheet": self.sheet.name, "row": read.parsed.row.number, "lp": read.parsed.lp}
