"""The one route of all steps: which of them is asked for, and whether it is its turn."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from beneficiaries.enums import RegistrationState
from beneficiaries.models import Registration
from beneficiaries.rules.registration import Application
from beneficiaries.rules.registration_steps import (
    CHECK,
    FAMILY,
    FIRST,
    PAUSE,
    RETURN,
    SENT,
    is_open,
    next_step,
    place_of,
)
from beneficiaries.views.registration import answering, checking, family, opening, returning
from beneficiaries.views.registration.browser import registration_of, secret_of
from beneficiaries.views.registration.showing import finishing_of
from portal.policy.gate import public

Page = Callable[[HttpRequest, str, Registration], HttpResponse]
WHENEVER: dict[str, Page] = {PAUSE: returning.pause, SENT: returning.sent}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def registration_step(request: HttpRequest, step: str) -> HttpResponse:
    """Show one step or keep its answer; whoever is not there yet is led to where they are."""
    if step == RETURN:
        return returning.come_back(request)
    registration = registration_of(request)
    if registration is None:
        return _without_draft(request, step)
    if step in WHENEVER:
        return WHENEVER[step](request, step, registration)
    if registration.state != RegistrationState.DRAFT:
        return redirect("registration_step", step=SENT)
    if not finishing_of(registration).may:
        return opening.closed(request, registration.grant_project)
    return _in_turn(request, step, registration)


def _without_draft(request: HttpRequest, step: str) -> HttpResponse:
    """Begin with the first step; elsewhere ask for the code, or lead to the beginning who has none."""
    if step == FIRST:
        return answering.begin(request)
    return redirect("registration_step", step=RETURN) if secret_of(request) else redirect("registration")


def _in_turn(request: HttpRequest, step: str, registration: Registration) -> HttpResponse:
    said: Application = registration.application
    if not is_open(said, step):
        return redirect("registration_step", step=next_step(said))
    if step == CHECK:
        return checking.check(request, registration, said)
    if step == FAMILY or place_of(step):
        return family.family(request, step, registration, said)
    return answering.answer(request, step, registration, said)
