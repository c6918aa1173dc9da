"""Several rows of one person become one set of values (contracts §4, R35)."""

import datetime
from collections.abc import Sequence
from typing import Any

from beneficiaries.importers.parsing import PersonRow
from portal.programmes.models import GrantProject

_DAYS = ("start", "end")
OF_THE_EXIT: dict[str, Any] = {"path_completed": None, "exit_situation": ""}
"""What is said of the exit, and its blank: it belongs to the end that wins, of an earlier exit nothing stays (R35)."""
_PRIVATE_TO_ROW = ("remarks", "organisation")
FROM_PROJECT = ("country", "voivodeship", "county", "commune", "degurba")


Differing = dict[str, tuple[Any, Any]]
"""Fields in which rows differ, by name: the value that counts and the one that does not."""


def merged_values(rows: Sequence[PersonRow]) -> tuple[dict[str, Any], Differing]:
    """Return the values of a person written down in several rows, and the fields that differ.

    The row with the earlier written start decides, blanks are filled from the others, the later end wins;
    a blank end beside a later start means still taking part. A detail („w tym”) says more of the status it stands
    beside, so beside another status it fills no blank.
    """
    ordered = sorted(rows, key=lambda row: (row.start or datetime.date.max, row.row.number))
    values = dict(ordered[0].values)
    differences: Differing = {}
    for row in ordered[1:]:
        has_detail = bool(values["labour_detail_text"])
        statuses = {each["labour_status"] for each in (values, row.values)} - {""}
        of_another_status = len(statuses) > 1
        for name, value in row.values.items():
            if name in (*_DAYS, *OF_THE_EXIT) or value in ("", None):
                continue
            if name == "labour_detail" and (has_detail or of_another_status):  # stands or falls with its wording
                continue
            if values.get(name) in ("", None) and not (name == "labour_detail_text" and of_another_status):
                values[name] = value
            elif value != values[name] and name not in _PRIVATE_TO_ROW:
                differences[name] = (values[name], value)
    values["end"] = _end(ordered)
    for name, blank in OF_THE_EXIT.items():
        said = _said_of_exit(name, values["end"], ordered)
        values[name] = said[0] if said else blank
        if others := [other for other in said if other != said[0]]:
            differences[name] = (said[0], others[-1])
    values["pesel"] = next((row.pesel.number for row in ordered if row.pesel), "")
    return values, dict(sorted(differences.items()))


def _said_of_exit(name: str, end: datetime.date | None, rows: Sequence[PersonRow]) -> list[Any]:
    """Return what the rows say of the exit that counts; with an earlier end beside it, nothing of that one."""
    if end is None and any(row.end for row in rows):
        return []
    told = [row.values[name] for row in rows if row.end == end or row.end is None]
    return [value for value in told if value not in ("", None)]


def with_project_defaults(values: dict[str, Any], project: GrantProject) -> dict[str, Any]:
    """Return ``values`` with the project's place where the source says nothing (contracts §3)."""
    return {**values, **{name: values[name] or getattr(project, name) for name in FROM_PROJECT}}


def without_project_defaults(values: dict[str, Any], project: GrantProject) -> dict[str, Any]:
    """Return ``values`` with the project's own place left out, so that a source can still say another."""
    own = [name for name in FROM_PROJECT if values[name] == getattr(project, name)]
    return {**values, **dict.fromkeys(own, "")}


def _end(ordered: Sequence[PersonRow]) -> datetime.date | None:
    ends = [row.end for row in ordered if row.end]
    starts = [row.start for row in ordered if row.start]
    if not ends or not starts:
        return max(ends, default=None)
    latest = [row for row in ordered if row.start == max(starts)]
    is_later = max(starts) > min(*starts, max(ends))  # a start after every end is a return, whatever is not written
    return None if is_later and not any(row.end for row in latest) else max(ends)
