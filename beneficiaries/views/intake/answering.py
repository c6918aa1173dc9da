"""Ask back, refuse, let out of quarantine, take in hand: one screen or one press each."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beneficiaries.domain.intake import answering as domain
from beneficiaries.domain.intake.holding import AlreadyDecided
from beneficiaries.enums import LANGUAGES
from beneficiaries.forms.intake.answering import PressForm, QuestionForm, RefusalForm
from beneficiaries.models import Registration
from beneficiaries.queries.intake import DECIDE, mark_of
from beneficiaries.tables.intake.registration import exchanges_of
from beneficiaries.views.intake.registration import head, opened, refused_page
from portal.accounts.models import User
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]


@requires(DECIDE)
@require_http_methods(METHODS)
def ask_registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Ask the person something; they read and answer it with their return code."""
    found = opened(request, DECIDE, registration_id, "registration-question")
    form = QuestionForm(_typed(request), language=found.language, initial={"version": mark_of(found)})

    def act() -> str:
        domain.ask(found, form.question(), by=_account(request), seen=form.cleaned_data["version"])
        return _said(request, found, _("The question is asked. The answer comes back to the queue."))

    page = {"language": LANGUAGES.get(found.language, ""), "language_code": found.language,
            "exchanges": exchanges_of(found)}  # fmt: skip
    return _screen(request, found, form, act, "beneficiaries/intake/question.html", page)


@requires(DECIDE)
@require_http_methods(METHODS)
def refuse_registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Refuse an application with a reason."""
    found = opened(request, DECIDE, registration_id, "registration-refusal")
    form = RefusalForm(_typed(request), initial={"version": mark_of(found)})

    def act() -> str:
        typed = form.cleaned_data
        domain.refuse(found, typed["reason"], typed["words"], by=_account(request), seen=typed["version"])
        return _said(request, found, _("The application is refused."))

    return _screen(request, found, form, act, "beneficiaries/intake/refusal.html", {})


@requires(DECIDE)
@require_POST
def release_registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Let an application out of quarantine."""
    found = opened(request, DECIDE, registration_id, "registration-release")
    return _press(request, lambda: domain.release(found, by=_account(request)), found, _("It is in the queue now."))


@requires(DECIDE)
@require_POST
def take_registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Take an application in hand, or give it back."""
    found = opened(request, DECIDE, registration_id, "registration-hand")
    return _press(request, lambda: domain.take_in_hand(found, by=_account(request)), found, "")


def _screen(
    request: HttpRequest, found: Registration, form: Any, act: Callable[[], str], template: str, page: dict[str, Any]
) -> HttpResponse:
    """Show the screen of one act, or do it once."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, act)
        except AlreadyDecided as decided:
            return refused_page(request, decided)
        except FactChanged:
            form.renew(mark_of(found))
            form.add_error(None, changed_meanwhile())
    return render(request, template, {**head(found), "form": form, **page})


def changed_meanwhile() -> str:
    """Say that something happened to the application since it was opened."""
    return _("Something happened to this application since you opened it. Look at it again, then save once more.")


def _press(request: HttpRequest, act: Callable[[], Registration], found: Registration, words: str) -> HttpResponse:
    if (answer := already_answered(request)) is not None:
        return answer
    form = PressForm(request.POST)

    def press() -> str:
        act()
        return _said(request, found, words)

    try:
        token = form.token if form.is_valid() else uuid.uuid4()
        return once(request, token, press)
    except AlreadyDecided as decided:
        return refused_page(request, decided)


def _said(request: HttpRequest, found: Registration, words: str) -> str:
    if words:
        messages.success(request, words)
    return reverse("intake_registration", args=[found.pk])


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
