"""The protected note of a talk: read, written, asked for and opened to others – each reading leaves a mark."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from services.domain.protected_notes import answer_request, ask_to_read, change_note, write_note
from services.forms.protected_notes import NewNoteForm, NoteForm, initial_of_note
from services.models import ProtectedNote, SupportDelivery
from services.queries.protected_notes import (
    history_of_note,
    is_open_to,
    note_of,
    request_of,
    requests_for,
    who_could_be_named,
)
from services.queries.support import history_of_support
from services.tables.protected_notes import note_versions, readers_of

RIGHT, WRITE = "view_support", "record_support"
LOCKED, OPEN = "protected-note-locked", "protected-note"
ASK, ALLOW, REFUSE = "ask", "allow", "refuse"


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def protected_note(request: HttpRequest, number: str, fact_id: uuid.UUID) -> HttpResponse:
    """Show the note to those who may read it, and to everybody else a lock and the way to ask."""
    participation = opened_record(request, RIGHT, number, LOCKED)
    versions = history_of_support(participation, fact_id)
    if not versions:
        raise Refused(RIGHT, "supportdelivery", str(fact_id))
    if request.method == "POST" and not may(participation, WRITE):  # an emergency access reads, and changes nothing
        raise Refused(WRITE, "supportdelivery", str(fact_id))
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    note = note_of(participation, fact_id)
    if note is None:
        return _unwritten(request, participation, versions[0])
    if is_open_to(note, request.user):  # type: ignore[arg-type]
        return _opened(request, note, versions[0])
    return _locked(request, note, versions[0])


def _unwritten(request: HttpRequest, participation: Participation, delivery: SupportDelivery) -> HttpResponse:
    if not may(participation, WRITE):
        raise Refused(WRITE, "supportdelivery", str(delivery.fact_id))
    form = NewNoteForm(request.POST or None, colleagues=_others(participation, request.user))  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, form.token, lambda: _write(request, delivery, form))
        except FactChanged:
            form.add_error(None, _("Somebody has just written a protected note here. Yours is not saved."))
    return _page(request, participation, delivery, form=form)


def _write(request: HttpRequest, delivery: SupportDelivery, form: NewNoteForm) -> str:
    given = form.cleaned_data
    write_note(delivery, given["text"], named=given["named"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The protected note is saved."))
    return _address(delivery.participation, delivery.fact_id)


def _opened(request: HttpRequest, note: ProtectedNote, delivery: SupportDelivery) -> HttpResponse:
    account: User = request.user  # type: ignore[assignment]
    participation = note.participation
    is_author = note.author_id == account.pk and may(participation, WRITE)
    if request.method == "POST" and not is_author:
        messages.warning(request, _("Only the author changes a protected note."))
        return redirect(_address(participation, note.support))
    if request.method == "POST" and request.POST.get("do") in (ALLOW, REFUSE):
        return _answered(request, note)
    colleagues = who_could_be_named(participation)
    page: dict[str, Any] = {}
    if is_author:
        others = [each for each in colleagues if each.pk != account.pk]
        form = NoteForm(request.POST or None, colleagues=others, initial=initial_of_note(note))
        if request.method == "POST" and form.is_valid():
            changed = _changed(request, note, form, page)
            if changed is not None:
                return changed
        page |= {"form": form, "requests": requests_for(note)}
    note_read(
        request, Action.VIEW, subjects=[participation.person_id], detail={"page": OPEN, "note": str(note.fact_id)}
    )
    author = note.author.name if note.author else ""
    shown = {
        "note": note,
        "author": author,
        "readers": readers_of(note, colleagues),
        "versions": note_versions(history_of_note(note)),
    }
    return _page(request, participation, delivery, **shown, **page)


def _changed(
    request: HttpRequest, note: ProtectedNote, form: NoteForm, page: dict[str, Any]
) -> HttpResponseRedirect | None:
    """Save a change; when somebody was faster put both texts on the page instead (L5)."""
    if form.cleaned_data["version"] == note.pk:
        try:
            return once(request, form.token, lambda: _change(request, note, form))
        except FactChanged:
            note = note_of(note.participation, note.support) or note
    form.renew(note.pk)
    who = note.recorded_by.name if note.recorded_by else ""
    page |= {
        "differences": differences(form, initial_of_note(note)), "changed_by": who, "changed_at": note.recorded_at,
    }  # fmt: skip
    return None


def _change(request: HttpRequest, note: ProtectedNote, form: NoteForm) -> str:
    given = form.cleaned_data
    change_note(note, given["text"], given["named"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The protected note is saved."))
    return _address(note.participation, note.support)


def _answered(request: HttpRequest, note: ProtectedNote) -> HttpResponse:
    is_granted = request.POST["do"] == ALLOW
    asked = next((each for each in requests_for(note) if str(each.pk) == request.POST.get("request")), None)
    able = {each.pk for each in who_could_be_named(note.participation)}
    if asked is not None and (not is_granted or asked.asked_by_id in able):
        try:
            answer_request(note, asked, is_granted=is_granted, by=request.user)  # type: ignore[arg-type]
        except FactChanged:
            messages.warning(request, _("Somebody changed this at the same moment. Load the page again."))
    return redirect(_address(note.participation, note.support))


def _locked(request: HttpRequest, note: ProtectedNote, delivery: SupportDelivery) -> HttpResponse:
    if request.method == "POST":
        ask_to_read(note, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The author of the note sees that you asked."))
        return redirect(_address(note.participation, note.support))
    asked = request_of(note, request.user)  # type: ignore[arg-type]
    may_ask = may(note.participation, WRITE)
    return _page(request, note.participation, delivery, locked=True, asked=asked, may_ask=may_ask)


def _page(
    request: HttpRequest, participation: Participation, delivery: SupportDelivery, **context: Any
) -> HttpResponse:
    page = {**record_head(participation, "support"), "delivery": delivery, **context}
    return render(request, "services/protected_note.html", page)


def _others(participation: Participation, account: User) -> list[User]:
    return [each for each in who_could_be_named(participation) if each.pk != account.pk]


def _address(participation: Participation, support: uuid.UUID) -> str:
    return reverse("protected_note", args=[participation.number, support])
