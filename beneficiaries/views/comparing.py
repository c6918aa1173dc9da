"""A row beside a person: take over what a changed row says, or join a doubtful row (contracts §4)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.forms.rows import NumberForm, ValuesForm
from beneficiaries.importers.comparing import FIELDS, current_versions, known_values, written_values
from beneficiaries.importers.holding import hold_message
from beneficiaries.importers.waiting import WaitingRow
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.tables.rows import (
    CompareLine,
    compare_lines,
    consequences,
)
from beneficiaries.views.rows import CONTACT, METHODS, carry_out, is_latest, note_row, row_head, waiting_row_or_404
from portal.imports.deciding import Decision, DecisionRefused
from portal.imports.enums import DecisionKind, RowState
from portal.imports.querysets import DECIDE
from portal.policy.gate import requires
from portal.submissions.once import already_answered

PERSON = "osoba"


@requires(DECIDE)
@require_http_methods(METHODS)
def join_row(request: HttpRequest, row: uuid.UUID) -> HttpResponse:
    """Compare a doubtful row with a person, say what joining does, and join."""
    found = waiting_row_or_404(request, row)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    asked = NumberForm(request.POST if request.method == "POST" else request.GET)
    if not found.is_open or found.state != RowState.HELD or not asked.is_valid():
        return redirect("held_row", found.pk)
    number = asked.cleaned_data[PERSON].upper()
    people = Participation.objects.visible_to(request.user, CONTACT)  # type: ignore[arg-type]
    participation = people.filter(grant_project=found.grant_project_id, number=number).first()
    if participation is None:
        messages.error(request, _("There is no person with this number: %(numbers)s.") % {"numbers": number})
        return redirect("held_row", found.pk)
    return _join(request, WaitingRow(found, request.user), participation)  # type: ignore[arg-type]


def changed_row(request: HttpRequest, waiting: WaitingRow) -> HttpResponse:
    """Show what a changed row says otherwise than the portal; take over what is chosen, or keep what is known."""
    row, keeping = waiting.row, "keep" in request.POST
    current = current_versions([row.subject])[row.subject]  # type: ignore[index]
    found = waiting.changes(current)
    form = _values_form(request, current, [(each.field, True) for each in found])
    form.fields["why"].required = not keeping
    if form.is_bound and form.is_valid():
        kind = DecisionKind.KEEP if keeping else DecisionKind.TAKE_OVER
        values = {"take": frozenset() if keeping else form.take(), "seen_version": form.cleaned_data["version"]}
        decision = Decision(kind, form.cleaned_data["why"], **values)
        try:
            return carry_out(request, row, form, decision)
        except DecisionRefused as refused:
            _object_to_values(form, waiting, current, refused)
    note_row(request, row, [current.participation.person_id])
    lines = _compare(waiting, current, form, {each.field: each.written for each in found})
    page = {
        **row_head(waiting),
        "form": form,
        "lines": lines,
        "current": current,
        "is_latest": is_latest(row),
    }
    return render(request, "beneficiaries/changed_row.html", page)


def _join(request: HttpRequest, waiting: WaitingRow, participation: Participation) -> HttpResponse:
    current = current_versions([participation.pk])[participation.pk]
    found, known = waiting.joining(current), waiting.known_to(participation.pk)
    words = ngettext(
        "Leave out %(rows)s row that is recorded for this person already",
        "Leave out %(rows)s rows that are recorded for this person already",
        known,
    ) % {"rows": known}
    form = _values_form(request, current, [(each.field, each.take) for each in found], words if known else "")
    if form.is_bound and form.is_valid():
        decision = Decision(
            DecisionKind.JOIN, form.cleaned_data["why"], subject=participation.pk, take=form.take(),
            seen_version=form.cleaned_data["version"], leave_out_known=form.cleaned_data.get("leave_out", False),
        )  # fmt: skip
        try:
            return carry_out(request, waiting.row, form, decision)
        except DecisionRefused as refused:
            _object_to_values(form, waiting, current, refused)
    note_row(request, waiting.row, [participation.person_id])
    by_sheet = {importer.code: len(sheet.rows) for importer, sheet in waiting.others}
    support = by_sheet.pop("support", 0)
    page = {
        **row_head(waiting),
        "form": form,
        "lines": _compare(waiting, current, form, {each.field: each.written for each in found}),
        "current": current,
        "consequences": consequences(
            participant=participation.number, support=support, others=sum(by_sheet.values()),
            first=waiting.first_support, start=current.start_on,
        ),
    }  # fmt: skip
    return render(request, "beneficiaries/join_row.html", page)


def _object_to_values(
    form: ValuesForm, waiting: WaitingRow, current: ParticipationVersion, refused: DecisionRefused
) -> None:
    form.renew(current.pk)
    for words in (refused.message, *(hold_message(each, waiting.parsed) for each in refused.objections)):
        if words:
            form.add_error(None, words)


def _values_form(
    request: HttpRequest, current: ParticipationVersion, differing: list[tuple[str, bool]], leave_out: str = ""
) -> ValuesForm:
    data = request.POST if request.method == "POST" else None
    return ValuesForm(data, differing=differing, leave_out=leave_out, initial={"version": current.pk})


def _compare(
    waiting: WaitingRow, current: ParticipationVersion, form: ValuesForm, differing: dict[str, Any]
) -> list[CompareLine]:
    known = known_values(current.participation.person, current)
    written = {**written_values(waiting.parsed, waiting.writer), **differing}
    return compare_lines(FIELDS, known, written, {name: form.is_taken(name) for name in differing})
