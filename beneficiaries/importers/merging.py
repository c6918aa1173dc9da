"""Several rows of one person become one set of values (contracts §4, R35)."""

import datetime
from collections.abc import Sequence
from typing import Any

from beneficiaries.importers.parsing import PersonRow

_DAYS = ("start", "end")
_PRIVATE_TO_ROW = ("remarks", "organisation")


def merged_values(rows: Sequence[PersonRow]) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a person written down in several rows, and the names of fields that differ.

    The row with the earlier written start decides, blanks are filled from the others, the later end wins;
    a blank end beside a later start means still taking part.
    """
    ordered = sorted(rows, key=lambda row: (row.start or datetime.date.max, row.row.number))
    values = dict(ordered[0].values)
    differences: list[str] = []
    for row in ordered[1:]:
        for name, value in row.values.items():
            if name in _DAYS or value in ("", None):
                continue
            if values.get(name) in ("", None):
                values[name] = value
            elif value != values[name] and name not in _PRIVATE_TO_ROW:
                differences.append(name)
    values["end"] = _end(ordered)
    values["pesel"] = next((row.pesel.number for row in ordered if row.pesel), "")
    return values, sorted(set(differences))


def _end(ordered: Sequence[PersonRow]) -> datetime.date | None:
    ends = [row.end for row in ordered if row.end]
    starts = [row.start for row in ordered if row.start]
    if not ends or not starts:
        return max(ends, default=None)
    latest = [row for row in ordered if row.start == max(starts)]
    still_taking_part = max(starts) > min(starts) and not any(row.end for row in latest)
    return None if still_taking_part else max(ends)
