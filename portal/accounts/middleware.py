"""What an account brings to every request: its language, the end of its session, its second factor, its attempts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.factors import has_factor, is_held_back, may_remove
from portal.accounts.fresh import way_to_prove
from portal.accounts.limits import LEAD_IN, attempt_of, known_device, remember_device
from portal.accounts.sessions import is_over, touch
from portal.policy.access import withhold_access
from portal.policy.routes import Audience, declared
from portal.ui.errors import too_many_attempts
from portal.ui.fragments import lead_to

Answer = Callable[[HttpRequest], HttpResponse]

ALWAYS_OPEN = frozenset({"account_logout", "second_step", "go_on"})
"""What a session that has not shown its second factor may open, beside the public pages."""
SETS_UP = frozenset({"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
"""… to set one up, while the account has none."""
SHOWS = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
"""… to show the one that the account has."""
REMOVES = {"mfa_deactivate_totp": "totp", "mfa_remove_webauthn": "webauthn"}
"""Routes that take a factor away, and its kind."""
FOUND = 302


def session_limits(get_response: Answer) -> Answer:
    """End a session that was idle too long or is too old; the request goes on as a stranger's (S18)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request.session):
                logout(request)
            else:
                touch(request.session)
        return get_response(request)

    return middleware


def second_factor(get_response: Answer) -> Answer:
    """Keep a session that has only shown a password from everything but showing, or setting up, the factor (S14).

    Such a session has no rights either, whatever the memberships say: a page that got past here would be empty.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.held_back = is_held_back(request)  # type: ignore[attr-defined]
        if request.held_back:  # type: ignore[attr-defined]
            withhold_access(request.user)  # type: ignore[arg-type]
        return get_response(request)

    middleware.process_view = _hold_back  # type: ignore[attr-defined]
    return middleware


def _hold_back(request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not request.held_back:  # type: ignore[attr-defined]
        return _keep_the_last(request, name, kwargs) if name in REMOVES else None
    if name in ALWAYS_OPEN or (name != "start" and declared(view, name).audience is Audience.PUBLIC):
        return None
    has_one = has_factor(request.user)
    if name in (SHOWS if has_one else SETS_UP):
        return None
    goal = reverse("second_step")
    if has_one:
        back = request.get_full_path() if request.method == "GET" else reverse("start")
        goal = f"{way_to_prove(request)}?{urlencode({'next': back})}"
    return lead_to(request, goal)


def _keep_the_last(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Refuse to take away the last factor where one is required, with a word why."""
    if not request.user.is_authenticated:
        return None
    found = request.user.authenticator_set.filter(type=REMOVES[name], **kwargs).first()  # type: ignore[attr-defined]
    if found is None or may_remove(found):
        return None
    messages.error(request, _("This is your only second step. Set up another one first, then you can remove this one."))
    return HttpResponseRedirect(reverse("mfa_index"))


def attempt_limits(get_response: Answer) -> Answer:
    """Count attempts at passwords and codes before the library looks at them, and refuse what is too many (S19)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        attempt = getattr(request, "attempt", None)
        if attempt is not None and response.status_code == FOUND:
            attempt.succeed()
        name = request.resolver_match.view_name if request.resolver_match else ""
        staff = request.user.is_authenticated and not request.user.is_participant
        if name in LEAD_IN and staff and not known_device(request, request.user.email):
            remember_device(request, response)
        return response

    middleware.process_view = _count_attempt  # type: ignore[attr-defined]
    return middleware


def _count_attempt(request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
    attempt = attempt_of(request, request.resolver_match.view_name if request.resolver_match else "")
    if attempt is None:
        return None
    if not attempt.begin():
        return too_many_attempts(request, attempt.wait())
    request.attempt = attempt  # type: ignore[attr-defined]
    return None


def language_of_user(get_response: Answer) -> Answer:
    """Speak the account's language on pages whose address names none.

    A language in the address wins; a stranger is spoken to by cookie, then by browser.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if translation.get_language_from_path(request.path_info) is None and request.user.is_authenticated:
            translation.activate(translation.get_supported_language_variant(request.user.language))
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
