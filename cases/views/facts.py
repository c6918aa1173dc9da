"""Write a diagnosis, a finding or an event down, correct it, take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from cases.domain.by_hand import take_back
from cases.forms.facts import initial_of
from cases.queries.confirmations import CONFIRM
from cases.queries.facts import findings_of
from cases.tables.record import HEALTH_RIGHT, evidence_of
from cases.tables.results import findings_shown
from cases.tables.window import day_in_words, window_in_words
from cases.views.kinds import DIAGNOSIS, EVENT, FINDING, Kind
from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.drafts import Content, draft_content, draft_initial, drop_draft
from portal.submissions.once import already_answered, once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.versions.actions import FactChanged

TAB = "diagnosis"
INSTRUMENT = "instrument"
METHODS = ["GET", "HEAD", "POST"]


@requires(DIAGNOSIS.right)
@require_http_methods(METHODS)
def new_diagnosis(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a first, a further or a final assessment."""
    return _new(request, number, DIAGNOSIS)


@requires(DIAGNOSIS.right)
@require_http_methods(METHODS)
def change_diagnosis(request: HttpRequest, number: str, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Correct an assessment or take it back."""
    return _change(request, number, diagnosis_id, DIAGNOSIS)


@requires(FINDING.right)
@require_http_methods(METHODS)
def record_finding(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the finding at exit; those that are there already are shown beside the form."""
    return _new(request, number, FINDING)


@requires(FINDING.right)
@require_http_methods(METHODS)
def change_finding(request: HttpRequest, number: str, finding_id: uuid.UUID) -> HttpResponse:
    """Correct a finding or take it back."""
    return _change(request, number, finding_id, FINDING)


@requires(EVENT.right)
@require_http_methods(METHODS)
def new_exit_event(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what happened on the labour market or in education after leaving."""
    return _new(request, number, EVENT)


@requires(EVENT.right)
@require_http_methods(METHODS)
def change_exit_event(request: HttpRequest, number: str, event_id: uuid.UUID) -> HttpResponse:
    """Correct an event or take it back."""
    return _change(request, number, event_id, EVENT)


def _new(request: HttpRequest, number: str, kind: Kind) -> HttpResponse:
    participation = opened_record(request, kind.right, number, f"{kind.code}-new")
    account: User = request.user  # type: ignore[assignment]
    with_health, subject = may(participation, HEALTH_RIGHT), participation.pk.hex
    day = today()
    initial = {kind.new_form.day: day if kind.is_likely(participation, day) else None, "assessor": account.name}
    if request.method == "POST" and "start_over" in request.POST:
        drop_draft(account, kind.code, subject)
        return redirect(request.path)
    if request.method != "POST":
        kept = draft_content(account, kind.code, subject)
        offered = kind.offers(participation, _mark(kept[0]) if kept else "", None)
        form = kind.new_form(with_health=with_health, initial=initial, **offered)
        if kept is not None:
            form.initial.update(draft_initial(form, kept[0]))
        return _page(request, participation, kind, form, kept_at=kept[1] if kept else None)
    if (answer := already_answered(request)) is not None:
        return answer
    offered = kind.offers(participation, request.POST.get(INSTRUMENT, ""), None)
    form = kind.new_form(request.POST, with_health=with_health, **offered)
    if form.is_valid() and _is_right(participation, kind, form) and _is_answered(participation, kind, form):
        return once(request, form.token, lambda: _enter(request, participation, kind, form))
    return _page(request, participation, kind, form)


def _change(request: HttpRequest, number: str, key: uuid.UUID, kind: Kind) -> HttpResponse:
    participation = opened_record(request, kind.right, number, f"{kind.code}-change")
    fact = kind.model.objects.current().filter(participation=participation, fact_id=key).first()
    if fact is None:
        raise Refused(kind.right, kind.model._meta.model_name, str(key))
    fact.participation = participation
    with_health = may(participation, HEALTH_RIGHT)
    initial = initial_of(fact, with_health=with_health)
    offered = {"with_health": with_health, "fact": fact, "initial": initial, **kind.offers(participation, "", fact)}
    form = kind.correction(**offered)
    withdrawal = TakeBackForm(initial={"version": fact.pk}, prefix=PREFIX)
    answer: HttpResponse | None = None
    context: dict[str, Any] = {}
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    if request.method == "POST" and "take_back" in request.POST:
        withdrawal = TakeBackForm(request.POST, prefix=PREFIX)
        answer = _withdraw(request, fact, withdrawal)
    elif request.method == "POST":
        form = kind.correction(request.POST, **offered)
        answer, context = _correct(request, fact, kind, form)
    return answer or _page(request, participation, kind, form, fact=fact, withdrawal=withdrawal, **context)


def _mark(draft: Content) -> str:
    """Return the version of the instrument that a draft was begun with."""
    return next(iter(draft.get(INSTRUMENT, [])), "")


def _page(request: HttpRequest, participation: Participation, kind: Kind, form: Any, **context: Any) -> HttpResponse:
    page = {
        **record_head(participation, TAB),
        "form": form,
        "fact": None,
        "with_health": may(participation, HEALTH_RIGHT),
        "subject": participation.pk.hex,
        "window": window_in_words(participation),
        "day": day_in_words(participation, today()),
        "may_confirm": may(participation, CONFIRM),
        **(_for_finding(participation, context.get("fact")) if kind is FINDING else {}),
    }
    return render(request, kind.template, page | context)


def _for_finding(participation: Participation, here: Any) -> dict[str, Any]:
    """Return what a finding is made on: needs before and after, and the findings that are there already."""
    return {**evidence_of(participation), "findings": _others(participation, here)}


def _others(participation: Participation, here: Any) -> list[Any]:
    """Return the findings that are there already, but for the one that is being corrected."""
    with_health = may(participation, HEALTH_RIGHT)
    shown = findings_shown(findings_of(participation), participation, with_health=with_health)
    return [each for each in shown if here is None or each.finding.fact_id != here.fact_id]


def _is_right(participation: Participation, kind: Kind, form: Any) -> bool:
    why_not = kind.refuses(participation, form.values())
    if why_not:
        form.add_error(form.day, why_not)
    return not why_not


def _is_answered(participation: Participation, kind: Kind, form: Any, fact: Any = None) -> bool:
    return form.is_answered(kind.asks(participation, form.values(), fact))


def _enter(request: HttpRequest, participation: Participation, kind: Kind, form: Any) -> str:
    account: User = request.user  # type: ignore[assignment]
    kind.enter(participation, form.values(), by=account)
    drop_draft(account, kind.code, participation.pk.hex)
    messages.success(request, str(kind.saved))
    if kind is FINDING and participation.grant_project.result_second_person:
        messages.info(request, _("It counts once a second person has confirmed it."))
    return reverse(f"person_{TAB}", args=[participation.number])


def _correct(request: HttpRequest, fact: Any, kind: Kind, form: Any) -> tuple[HttpResponse | None, dict[str, Any]]:
    if not form.is_valid() or not _is_right(fact.participation, kind, form):
        return None, {}
    if form.cleaned_data["version"] != fact.pk:
        form.renew(fact.pk)
        who = fact.recorded_by.name if fact.recorded_by else ""
        return None, {
            "differences": differences(form, form.initial), "changed_by": who, "changed_at": fact.recorded_at,
        }  # fmt: skip
    if not _is_answered(fact.participation, kind, form, fact):
        return None, {}
    try:
        return once(request, form.token, lambda: _save(request, fact, kind, form)), {}
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None, {}


def _save(request: HttpRequest, fact: Any, kind: Kind, form: Any) -> str:
    saved = kind.correct(fact, form.values(), by=request.user, why=form.cleaned_data["why"])
    if saved is fact:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("The correction is saved."))
    return reverse(f"person_{TAB}", args=[fact.participation.number])


def _withdraw(request: HttpRequest, fact: Any, form: TakeBackForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        if form.cleaned_data["version"] != fact.pk:
            raise FactChanged(str(fact.fact_id))
        return once(request, form.token, lambda: _take_back(request, fact, form))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None


def _take_back(request: HttpRequest, fact: Any, form: TakeBackForm) -> str:
    take_back(fact, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The entry is taken back. It counts no more."))
    return reverse(f"person_{TAB}", args=[fact.participation.number])
