"""Two records that became one: what happened, and the way back for thirty days (S70)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.merging import LATER, TOO_LATE, undo_merge
from beneficiaries.models import Participation, PersonMerge
from beneficiaries.queries.merging import RIGHT
from beneficiaries.rules.merging import last_day_to_undo
from beneficiaries.tables.listed import FIELD_LABELS
from beneficiaries.tables.merging import MORE_LABELS
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.merging.registry import UndoRefused
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.once import OnceForm, already_answered, once
from portal.ui.formatting import DASH
from portal.versions.actions import FactChanged


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def merged_people(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Say which record became part of which, by whom and when; undo it with one click."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    account: User = request.user  # type: ignore[assignment]
    source = PersonMerge.objects.select_related("kept", "gone", "by", "undone_by")
    merge = get_visible_or_404(source, account, RIGHT, pk=merge_id)
    form = OnceForm(request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _undone(request, merge))
        except UndoRefused as reason:
            refused = why_not(str(reason))
        except FactChanged:
            merge.refresh_from_db()
    note_read(request, Action.VIEW, subjects=[merge.kept_id, merge.gone_id], obj=merge, detail={"page": "merge"})
    return render(request, "beneficiaries/merged_people.html", {**_shown(merge), "form": form, "refused": refused})


def why_not(reason: str) -> str:
    """Say why a merge cannot be undone."""
    if reason == TOO_LATE:
        return _("The thirty days are over. Correct the record by hand.")
    if reason == LATER:
        return _("One of the two was merged once more since. Undo that first.")
    label = MORE_LABELS.get(reason) or FIELD_LABELS.get(reason, reason)
    words = _("“%(field)s” was changed since and would be lost. Change it back first, or correct the record by hand.")
    return words % {"field": label}


def _undone(request: HttpRequest, merge: PersonMerge) -> str:
    undo_merge(merge, by=request.user, day=today())  # type: ignore[arg-type]
    messages.success(request, _("These are two records again, exactly as before."))
    return reverse("merged_people", args=[merge.pk])


def _shown(merge: PersonMerge) -> dict[str, object]:
    numbers = Participation.objects.filter(person__in=(merge.kept_id, merge.gone_id)).order_by("created_at")  # type: ignore[attr-defined,misc]
    by_person: dict[object, str] = {}
    for person, number in numbers.values_list("person", "number"):
        by_person.setdefault(person, number)
    last_day = last_day_to_undo(merge.on)
    return {
        "merge": merge,
        "merged_by": merge.by.name if merge.by else DASH,
        "undone_by": merge.undone_by.name if merge.undone_by else DASH,
        "kept_number": by_person.get(merge.kept_id, ""),  # type: ignore[attr-defined]
        "gone_number": by_person.get(merge.gone_id, ""),  # type: ignore[attr-defined]
        "last_day": last_day,
        "can_undo": merge.is_in_force and today() <= last_day,
    }
