"""Documents of a person: note one, look at it, correct it, withdraw it, open a scan."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain.documents import correct_document, enter_document, withdraw_document
from beneficiaries.enums import DocumentState
from beneficiaries.forms.documents import DocumentCorrection, DocumentForm, initial_of
from beneficiaries.models import Participation, PersonDocument
from beneficiaries.queries.documents import (
    ADD,
    OPEN,
    VIEW,
    documents_of,
    files_of,
    is_open_to,
    law_until,
    openings_of,
    versions_of,
)
from beneficiaries.queries.record import record_of
from beneficiaries.tables.documents import countdown, download_name, facts_of, row_of, validity
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.records import may, once
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered
from portal.submissions.once import once as act_once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.ui.formatting import short_date
from portal.uploads.reasons import Unfit
from portal.uploads.serving import file_answer
from portal.uploads.words import sentence
from portal.versions.actions import FactChanged

TAB = "documents"
OLDER = "zamiast"
METHODS = ["GET", "HEAD", "POST"]


@requires(ADD)
@require_http_methods(METHODS)
def new_document(request: HttpRequest, number: str) -> HttpResponse:
    """Note a document that was seen, with scans if support needs them."""
    participation = opened_record(request, ADD, number, "document-new")
    others = [each for each in once(participation, TAB, documents_of) if _is_changeable(request, each)]
    if request.method != "POST":
        asked = request.GET.get(OLDER, "")
        form = DocumentForm(others=others, initial={"seen_on": today(), **_as_before(asked, others)})
        return _form_page(request, participation, form)
    if (answer := already_answered(request)) is not None:
        return answer
    form = DocumentForm(request.POST, request.FILES, others=others, sent_bytes=_length(request))
    if form.is_valid():
        answer = _attempt(request, form, lambda: _enter(request, participation, form))
    return answer or _form_page(request, participation, form)


@requires(VIEW)
@require_safe
def person_document(request: HttpRequest, number: str, document_id: uuid.UUID) -> HttpResponse:
    """Show one document: what was seen, its scans, who opened them, what was changed."""
    participation = opened_record(request, VIEW, number, "document")
    versions = versions_of(participation, document_id)
    if not versions or versions[0].superseded_at is not None:
        raise Refused(VIEW, "persondocument", str(document_id))
    document, files = versions[0], files_of(participation).get(document_id, [])
    row = row_of(request, document, files)
    page = {
        **record_head(participation, TAB),
        "row": row,
        "details": facts_of(row),
        "openings": openings_of(files) if row.is_open else [],
        "versions": [(each, validity(each)) for each in versions[1:]] if may(participation, "view_history") else [],
        "change_url": _change_url(document) if _is_changeable(request, document) and may(participation, ADD) else "",
        "newer_url": f"{reverse('new_document', args=[number])}?{OLDER}={document_id}",
        "left": countdown(document.good_until, today()),
    }
    return render(request, "beneficiaries/document.html", page)


@requires(ADD)
@require_http_methods(METHODS)
def change_document(request: HttpRequest, number: str, document_id: uuid.UUID) -> HttpResponse:
    """Correct what was noted, add scans, or withdraw the entry."""
    participation = opened_record(request, ADD, number, "document-change")
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    document = next((each for each in documents_of(participation) if each.fact_id == document_id), None)
    if document is None or not _is_changeable(request, document):
        raise Refused(ADD, "persondocument", str(document_id))
    form = DocumentCorrection(initial=initial_of(document))
    withdrawal = TakeBackForm(initial={"version": document.pk}, prefix=PREFIX)
    answer: HttpResponse | None = None
    context: dict[str, Any] = {}
    if request.method == "POST" and "take_back" in request.POST:
        withdrawal = TakeBackForm(request.POST, prefix=PREFIX)
        if withdrawal.is_valid():
            answer = _attempt(request, withdrawal, lambda: _withdraw(request, document, withdrawal))
    elif request.method == "POST":
        form = DocumentCorrection(
            request.POST, request.FILES, initial=initial_of(document), sent_bytes=_length(request)
        )
        answer, context = _correct(request, document, form)
    return answer or _form_page(request, participation, form, document=document, withdrawal=withdrawal, **context)


@requires(OPEN)
@require_safe
def document_file(request: HttpRequest, number: str, document_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """Hand out one scan to those who may open it, and note who did (S31, S37)."""
    participation = record_of(request.user, OPEN, number)  # type: ignore[arg-type]
    document = next((each for each in documents_of(participation) if each.fact_id == document_id), None)
    files = files_of(participation).get(document_id, [])
    file = next((each for each in files if each.pk == file_id), None)
    if document is None or file is None or not is_open_to(request.user, document):  # type: ignore[arg-type]
        raise Refused(OPEN, "documentfile", str(file_id))
    note_read(
        request, Action.DOWNLOAD, subjects=[participation.person_id], obj=file,
        grant_project=participation.grant_project,
    )  # fmt: skip
    return file_answer(file.stored, download_name(document, files.index(file) + 1))


def _form_page(request: HttpRequest, participation: Participation, form: Any, **context: Any) -> HttpResponse:
    page = {**record_head(participation, TAB), "form": form, "document": None, "changed_at": None}
    return render(request, "beneficiaries/document_form.html", page | context)


def _attempt(request: HttpRequest, form: Any, act: Any) -> HttpResponse | None:
    """Do the act once; say on the form why it could not be done."""
    try:
        return act_once(request, form.token, act)
    except Unfit as unfit:
        form.add_error("chosen", sentence(unfit.why))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None


def _enter(request: HttpRequest, participation: Participation, form: DocumentForm) -> str:
    document = enter_document(
        participation, form.values(), form.clean_uploads, by=_account(request), replaces=form.replaced
    )
    messages.success(request, _("The document is noted."))
    return _told(request, document)


def _correct(
    request: HttpRequest, document: PersonDocument, form: DocumentCorrection
) -> tuple[HttpResponse | None, dict[str, Any]]:
    if not form.is_valid():
        return None, {}
    if form.cleaned_data["version"] != document.pk:
        form.renew(document.pk)
        who = document.recorded_by.name if document.recorded_by else ""
        found = [each for each in differences(form, form.initial) if each.theirs or each.yours]
        return None, {"differences": found, "changed_by": who, "changed_at": document.recorded_at}
    return _attempt(request, form, lambda: _save(request, document, form)), {}


def _save(request: HttpRequest, document: PersonDocument, form: DocumentCorrection) -> str:
    saved = correct_document(
        document, form.values(), form.clean_uploads, by=_account(request), why=form.cleaned_data["why"]
    )
    if saved is document:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("The correction is saved."))
    return _told(request, saved)


def _withdraw(request: HttpRequest, document: PersonDocument, form: TakeBackForm) -> str:
    if form.cleaned_data["version"] != document.pk:
        raise FactChanged(str(document.fact_id))
    withdraw_document(document, by=_account(request), why=form.cleaned_data["why"])
    messages.success(request, _("The document is withdrawn and its scans are removed."))
    return reverse("person_documents", args=[document.participation.number])


def _told(request: HttpRequest, document: PersonDocument) -> str:
    """Warn that a document is over – it is kept all the same (R100) – and return the way to it."""
    day = today()
    law = law_until(document, day)
    if document.last_day and document.last_day < day <= (law or document.last_day):
        messages.info(request, _("Its printed day is over. Law prolongs it until %(day)s.") % {"day": short_date(law)})
    elif document.last_day and document.last_day < day:
        messages.warning(request, _("Its last day is over. If law prolongs it, correct the entry and add until when."))
    return reverse("person_document", args=[document.participation.number, document.fact_id])


def _is_changeable(request: HttpRequest, document: PersonDocument) -> bool:
    return document.state == DocumentState.IN_USE and is_open_to(_account(request), document)


def _as_before(asked: str, others: list[PersonDocument]) -> dict[str, Any]:
    """Begin the form with the kind of the document that is to be replaced."""
    older = next((each for each in others if str(each.fact_id) == asked), None)
    return {"replaces": asked, "kind": older.kind, "title": older.title} if older else {}


def _change_url(document: PersonDocument) -> str:
    return reverse("change_document", args=[document.participation.number, document.fact_id])


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdecimal() else 0


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
