"""Several changed rows at once: what their list says is taken over, each row for itself."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

from beneficiaries.forms.rows import RowsForm
from beneficiaries.importers.comparing import FIELDS
from beneficiaries.tables.rows import taken_over_in_words
from portal.accounts.models import User
from portal.imports.deciding import AlreadyDecided, Decision, DecisionRefused, decide_row
from portal.imports.enums import DecisionKind
from portal.imports.models import ImportedRow


def take_over(request: HttpRequest, rows: Sequence[ImportedRow], form: RowsForm) -> str:
    """Take over the ticked rows and return the address of the list; rows that cannot be are left waiting."""
    by_key = {str(row.pk): row for row in rows}
    chosen = [key.split(":") for key in form.cleaned_data["rows"]]
    why, by = form.cleaned_data["why"], request.user
    done = sum(_is_taken_over(by_key[row], uuid.UUID(seen), why, by) for row, seen in chosen)  # type: ignore[arg-type]
    left = len(chosen) - done
    (messages.warning if left else messages.success)(request, taken_over_in_words(done, left))
    return request.get_full_path()


def _is_taken_over(row: ImportedRow, seen: uuid.UUID, why: str, by: User) -> bool:
    decision = Decision(DecisionKind.TAKE_OVER, why, take=frozenset(FIELDS), seen_version=seen)
    try:
        decide_row(row, decision, by=by)
    except (AlreadyDecided, DecisionRefused):
        return False
    return True
