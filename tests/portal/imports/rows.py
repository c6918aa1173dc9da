"""Imported rows for tests."""

from itertools import count

from portal.accounts.models import User
from portal.crypto.models import DataKey
from portal.imports.enums import RowState
from portal.imports.models import ImportBatch, ImportedRow, UploadedList
from portal.imports.run import Report
from portal.programmes.models import GrantProject

_numbers = count(1)


def make_key() -> DataKey:
    """Create a data key."""
    key = DataKey.fresh()
    key.save()
    return key


def make_batch(grant_project: GrantProject, **values) -> ImportBatch:
    """Create an import that found nothing."""
    counts = {name: value for name, value in Report().as_json().items() if isinstance(value, int)}
    return ImportBatch.objects.create(grant_project=grant_project, data_key=make_key(), **{"counts": counts, **values})


def make_upload(grant_project: GrantProject, uploaded_by: User, **values) -> UploadedList:
    """Create a list that was sent; its content is no workbook unless told otherwise."""
    defaults = {"name": "list.xlsx", "content": "", "preview": "{}", "data_key": make_key()}
    return UploadedList.objects.create(grant_project=grant_project, uploaded_by=uploaded_by, **{**defaults, **values})


def make_row(grant_project: GrantProject, **values) -> ImportedRow:
    """Create a row with content in a batch of its own; decided never, unless told otherwise."""
    number = next(_numbers)
    defaults = {
        "batch": values.get("batch") or make_batch(grant_project),
        "sheet": "people",
        "row_number": number,
        "fingerprint": number.to_bytes(32, "big"),
        "ordinal": 1,
        "state": RowState.CREATED if values.get("decided_at") else RowState.HELD,
        "payload": "Shevchenko",
    }
    return ImportedRow.objects.create(grant_project=grant_project, **{**defaults, **values})
