"""One row that waits: correct and accept it, join it to a person, choose values, refuse it (contracts §4)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.forms.rows import CellField, NumberForm, RefusalForm, RowForm, ValuesForm
from beneficiaries.importers.comparing import FIELDS, current_versions, known_values, written_values
from beneficiaries.importers.deciding import Weighed
from beneficiaries.importers.holding import FIELDS_BEHIND, hold_message
from beneficiaries.importers.waiting import WaitingRow, shown_as
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.tables.rows import (
    CompareLine,
    compare_lines,
    consequences,
    decision_in_words,
    outcome_in_words,
    proposed_in_words,
    where,
)
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.imports.deciding import AlreadyDecided, Decision, DecisionRefused, decide_row
from portal.imports.enums import DecisionKind, HoldReason, RowState
from portal.imports.models import ImportBatch, ImportedRow
from portal.imports.querysets import DECIDE
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.once import OnceForm, already_answered, once

CONTACT = "view_person_contact"
METHODS = ["GET", "HEAD", "POST"]
PERSON = "osoba"


@requires(DECIDE)
@require_http_methods(METHODS)
def held_row(request: HttpRequest, row: uuid.UUID) -> HttpResponse:
    """Show a row that waits with everything its decision needs; carry the decision out."""
    found = _row(request, row)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if not found.is_open:
        return _decided(request, found)
    waiting = WaitingRow(found, request.user)  # type: ignore[arg-type]
    return _changed(request, waiting) if found.state == RowState.CHANGED else _held(request, waiting)


@requires(DECIDE)
@require_http_methods(METHODS)
def join_row(request: HttpRequest, row: uuid.UUID) -> HttpResponse:
    """Compare a doubtful row with a person, say what joining does, and join."""
    found = _row(request, row)
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


def _held(request: HttpRequest, waiting: WaitingRow) -> HttpResponse:
    refusing = "refuse" in request.POST
    refusal = RefusalForm(request.POST, prefix="refuse") if refusing else RefusalForm(prefix="refuse")
    cells = _cell_fields(waiting)
    form = RowForm(request.POST, cells=cells) if request.method == "POST" and not refusing else RowForm(cells=cells)
    corrected = waiting.with_corrections(form.corrections()) if form.is_bound else waiting.content
    weighed = waiting.weigh(corrected)
    form.offer([(str(each), str(each.label)) for each in weighed.objections if each not in weighed.to_correct])
    if refusing and refusal.is_valid():
        decision = Decision(DecisionKind.REFUSE, refusal.cleaned_data["why"])
        return _carry_out(request, waiting.row, refusal, decision)
    if form.is_bound and _is_in_order(form, waiting, weighed):
        accepted = _accepted(form)
        decision = Decision(DecisionKind.ACCEPT, form.cleaned_data["why"], corrected, accepted=accepted)
        try:
            return _carry_out(request, waiting.row, form, decision)
        except DecisionRefused as refused:
            _object(form, waiting, weighed, refused.objections)
            if refused.message:
                form.add_error(None, refused.message)
    return render(request, "beneficiaries/held_row.html", _held_page(request, waiting, form, refusal))


def _held_page(request: HttpRequest, waiting: WaitingRow, form: RowForm, refusal: RefusalForm) -> dict[str, Any]:
    weighed, row = waiting.weighed, waiting.row
    ids = [each.participation for each in (weighed.same, *weighed.similar) if each and each.participation]
    people = Participation.objects.visible_to(request.user, CONTACT).select_related("person")  # type: ignore[arg-type]
    alike = list(people.filter(pk__in=ids, grant_project=row.grant_project_id))
    _note(request, row, [each.person_id for each in alike])
    same = weighed.same.participation if weighed.same else None
    return {
        **_head(waiting),
        "form": form,
        "refusal": refusal,
        "numbers": NumberForm(),
        "objections": [hold_message(each, waiting.parsed) for each in weighed.objections],
        "proposed": proposed_in_words(waiting.proposed),
        "alike": [(each, each.pk == same) for each in alike],
        "unread": [cell for cell in waiting.cells if not cell.field and cell.written],
        "others": _others(waiting),
        "is_latest": _is_latest(row),
    }


def _changed(request: HttpRequest, waiting: WaitingRow) -> HttpResponse:
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
            return _carry_out(request, row, form, decision)
        except DecisionRefused as refused:
            _object_to_values(form, waiting, current, refused)
    _note(request, row, [current.participation.person_id])
    lines = _compare(waiting, current, form, {each.field: each.written for each in found})
    page = {
        **_head(waiting),
        "form": form,
        "lines": lines,
        "current": current,
        "is_latest": _is_latest(row),
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
            return _carry_out(request, waiting.row, form, decision)
        except DecisionRefused as refused:
            _object_to_values(form, waiting, current, refused)
    _note(request, waiting.row, [participation.person_id])
    by_sheet = {importer.code: len(sheet.rows) for importer, sheet in waiting.others}
    support = by_sheet.pop("support", 0)
    page = {
        **_head(waiting),
        "form": form,
        "lines": _compare(waiting, current, form, {each.field: each.written for each in found}),
        "current": current,
        "consequences": consequences(
            participant=participation.number, support=support, others=sum(by_sheet.values()),
            first=waiting.first_support, start=current.start_on,
        ),
    }  # fmt: skip
    return render(request, "beneficiaries/join_row.html", page)


def _decided(request: HttpRequest, row: ImportedRow) -> HttpResponse:
    """Show what was decided; whoever sends a decision now learns that somebody was first."""
    if request.method == "POST":
        messages.warning(request, _("Somebody decided this row before you. Nothing of yours was recorded."))
        return redirect("held_row", row.pk)
    people = Participation.objects.visible_to(request.user)  # type: ignore[arg-type]
    participation = people.filter(pk=row.subject).first() if row.subject else None
    _note(request, row, [participation.person_id] if participation else [])
    page = {"row": row, "where": where(row), "words": decision_in_words(row), "participation": participation}
    return render(request, "beneficiaries/decided_row.html", page)


def _carry_out(request: HttpRequest, row: ImportedRow, form: OnceForm, decision: Decision) -> HttpResponse:
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


def _row(request: HttpRequest, key: uuid.UUID) -> ImportedRow:
    """Return a row that waits or that somebody decided; rows that nobody had to decide have no page."""
    rows = ImportedRow.objects.ever_waiting().select_related(
        "batch__data_key", "grant_project", "decided_by", "seen_in"
    )
    return get_visible_or_404(rows, request.user, DECIDE, pk=key)  # type: ignore[arg-type]


def _note(request: HttpRequest, row: ImportedRow, people: list) -> None:
    note_read(
        request, Action.VIEW, subjects=people, obj=row, detail={"page": "held-row"}, grant_project=row.grant_project
    )


def _head(waiting: WaitingRow) -> dict[str, Any]:
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


def _cell_fields(waiting: WaitingRow) -> list[CellField]:
    """Return the cells that are read, the number (Lp.) apart: it is only where the list points to."""
    behind = {name for reason in waiting.weighed.objections for name in FIELDS_BEHIND[reason]}
    hints = dict.fromkeys(behind, _("Look here: this is why the row waits."))
    hints.update(zip(waiting.proposed, proposed_in_words(waiting.proposed), strict=True))
    return [
        CellField(
            cell.key, cell.label, cell.written, hints.get(cell.field, ""),
            waiting.proposed.get(cell.field, "") if not cell.written else "",
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


def _others(waiting: WaitingRow) -> list[tuple[str, list[str], list[list[str]]]]:
    """Return the rows of other sheets that wait with this one: name of the sheet, headings, cells."""
    found = []
    for _importer, sheet in waiting.others:
        rows = [[shown_as(row.cells.get(name)) for name in sheet.headings] for row in sheet.rows]
        found.append((sheet.name, list(sheet.headings.values()), rows))
    return found


def _is_latest(row: ImportedRow) -> bool:
    """Tell whether the row stands in the newest list; if not, it may have been corrected there."""
    batches = ImportBatch.objects.filter(grant_project=row.grant_project_id).order_by("-imported_at")
    return batches.values_list("pk", flat=True).first() == row.seen_in_id
