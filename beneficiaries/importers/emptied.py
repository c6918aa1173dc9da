"""Which cells of a changed row were taken out: a blank that was none before is a difference too (contracts §4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from beneficiaries.importers.changes import Change
from beneficiaries.importers.comparing import BLANK, FIELDS, known_values, written_values
from beneficiaries.importers.parsing import PersonRow
from beneficiaries.importers.writing import PeopleWriter
from beneficiaries.models import ParticipationVersion
from portal.imports.reading import is_blank

NEVER_EMPTIED = ("surname", "given_names", "birth_date")
"""A row without these names nobody, or waits."""
_READ_FROM = {"citizenships": "citizenship", "labour_detail_text": "labour_detail"}
"""Fields whose column has another name."""


def emptied_cells(
    change: Change,
    current: ParticipationVersion,
    parsed: PersonRow,
    columns: Mapping[str, str],
    others: Iterable[PersonRow],
    writer: PeopleWriter,
) -> list[str]:
    """Return the fields that a changed row said earlier and leaves blank now, though the portal goes by them.

    A column that the list does not have says nothing, and what ``others``, further rows of the person in the list,
    still say stays. Where the earlier content is gone, the end that a list wrote speaks for itself.
    """
    known = known_values(current.participation.person, current)
    blank = [name for name in FIELDS if _is_left_blank(name, parsed, columns) and known[name] not in BLANK]
    told = {"end": current.written_end}
    if change.earlier is not None:
        told = written_values(change.earlier, writer)
    said = [written_values(each, writer) for each in others]
    return [
        name
        for name in blank
        if (name in change.emptied or _goes_by(name, told.get(name), known, current, change))
        and not any(each[name] == known[name] for each in said)
    ]


def _is_left_blank(name: str, parsed: PersonRow, columns: Mapping[str, str]) -> bool:
    column = columns.get(_READ_FROM.get(name, name))
    if column is None or name in NEVER_EMPTIED:
        return False
    if name == "pesel":
        return parsed.pesel is None and not parsed.pesel_is_invalid
    return is_blank(parsed.row.cells.get(column))


def _goes_by(name: str, told: Any, known: Mapping[str, Any], current: ParticipationVersion, change: Change) -> bool:
    """Say whether the portal has its value from the list: as told, from before an open change, corrected by hand."""
    if told in BLANK:
        return False
    return change.is_undecided or told == known[name] or (name == "end" and told == current.written_end)
