"""One row that waits: correct and accept it, refuse it, see what was decided (contracts §4)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.forms.rows import CellField, NumberForm, RefusalForm, RowForm
from beneficiaries.importers.deciding import Weighed
from beneficiaries.importers.holding import FIELDS_BEHIND, hold_message
from beneficiaries.importers.waiting import WaitingRow, shown_as
from beneficiaries.models import Participation
from beneficiaries.tables.rows import (
    confirmed_in_words,
    decision_in_words,
    proposed_in_words,
    where,
)
from beneficiaries.views.comparing import changed_row
from beneficiaries.views.rows import CONTACT, METHODS, carry_out, is_latest, note_row, row_head, waiting_row_or_404
from portal.imports.deciding import Decision, DecisionRefused
from portal.imports.enums import DecisionKind, HoldReason, RowState
from portal.imports.models import ImportedRow
from portal.imports.querysets import DECIDE
from portal.policy.gate import requires
from portal.submissions.once import already_answered


@requires(DECIDE)
@require_http_methods(METHODS)
def held_row(request: HttpRequest, row: uuid.UUID) -> HttpResponse:
    """Show a row that waits with everything its decision needs; carry the decision out."""
    found = waiting_row_or_404(request, row)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if not found.is_open:
        return _decided(request, found)
    waiting = WaitingRow(found, request.user)  # type: ignore[arg-type]
    return changed_row(request, waiting) if found.state == RowState.CHANGED else _held(request, waiting)


def _held(request: HttpRequest, waiting: WaitingRow) -> HttpResponse:
    refusing = "refuse" in request.POST
    refusal = RefusalForm(request.POST, prefix="refuse") if refusing else RefusalForm(prefix="refuse")
    cells = _cell_fields(waiting)
    form = RowForm(request.POST, cells=cells) if request.method == "POST" and not refusing else RowForm(cells=cells)
    corrected = waiting.with_corrections(form.corrections()) if form.is_bound else waiting.content
    weighed = waiting.weigh(corrected)
    alike = _alike(request, waiting)
    others = [each.number for each, is_same in alike if not is_same]
    to_confirm = [each for each in weighed.objections if each not in weighed.to_correct]
    form.offer([(str(each), confirmed_in_words(each, others)) for each in to_confirm])
    if refusing and refusal.is_valid():
        decision = Decision(DecisionKind.REFUSE, refusal.cleaned_data["why"])
        return carry_out(request, waiting.row, refusal, decision)
    if form.is_bound and _is_in_order(form, waiting, weighed):
        accepted = _accepted(form)
        decision = Decision(DecisionKind.ACCEPT, form.cleaned_data["why"], corrected, accepted=accepted)
        try:
            return carry_out(request, waiting.row, form, decision)
        except DecisionRefused as refused:
            _object(form, waiting, weighed, refused.objections)
            if refused.message:
                form.add_error(None, refused.message)
    return render(request, "beneficiaries/held_row.html", _held_page(request, waiting, form, refusal, alike))


def _alike(request: HttpRequest, waiting: WaitingRow) -> list[tuple[Participation, bool]]:
    """Return who may be the person of the row, each with whether the PESEL says so; only whom the reader may see."""
    weighed = waiting.weighed
    ids = [each.participation for each in (weighed.same, *weighed.similar) if each and each.participation]
    people = Participation.objects.visible_to(request.user, CONTACT).select_related("person")  # type: ignore[arg-type]
    same = weighed.same.participation if weighed.same else None
    return [(each, each.pk == same) for each in people.filter(pk__in=ids, grant_project=waiting.row.grant_project_id)]


def _held_page(
    request: HttpRequest,
    waiting: WaitingRow,
    form: RowForm,
    refusal: RefusalForm,
    alike: list[tuple[Participation, bool]],
) -> dict[str, Any]:
    weighed, row = waiting.weighed, waiting.row
    note_row(request, row, [each.person_id for each, _is_same in alike])
    return {
        **row_head(waiting),
        "form": form,
        "refusal": refusal,
        "numbers": NumberForm(),
        "objections": [hold_message(each, waiting.parsed, is_near=weighed.is_near) for each in weighed.objections],
        "proposed": proposed_in_words(waiting.proposed),
        "alike": alike,
        "others_alike": [each.number for each, is_same in alike if not is_same],
        "unread": [cell for cell in waiting.cells if not cell.field and cell.written],
        "others": _others(waiting),
        "is_latest": is_latest(row),
    }


def _decided(request: HttpRequest, row: ImportedRow) -> HttpResponse:
    """Show what was decided; whoever sends a decision now learns that somebody was first."""
    if request.method == "POST":
        messages.warning(request, _("Somebody decided this row before you. Nothing of yours was recorded."))
        return redirect("held_row", row.pk)
    people = Participation.objects.visible_to(request.user)  # type: ignore[arg-type]
    participation = people.filter(pk=row.subject).first() if row.subject else None
    note_row(request, row, [participation.person_id] if participation else [])
    page = {"row": row, "where": where(row), "words": decision_in_words(row), "participation": participation}
    return render(request, "beneficiaries/decided_row.html", page)


def _cell_fields(waiting: WaitingRow) -> list[CellField]:
    """Return the cells that are read, the number (Lp.) apart: it is only where the list points to."""
    behind = {name for reason in waiting.weighed.objections for name in FIELDS_BEHIND[reason]}
    hints = dict.fromkeys(behind, _("Look here: this is why the row waits."))
    hints.update(zip(waiting.proposed, proposed_in_words(waiting.proposed), strict=True))
    return [
        CellField(
            cell.key, cell.label, cell.written, hints.get(cell.field, ""),
            shown_as(waiting.proposed.get(cell.field, "")) if not cell.written else "",
        )
        for cell in waiting.cells
        if cell.field and cell.field != "lp"
    ]  # fmt: skip


def _is_in_order(form: RowForm, waiting: WaitingRow, weighed: Weighed) -> bool:
    """Object to all that stands in the way at once; what the list wrote and nobody can read is left as a gap."""
    form.is_valid()
    accepted = _accepted(form)
    open_ones = [each for each in weighed.objections if each in weighed.to_correct or each not in accepted]
    _object(form, waiting, weighed, open_ones)
    corrected = form.corrections().keys()
    unreadable = weighed.parsed.unreadable | set(waiting.writer.unknown_words(weighed.parsed))
    for cell in waiting.cells:
        if cell.key in corrected and cell.field in unreadable and not form.objects_to(cell.key):
            form.object_to(cell.key, _("This is not known or cannot be read. Write it as the lists do."))
    return form.is_valid()


def _accepted(form: RowForm) -> frozenset[HoldReason]:
    return frozenset(HoldReason(code) for code in form.cleaned_data.get("accepted", ()))


def _object(form: RowForm, waiting: WaitingRow, weighed: Weighed, objections: Iterable[HoldReason]) -> None:
    keys = {cell.field: cell.key for cell in waiting.cells}
    for reason in objections:
        name = weighed.to_correct.get(reason)
        if name:
            form.object_to(keys.get(name, ""), hold_message(reason, weighed.parsed))
        else:
            form.add_error(
                "accepted", _("Not answered yet: %(reason)s. Tick it, or correct the row.") % {"reason": reason.label}
            )


def _others(waiting: WaitingRow) -> list[tuple[str, list[str], list[list[str]]]]:
    """Return the rows of other sheets that wait with this one: name of the sheet, headings, cells."""
    found = []
    for _importer, sheet in waiting.others:
        rows = [[shown_as(row.cells.get(name)) for name in sheet.headings] for row in sheet.rows]
        found.append((sheet.name, list(sheet.headings.values()), rows))
    return found
