"""Imported rows for tests."""

from itertools import count

from portal.crypto.models import DataKey
from portal.imports.enums import RowState
from portal.imports.models import ImportBatch, ImportedRow
from portal.programmes.models import GrantProject

_numbers = count(1)


def make_row(grant_project: GrantProject, **values) -> ImportedRow:
    """Create a row with content in a batch of its own; decided never, unless told otherwise."""
    number = next(_numbers)
    key = DataKey.fresh()
    key.save()
    defaults = {
        "batch": ImportBatch.objects.create(grant_project=grant_project, data_key=key),
        "sheet": "people",
        "row_number": number,
        "fingerprint": number.to_bytes(32, "big"),
        "ordinal": 1,
        "state": RowState.CREATED if values.get("decided_at") else RowState.HELD,
        "payload": "Shevchenko",
    }
    return ImportedRow.objects.create(grant_project=grant_project, **{**defaults, **values})
