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
from beneficiaries.importers.comparing import FIELDS, Difference, current_versions, known_values, written_values
from beneficiaries.importers.holding import hold_message
from beneficiaries.importers.joining import effects_of_joining
from beneficiaries.importers.waiting import WaitingRow
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.tables.joining import Joining, consequences
from beneficiaries.tables.merging import figure_lines
from beneficiaries.tables.rows import CompareLine, compare_lines
from beneficiaries.views.rows import CONTACT, METHODS, carry_out, is_latest, note_row, row_head, waiting_row_or_404
from portal.imports.deciding import Decision, DecisionRefused
from portal.imports.enums import DecisionKind, RowState
from portal.imports.querysets import DECIDE
from portal.policy.gate import requires
from portal.submissions.once import already_answered

PERSON, PREVIEW = "osoba", "preview"


@requires(DECIDE)
@require_http_methods(METHODS)
def join_row(request: HttpRequest, row: uuid.UUID) -> HttpResponse:
    """Compare a doubtful row with a person, say what joining does – also to a changed choice – and join."""
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
    form.initial["leave_out"] = waiting.weighed.is_near  # it stands where a row of the person stood, with its support
    form.fields["why"].required = PREVIEW not in request.POST
    if form.is_bound and form.is_valid() and PREVIEW not in request.POST:
        decision = Decision(
            DecisionKind.JOIN, form.cleaned_data["why"], subject=participation.pk, take=form.take(),
            seen_version=form.cleaned_data["version"], leave_out_known=form.cleaned_data.get("leave_out", False),
        )  # fmt: skip
        try:
            return carry_out(request, waiting.row, form, decision)
        except DecisionRefused as refused:
            _object_to_values(form, waiting, current, refused)
    note_row(request, waiting.row, [participation.person_id])
    page = {
        **row_head(waiting),
        "form": form,
        "lines": _compare(waiting, current, form, {each.field: each.written for each in found}),
        "current": current,
        **_told(waiting, current, form, found),
    }
    return render(request, "beneficiaries/join_row.html", page)


def _told(
    waiting: WaitingRow, current: ParticipationVersion, form: ValuesForm, found: list[Difference]
) -> dict[str, Any]:
    """Return what joining does with the choices as they are marked, worked out by a trial; or why it cannot be."""
    account = waiting.run.by
    take = frozenset(name for name in form.names if form.is_taken(name))
    leave_out = bool("leave_out" in form.fields and form["leave_out"].value())
    decision = Decision(DecisionKind.JOIN, subject=current.participation_id, take=take, leave_out_known=leave_out)
    effects, objections = None, []
    try:
        effects = effects_of_joining(waiting.row, decision, by=account)
    except DecisionRefused as refused:
        objections = _objections(waiting, refused)
    by_sheet = {importer.code: len(sheet.rows) for importer, sheet in waiting.others}
    end = next((each for each in found if each.field == "end" and "end" in take), None)
    joining = Joining(
        by_sheet.pop("support", 0), sum(by_sheet.values()), waiting.first_support, end is not None,
        end.written if end else None,
    )  # fmt: skip
    return {
        "consequences": consequences(joining, current, effects, account),
        "figures": figure_lines(effects, account) if effects else [],
        "objections": objections,
    }


def _objections(waiting: WaitingRow, refused: DecisionRefused) -> list[str]:
    """Return what stands in the way, in words."""
    words = [refused.message, *(hold_message(each, waiting.parsed) for each in refused.objections)]
    return [each for each in words if each]


def _object_to_values(
    form: ValuesForm, waiting: WaitingRow, current: ParticipationVersion, refused: DecisionRefused
) -> None:
    form.renew(current.pk)
    for words in _objections(waiting, refused):
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
