"""Leaving for later with a code, coming back with it on any device, and what became of what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.domain import registration as acts
from beneficiaries.enums import RegistrationState
from beneficiaries.forms.registration.returning import CodeForm, ReplyForm, SendCodeForm
from beneficiaries.models import Registration
from beneficiaries.queries.registration import KEPT_FOR, found_by_code
from beneficiaries.rules.registration_steps import PAUSE, SENT, next_step
from beneficiaries.views.registration.browser import hold, registration_of, secret_of
from beneficiaries.views.registration.guarding import may_send_code, may_try_code
from beneficiaries.views.registration.showing import to
from portal.accounts.limits import WINDOW
from portal.clock import as_told
from portal.ui.errors import too_many_attempts
from portal.ui.formatting import current_language
from portal.ui.typed import typed_into

DRAFT, ASKED = RegistrationState.DRAFT, RegistrationState.ASKED
CODE_SENT = "kod"
"""In the address after a code was asked for, whether or not it went out: nobody finds out by it."""
WITHDRAW = "withdraw"
"""Posted by the button that takes back what was sent."""


def pause(request: HttpRequest, step: str, registration: Registration) -> HttpResponse:
    """Show the code with which to go on, and until when; send it where its owner wants it."""
    form = typed_into(SendCodeForm, request)
    if form.is_bound and form.is_valid():
        if may_send_code(request, registration, form.cleaned_data["address"]):
            acts.send_code(registration, form.channel, form.cleaned_data["address"], current_language())
        return redirect(f"{reverse('registration_step', args=[PAUSE])}?{CODE_SENT}=1")
    until = as_told(registration.changed_at + KEPT_FOR)
    shown = {"registration": registration, "until": until, "goes_on_at": next_step(registration.application)}
    return render(request, "registration/pause.html", {**shown, "form": form, "is_sent": CODE_SENT in request.GET})


def come_back(request: HttpRequest) -> HttpResponse:
    """Open a registration with its code; a wrong code, an old one and none at all are one answer."""
    form = typed_into(CodeForm, request)
    if form.is_bound and form.is_valid():
        if not may_try_code(request):
            return too_many_attempts(request, WINDOW)
        registration = found_by_code(form.cleaned_data["code"])
        if registration is not None:
            return hold(to(_where(registration)), acts.take_over(registration, current_language()))
        form.add_error("code", _("We do not find this code. Check each letter. After 30 days a code is not valid."))
    is_closed = bool(secret_of(request)) and not form.is_bound and registration_of(request) is None
    return render(request, "registration/return.html", {"form": form, "is_closed": is_closed})


def sent(request: HttpRequest, step: str, registration: Registration) -> HttpResponse:
    """Show that it has arrived and what comes next; take the answer to a question; take it back."""
    if registration.state == DRAFT:
        return to(_where(registration))
    if WITHDRAW in request.POST:
        acts.withdraw(registration)
        return to(SENT)
    form = typed_into(ReplyForm, request) if registration.state == ASKED else None
    if form is not None and form.is_bound and form.is_valid():
        acts.reply(registration, form.cleaned_data["reply"])
        return to(SENT)
    shown = {"registration": registration, "form": form, "said": registration.application, "state": registration.state}
    return render(request, "registration/sent.html", shown)


def _where(registration: Registration) -> str:
    return next_step(registration.application) if registration.state == DRAFT else SENT
