"""The gate: no view runs unless it says who it is for, and the asker is one of them (S1, S8)."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from portal.accounts.fresh import ask_again, is_fresh, way_back
from portal.audit.trail import note_refusal
from portal.policy.access import access_of
from portal.policy.checks import undeclared_routes
from portal.policy.gate import Refused, Undated
from portal.policy.routes import Audience, declared
from portal.ui.fragments import lead_to

Answer = Callable[[HttpRequest], HttpResponse]

SEE_PROJECT = "view_indicator"
OPEN_TO_PARTICIPANTS = frozenset({"account_logout"})
"""What is for every account and also for those of participants, whose pages are ``portal/own``."""


def gate(get_response: Answer) -> Answer:
    """Build the middleware; raises ``ImproperlyConfigured`` when a route does not say who it is for."""
    _refuse_to_start_with_holes(settings.ROOT_URLCONF)

    def pass_on(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    pass_on.process_view = _decide  # type: ignore[attr-defined]
    pass_on.process_exception = _answer  # type: ignore[attr-defined]
    return pass_on


@cache
def _refuse_to_start_with_holes(urlconf: str) -> None:
    holes = undeclared_routes(urlconf)
    if holes:
        raise ImproperlyConfigured(f"routes that do not say who they are for: {', '.join(holes)}")


def _decide(request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
    match = request.resolver_match
    declaration = declared(view, match.view_name if match else "")
    if declaration.audience is Audience.PUBLIC:
        return None
    if declaration.audience in (Audience.CLOSED, Audience.UNDECLARED):
        raise Http404
    if not request.user.is_authenticated:
        return HttpResponseRedirect(resolve_url(declaration.door)) if declaration.door else _to_sign_in(request)
    if declaration.audience is Audience.EVERY_ACCOUNT and _is_for_staff(request):
        raise Http404
    if declaration.audience is Audience.ACTION and not access_of(request.user).may(declaration.action):
        refusal = Refused(declaration.action, "view", match.view_name if match else "")
        _note_refusal(request, refusal)
        raise refusal
    return ask_again(request) if declaration.fresh and not is_fresh(request) else None


def _is_for_staff(request: HttpRequest) -> bool:
    """Tell whether an account of a participant asks for a page about accounts: all but signing out is for staff."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return request.user.is_participant and name not in OPEN_TO_PARTICIPANTS  # type: ignore[union-attr]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page, and from there back; a fragment's answer makes the whole page go there.

    Whose sign-in has ended is told so, and that what was just sent is not saved.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        messages.info(request, _("Your sign-in has ended. Sign in again to go on where you were."), fail_silently=True)
        if request.method == "POST":
            messages.warning(request, _("What you have just sent is not saved."), fail_silently=True)
    back = way_back(request)
    goal = redirect_to_login(back).url if back else resolve_url(settings.LOGIN_URL)
    return lead_to(request, goal)


def _answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Say what a project without its days cannot show; note a refusal."""
    if isinstance(exception, Undated):
        shown = {"project": exception.project, "may_see": access_of(request.user).may(SEE_PROJECT, exception.project)}
        return render(request, "errors/undated.html", shown, status=HTTPStatus.CONFLICT)
    _note_refusal(request, exception)
    return None


def _note_refusal(request: HttpRequest, exception: Exception) -> None:
    """Put a refusal into the audit log before the answer leaves (S31)."""
    if isinstance(exception, Refused):
        note_refusal(request, exception.action, exception.object_type, exception.object_id)
