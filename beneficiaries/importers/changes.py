"""Which new rows are a known row that reads differently now (contracts §4).

A row is recognised by its content, so a corrected one looks like two: a known row that vanished and a new one. Each
vanished row has one change at most, the new row that is most like it; every other new row is a further row.
What a cell said in the vanished row and says no more is part of the change.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from beneficiaries.importers.comparing import FIELDS, current_versions
from beneficiaries.importers.deciding import ONLY_A_PERSON_KNOWS, read_row
from beneficiaries.importers.known_people import Candidate, KnownPeople
from beneficiaries.importers.parsing import PersonRow
from beneficiaries.importers.writing import PeopleWriter, as_row
from portal.imports.enums import DecisionKind, RowState
from portal.imports.models import ImportedRow
from portal.imports.reading import heading
from portal.imports.run import ImportRun

COMPARED = (*(name for name in FIELDS if name != "group"), "organisation", "remarks")
HEAVY = {"start": 2, "pesel": 2}
"""What tells two periods or two people apart weighs more than a corrected telephone."""
TELLING = ("pesel", "start", "phone", "email", "address", "education", "citizenships")
"""What namesakes differ in: of these a change without a PESEL in common contradicts one at most."""


@dataclass
class ReadRow:
    """A parsed row with the marks by which it is recognised again."""

    parsed: PersonRow
    content: str
    identity: tuple[bytes, int]
    known: ImportedRow | None


@dataclass
class _Vanished:
    """A known row that does not stand in the list, and how it read."""

    row: ImportedRow
    parsed: PersonRow


@dataclass(frozen=True)
class Change:
    """Whose row reads differently now, and how it read; ``earlier`` is ``None`` when that content is gone.

    ``emptied`` and ``is_undecided`` are of the earlier row: it was a change itself that nobody took over.
    """

    participation: uuid.UUID
    earlier: PersonRow | None
    emptied: frozenset[str]
    is_undecided: bool


@dataclass
class _Claim:
    """A row of the list that may be what became of a vanished row of ``like``."""

    read: ReadRow
    like: Candidate
    has_same_pesel: bool


def changes_among(
    run: ImportRun, reads: Sequence[ReadRow], people: KnownPeople, writer: PeopleWriter
) -> dict[int, Change]:
    """Return which rows are changes, by the ``id`` of the read row."""
    missing = missing_rows(run, reads)
    claims = [claim for read in reads if (claim := _claim(read, people, writer)) and missing[claim.like.participation]]
    if not claims:
        return {}
    vanished = _vanished(run, reads, claims)
    pairs = [pair for claim in claims for pair in _pairs(claim, vanished)]
    return _matched(sorted(pairs, key=_how_far), missing)


def missing_rows(run: ImportRun, reads: Iterable[ReadRow]) -> Counter[uuid.UUID | None]:
    """Return how many rows of each participation the list lacks.

    A participation has as many as were created or joined; a change that stands in the list stands for one of them.
    """
    missing = Counter(row.subject for row in run.known("people") if _is_no_version(row))
    missing.subtract(read.known.subject for read in reads if read.known and read.known.subject)
    return +missing


def _is_no_version(row: ImportedRow) -> bool:
    """Say whether the row is one of a participation by itself, not another form of an older one."""
    return row.state in (RowState.CREATED, RowState.MERGED) and row.decision != DecisionKind.TAKE_OVER


def _claim(read: ReadRow, people: KnownPeople, writer: PeopleWriter) -> _Claim | None:
    """Return whose row this may be, as far as a list can tell.

    The same partner wrote it, and without a PESEL in common the name is spelled as before – else it may be somebody
    else, and a person decides. A row that waits has read differently since an earlier list.
    """
    if read.known and read.known.state != RowState.HELD:
        return None
    same = people.same_pesel(read.parsed)
    alike = [] if same else people.same_name_and_birth(read.parsed)
    like = same or (alike[0] if len(alike) == 1 else None)
    if like is None or writer.is_another_partner(read.parsed, like):
        return None
    is_spelled_alike = any(heading(name) in like.spellings for name in read.parsed.names)
    return _Claim(read, like, same is not None) if same or is_spelled_alike else None


def _vanished(run: ImportRun, reads: Iterable[ReadRow], claims: Iterable[_Claim]) -> dict[Any, list[_Vanished]]:
    """Return vanished rows by participation, and the doubles that waited or were refused by PESEL and by name."""
    likes = {claim.like.participation: claim.like for claim in claims}
    present = {read.known.pk for read in reads if read.known}
    absent = [
        row.pk
        for row in run.known("people")
        if row.pk not in present and (row.subject in likes if row.subject else row.reason in ONLY_A_PERSON_KNOWS)
    ]
    versions = current_versions(likes)
    found: dict[Any, list[_Vanished]] = defaultdict(list)
    for row in ImportedRow.objects.select_related("batch__data_key").in_bulk(absent).values():
        if row.payload:
            read = read_row(row, run.project)
        elif row.subject:  # its content is gone: what is known stands for it
            read = as_row(likes[row.subject].person, versions[row.subject])
        else:
            continue
        for key in [row.subject] if row.subject else _keys(read):
            found[key].append(_Vanished(row, read))
    return found


def _keys(parsed: PersonRow) -> set[str]:
    names = {heading(name) for name in parsed.names}
    return names | {parsed.pesel.number} if parsed.pesel else names


def _pairs(claim: _Claim, vanished: dict[Any, list[_Vanished]]) -> list[tuple[_Claim, _Vanished]]:
    """Return a row with each vanished row that it may have been."""
    doubles = {each.row.pk: each for key in _keys(claim.read.parsed) for each in vanished.get(key, ())}
    own = [each for each in vanished.get(claim.like.participation, ()) if _may_be(claim, each)]
    return [(claim, each) for each in (*doubles.values(), *own)]


def _may_be(claim: _Claim, vanished: _Vanished) -> bool:
    """Say whether the row is like enough; one that waits must be the younger of the two."""
    waiting = claim.read.known
    if waiting is not None and waiting.batch_id <= vanished.row.batch_id:
        return False
    return claim.has_same_pesel or _contradictions(claim.read.parsed, vanished.parsed) <= 1


def _contradictions(now: PersonRow, before: PersonRow) -> int:
    """Count what tells people apart and is said otherwise; a blank contradicts nothing, a lost PESEL does."""
    said, known = _said(now), _said(before)
    lost = bool(known["pesel"] and not said["pesel"])
    return lost + sum(bool(said[name] and known[name] and said[name] != known[name]) for name in TELLING)


def _how_far(pair: tuple[_Claim, _Vanished]) -> tuple[int, bool, bool, int]:
    """Order pairs: the likest first, then those with one number (Lp.), then rows that waited, then as they stand."""
    claim, vanished = pair
    now, before = _said(claim.read.parsed), _said(vanished.parsed)
    apart = sum(HEAVY.get(name, 1) for name in COMPARED if now[name] != before[name])
    is_moved = claim.read.parsed.lp != vanished.parsed.lp
    return apart, is_moved, vanished.row.subject is not None, claim.read.parsed.row.number


def _said(parsed: PersonRow) -> dict[str, Any]:
    """Return what a row says, without regard to case."""
    values = {**{name: parsed.values.get(name) for name in COMPARED}, "pesel": parsed.pesel and parsed.pesel.number}
    return {name: value.casefold() if isinstance(value, str) else value for name, value in values.items()}


def _matched(pairs: Iterable[tuple[_Claim, _Vanished]], missing: Counter[uuid.UUID | None]) -> dict[int, Change]:
    """Give each row and each vanished row to one another once, the likest first."""
    changes: dict[int, Change] = {}
    gone: set[Any] = set()
    for claim, vanished in pairs:
        owner = vanished.row.subject
        if id(claim.read) in gone or vanished.row.pk in gone or (owner and not missing[owner]):
            continue
        gone |= {id(claim.read), vanished.row.pk}
        missing[owner] -= 1
        if owner:
            earlier = vanished.parsed if vanished.row.payload else None
            emptied, is_undecided = frozenset(vanished.row.emptied.split()), vanished.row.state == RowState.CHANGED
            changes[id(claim.read)] = Change(owner, earlier, emptied, is_undecided)
    return changes
