"""Which new rows stand where a known row stood, under a name nearly the same: nobody is counted twice for a typo.

Without a PESEL in common a mended name makes another person of somebody known. Where the known row is gone from the
list and the new one has its number (Lp.) and birth date, a person decides whether they are one.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from beneficiaries.importers.changes import Change, ReadRow, missing_rows
from beneficiaries.importers.deciding import read_row
from beneficiaries.importers.known_people import Candidate, KnownPeople
from beneficiaries.importers.writing import PeopleWriter
from portal.imports.models import ImportedRow
from portal.imports.run import ImportRun


def replacing_rows(
    run: ImportRun, reads: Sequence[ReadRow], people: KnownPeople, writer: PeopleWriter, changes: Mapping[int, Change]
) -> set[int]:
    """Return the ``id`` of the read rows that may be known people under another name."""
    missing = missing_rows(run, reads)
    missing.subtract(Counter(change.participation for change in changes.values()))
    near: dict[int, list[Candidate]] = {}
    for read in reads:
        if read.known is None and id(read) not in changes and missing:
            found = people.near_name_and_birth(read.parsed)
            near[id(read)] = [
                each
                for each in found
                if missing[each.participation] > 0 and not writer.is_another_partner(read.parsed, each)
            ]
    numbers = _numbers(run, reads, [each.participation for some in near.values() for each in some])
    return {
        id(read)
        for read in reads
        if any(_has_number(read, numbers[each.participation]) for each in near.get(id(read), ()))
    }


def _numbers(
    run: ImportRun, reads: Iterable[ReadRow], participations: Sequence[uuid.UUID | None]
) -> dict[uuid.UUID | None, set]:
    """Return the numbers (Lp.) of those rows of some participations that the list lacks; ``None``: forgotten."""
    numbers: dict[uuid.UUID | None, set] = defaultdict(set)
    if participations:
        present = {read.known.pk for read in reads if read.known}
        absent = [row.pk for row in run.known("people") if row.subject in participations and row.pk not in present]
        for row in ImportedRow.objects.select_related("batch__data_key").in_bulk(absent).values():
            numbers[row.subject].add(read_row(row, run.project).lp if row.payload else None)
    return numbers


def _has_number(read: ReadRow, numbers: set) -> bool:
    return read.parsed.lp in numbers or None in numbers
