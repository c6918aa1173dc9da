"""A page with a question: shown, answered, kept at once."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from beneficiaries.domain import registration as acts
from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.registration.base import AnswerForm, as_typed
from beneficiaries.forms.registration.contact import BirthForm, EmailForm, LanguageForm
from beneficiaries.forms.registration.names import NAMES, NameForm, SpellingForm
from beneficiaries.forms.registration.needs import NeedsForm
from beneficiaries.forms.registration.stay import AddressForm, CitizenshipForm, StayForm
from beneficiaries.models import Registration
from beneficiaries.queries.registration import recruiting
from beneficiaries.rules import registration_steps as way
from beneficiaries.rules.latin import latin
from beneficiaries.rules.recruiting import Door
from beneficiaries.rules.registration import Application
from beneficiaries.views.registration import guarding
from beneficiaries.views.registration.browser import hold
from beneficiaries.views.registration.opening import closed
from beneficiaries.views.registration.showing import BACK, away, is_for_later, show, to, way_back
from portal.submissions.drafts import as_query
from portal.ui.formatting import current_language
from portal.ui.kept_pages import kept_page
from portal.ui.typed import LANGUAGE_CHOSEN

FORMS: dict[str, type[AnswerForm]] = {
    way.LANGUAGE: LanguageForm, way.EMAIL: EmailForm, way.NAME: NameForm, way.SPELLING: SpellingForm,
    way.BIRTH: BirthForm, way.CITIZENSHIP: CitizenshipForm, way.STAY: StayForm, way.ADDRESS: AddressForm,
    way.NEEDS: NeedsForm,
}  # fmt: skip
TEMPLATES = {way.NAME: "name", way.BIRTH: "birth"}
PREVIEW = "preview"


def begin(request: HttpRequest) -> HttpResponse:
    """Show the first question to whoever has no draft; its answer begins one."""
    project, door = recruiting()
    if project is None or door is Door.CLOSED:
        return closed(request, project)
    blank = Application()
    if request.method != "POST":
        return _opened(request, blank)
    form = filled(request, LanguageForm, blank)
    if form is None or not form.is_bound or not form.is_valid():
        return _first(request, form, blank)
    token = guarding.read_token(request.POST.get(guarding.TOKEN, ""))
    if token is None:
        messages.info(request, _("This page was open for a long time. Press “Next” once more."))
        return _first(request, form, blank)
    try:
        beginning = guarding.beginning_of(request, token)
    except guarding.Flooded:
        return render(request, "registration/flooded.html", {"project": project}, status=503)
    said = replace(form.answered(), done=(way.FIRST,))
    _registration, secret = acts.begin(project, current_language(), said, beginning, is_reserve=door is Door.RESERVE)
    return hold(to(way.next_step(said)), secret)


def answer(request: HttpRequest, step: str, registration: Registration, said: Application) -> HttpResponse:
    """Show a question with what was answered before, or keep the answer and lead on."""
    if PREVIEW in request.POST:
        return preview(request)
    form = filled(request, FORMS[step], said, step=step)
    if BACK in request.POST and step in said.done and form.is_valid():
        return keep(registration, form.answered(), step, lead_to=way_back(said, step))
    if is_for_later(request):
        return keep_typed(request, registration, form, step)
    if form.is_bound and form.is_valid():
        return keep(registration, form.answered(), step)
    return show(request, TEMPLATES.get(step, "step"), step, form, said, registration=registration, **_aids(step))


def keep(registration: Registration, said: Application, step: str, *, lead_to: str = "") -> HttpResponse:
    """Keep an answer; lead to the first step without one, or to the step or address ``lead_to``."""
    try:
        acts.keep(registration, said, step=step, language=current_language())
    except acts.AlreadySent:
        return to(way.SENT)
    return redirect(lead_to) if lead_to.startswith("/") else to(lead_to or way.next_step(registration.application))


def keep_typed(request: HttpRequest, registration: Registration, form: AnswerForm, step: str) -> HttpResponse:
    """Keep what stands on a page that is left for another language, for later or for the step before; lead there."""
    try:
        acts.keep_typed(registration, step, form.typed(), current_language())
    except acts.AlreadySent:
        return to(way.SENT)
    return away(request, registration.application, step)


def filled(
    request: HttpRequest, form_class: type[AnswerForm], said: Application, place: int = 0, step: str = ""
) -> AnswerForm:
    """Return the form of a step; after a change of language it holds what was typed, not weighed yet."""
    waiting = said.typed.get(step) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else as_query(waiting) if waiting else None
    form = form_class(data, application=said, language=current_language(), place=place)
    if waiting or LANGUAGE_CHOSEN in form.data:
        form.keep_typed()
    return form


def preview(request: HttpRequest) -> HttpResponse:
    """Answer a script with the Latin forms of what is typed; nothing is kept."""
    typed: Any = as_typed(request.POST)
    names = [typed.get(name, "")[:200] for name in NAMES]
    both = zip(NAMES, names, reversed(names), strict=True)
    return JsonResponse({name: latin(own, language=current_language(), beside=other) for name, own, other in both})


def _opened(request: HttpRequest, blank: Application) -> HttpResponse:
    """Show the first question as everybody finds it."""
    return kept_page(
        request, way.FIRST,
        lambda **own: show(request, "step", way.FIRST, filled(request, LanguageForm, blank), blank, **own),
        token=guarding.fresh_token(),
    )  # fmt: skip


def _first(request: HttpRequest, form: AnswerForm, said: Application) -> HttpResponse:
    return show(request, "step", way.FIRST, form, said, token=guarding.fresh_token())


def _aids(step: str) -> dict[str, Any]:
    return {"countries": suggestions()} if step == way.CITIZENSHIP else {}
