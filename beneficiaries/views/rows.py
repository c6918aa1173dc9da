"""What the pages of one row have in common: finding it, noting that it was read, carrying out a decision once."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.importers.waiting import WaitingRow
from beneficiaries.models import Participation
from beneficiaries.tables.rows import (
    outcome_in_words,
    where,
)
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.imports.deciding import AlreadyDecided, Decision, decide_row
from portal.imports.models import ImportBatch, ImportedRow
from portal.imports.querysets import DECIDE
from portal.policy.gate import get_visible_or_404
from portal.submissions.once import OnceForm, once

CONTACT = "view_person_contact"
METHODS = ["GET", "HEAD", "POST"]


def waiting_row_or_404(request: HttpRequest, key: uuid.UUID) -> ImportedRow:
    """Return a row that waits or that somebody decided; rows that nobody had to decide have no page."""
    rows = ImportedRow.objects.ever_waiting().select_related(
        "batch__data_key", "grant_project", "decided_by", "seen_in"
    )
    return get_visible_or_404(rows, request.user, DECIDE, pk=key)  # type: ignore[arg-type]


def carry_out(request: HttpRequest, row: ImportedRow, form: OnceForm, decision: Decision) -> HttpResponse:
    """Carry out a decision once; raises ``DecisionRefused``, and nothing is recorded then."""

    def act() -> str:
        outcome = decide_row(row, decision, by=request.user)  # type: ignore[arg-type]
        people = Participation.objects.visible_to(request.user).filter(pk=outcome.participation)  # type: ignore[arg-type]
        number = people.values_list("number", flat=True).first() or ""
        messages.success(request, outcome_in_words(decision.kind, number, outcome.taken, outcome.refused))
        return f"{reverse('held_rows')}?projekt={row.grant_project.code}"

    try:
        return once(request, form.token, act)
    except AlreadyDecided:
        messages.warning(request, _("Somebody decided this row before you. Nothing of yours was recorded."))
        return redirect("held_row", row.pk)


def note_row(request: HttpRequest, row: ImportedRow, people: list) -> None:
    """Note who looked at the row, and at whose data beside it."""
    note_read(
        request, Action.VIEW, subjects=people, obj=row, detail={"page": "held-row"}, grant_project=row.grant_project
    )


def row_head(waiting: WaitingRow) -> dict[str, Any]:
    """Return what the head of every page of a row shows."""
    values = waiting.parsed.values
    latin = " ".join(part for part in (values["given_names"], values["surname"]) if part)
    return {
        "row": waiting.row,
        "name": latin or values["original_name"] or "–",
        "original": values["original_name"],
        "where": where(waiting.row),
        "sheet": waiting.sheet_name,
        "list_url": f"{reverse('held_rows')}?projekt={waiting.project.code}",
    }


def is_latest(row: ImportedRow) -> bool:
    """Tell whether the row stands in the newest list; if not, it may have been corrected there."""
    batches = ImportBatch.objects.filter(grant_project=row.grant_project_id).order_by("-imported_at")
    return batches.values_list("pk", flat=True).first() == row.seen_in_id
