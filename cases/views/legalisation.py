"""Cases of legalisation: open one, tick documents, carry it on, print the list for the person."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from cases.domain.legalisation import add_document, change_case, open_case, take_case_back, tick_documents
from cases.forms.legalisation import CaseForm, ChecklistForm, DocumentForm, NewCaseForm, initial_of_case
from cases.queries.legalisation import RIGHT, Checklist, checklist_of, dictionary
from cases.tables.legalisation import WRITE, case_shown
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.once import OnceForm, already_answered, once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.ui.formatting import number as figure
from portal.ui.parts import Link
from portal.versions.actions import FactChanged

TAB, CASE, PRINTED = "legalisation", "legalisation-case", "legalisation-print"
METHODS = ["GET", "HEAD", "POST"]
DO, TICK, CARRY_ON, ADD = "do", "tick", "carry-on", "add"
TAKE_BACK = "take_back"
POLISH = "pl"

Answer = tuple[HttpResponseRedirect | None, dict[str, Any]]


@requires(WRITE)
@require_http_methods(METHODS)
def new_legalisation(request: HttpRequest, number: str) -> HttpResponse:
    """Open a case."""
    participation = opened_record(request, WRITE, number, TAB)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = NewCaseForm(request.POST or None, words=dictionary())
    if request.method == "POST" and form.is_valid():
        return once(request, form.token, lambda: _open(request, participation, form))
    return render(request, "cases/legalisation_new.html", {**record_head(participation, TAB), "form": form})


@requires(RIGHT)
@require_http_methods(METHODS)
def legalisation_case(request: HttpRequest, number: str, legalisation_id: uuid.UUID) -> HttpResponse:
    """Show a case with its checklist, and carry it on."""
    participation = opened_record(request, RIGHT, number, CASE)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    checklist = _found(participation, legalisation_id)
    changed: HttpResponse | None = None
    context = _forms(checklist)
    if request.method == "POST":
        if not may(participation, WRITE):
            raise Refused(WRITE, "legalisationcase", str(legalisation_id))
        act = _take_back if TAKE_BACK in request.POST else ACTS.get(request.POST.get(DO, ""), _tick)
        changed, told = act(request, checklist)
        context |= told
    page = {"case": checklist.case, "shown": case_shown(checklist), "may_record": may(participation, WRITE)}
    return changed or render(request, "cases/legalisation.html", {**record_head(participation, TAB), **page, **context})


@requires(RIGHT)
@require_safe
def print_legalisation(request: HttpRequest, number: str, legalisation_id: uuid.UUID) -> HttpResponse:
    """Show the checklist as the person takes it home: in the person’s language, the Polish names beside it."""
    participation = opened_record(request, RIGHT, number, PRINTED)
    note_read(request, Action.PRINT, subjects=[participation.person_id])
    checklist = _found(participation, legalisation_id)
    spoken = participation.person.contact_language
    language = next((each for each in (request.GET.get("jezyk", ""), spoken) if each in LANGUAGES), POLISH)
    with translation.override(language):
        page = {
            "person": participation.person,
            "shown": case_shown(checklist),
            "checklist": checklist,
            "language": language,
            "polish": language != POLISH,
            "languages": [Link(name, f"?jezyk={code}", code == language) for code, name in LANGUAGES.items()],
            "back": reverse("legalisation_case", args=[number, legalisation_id]),
            "day": today(),
        }
        return render(request, "cases/legalisation_print.html", page)


def _found(participation: Participation, key: uuid.UUID) -> Checklist:
    checklist = checklist_of(participation, key, today())
    if checklist is None:
        raise Refused(RIGHT, "legalisationcase", str(key))
    return checklist


def _forms(checklist: Checklist) -> dict[str, Any]:
    return {
        "checklist_form": ChecklistForm(items=checklist.items, auto_id="tick_%s"),
        "case_form": CaseForm(initial=initial_of_case(checklist.case), days=_days(checklist)),
        "document_form": DocumentForm(auto_id="add_%s"),
        "withdrawal": TakeBackForm(initial={"version": checklist.case.pk}, prefix=PREFIX),
    }


def _days(checklist: Checklist) -> int | None:
    """Return how many days law gives from the entry to apply (R101)."""
    return checklist.kind.apply_days if checklist.kind else None


def _open(request: HttpRequest, participation: Participation, form: NewCaseForm) -> str:
    case = open_case(participation, form.values(), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The case is opened. Tick what the person already has."))
    return reverse("legalisation_case", args=[participation.number, case.fact_id])


def _tick(request: HttpRequest, checklist: Checklist) -> Answer:
    form = ChecklistForm(request.POST, items=checklist.items, auto_id="tick_%s")
    told = {"checklist_form": form}
    if not form.is_valid():
        return None, told
    if not form.is_seen():
        told |= _conflict(form, form.initial, checklist)
        form.renew()
        return None, told
    return _acted(request, form, lambda: _ticked(request, checklist, form), told)


def _carry_on(request: HttpRequest, checklist: Checklist) -> Answer:
    form, case = CaseForm(request.POST, days=_days(checklist)), checklist.case
    told = {"case_form": form}
    if not form.is_valid():
        return None, told
    if form.cleaned_data["version"] != case.pk:
        told |= _conflict(form, initial_of_case(case), checklist)
        form.renew(case.pk)
        return None, told
    return _acted(request, form, lambda: _carried_on(request, checklist, form), told)


def _add(request: HttpRequest, checklist: Checklist) -> Answer:
    form = DocumentForm(request.POST, auto_id="add_%s")
    told = {"document_form": form}
    if not form.is_valid():
        return None, told
    return _acted(request, form, lambda: _added(request, checklist, form), told)


def _take_back(request: HttpRequest, checklist: Checklist) -> Answer:
    form = TakeBackForm(request.POST, prefix=PREFIX)
    told = {"withdrawal": form}
    if not form.is_valid():
        return None, told
    if form.cleaned_data["version"] != checklist.case.pk:
        form.renew(checklist.case.pk)
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None, told
    return _acted(request, form, lambda: _taken_back(request, checklist, form), told)


def _acted(request: HttpRequest, form: OnceForm, act: Any, told: dict[str, Any]) -> Answer:
    """Act once; when somebody was faster at the same moment say so on the form."""
    try:
        return once(request, form.token, act), told
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None, told


def _conflict(form: OnceForm, in_force: Any, checklist: Checklist) -> dict[str, Any]:
    records = [checklist.case, *(item.record for item in checklist.items if item.record)]
    latest = max(records, key=lambda each: each.recorded_at)
    who = latest.recorded_by.name if latest.recorded_by else ""
    return {"differences": differences(form, in_force), "changed_by": who, "changed_at": latest.recorded_at}


def _ticked(request: HttpRequest, checklist: Checklist, form: ChecklistForm) -> str:
    changed = tick_documents(checklist.case, form.ticks(), by=request.user)  # type: ignore[arg-type]
    if changed:
        words = ngettext(
            "%(lines)s line of the checklist is saved.", "%(lines)s lines of the checklist are saved.", changed
        )
        messages.success(request, words % {"lines": figure(changed)})
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return _address(checklist)


def _carried_on(request: HttpRequest, checklist: Checklist, form: CaseForm) -> str:
    saved = change_case(checklist.case, form.values(), by=request.user)  # type: ignore[arg-type]
    if saved is checklist.case:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("The case is saved."))
    return _address(checklist)


def _added(request: HttpRequest, checklist: Checklist, form: DocumentForm) -> str:
    add_document(checklist.case, form.cleaned_data["name"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The document is on the list."))
    return _address(checklist)


def _taken_back(request: HttpRequest, checklist: Checklist, form: TakeBackForm) -> str:
    take_case_back(checklist.case, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The case is taken back."))
    return reverse(f"person_{TAB}", args=[checklist.case.participation.number])


def _address(checklist: Checklist) -> str:
    return reverse("legalisation_case", args=[checklist.case.participation.number, checklist.case.fact_id])


ACTS = {TICK: _tick, CARRY_ON: _carry_on, ADD: _add}
