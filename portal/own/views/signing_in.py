"""The door of the own space: one public page for a code that is sent, a code on paper and a passkey (S1, S19, S20)."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.limits import attempts_at
from portal.own.codes import code_of
from portal.own.forms import CodeForm, ContactForm, SlipForm
from portal.own.gate import DOOR
from portal.own.signing_in import CODE_LASTS, ask_for_code, enter_code, enter_slip, sign_in
from portal.policy.gate import public
from portal.ui.errors import too_many_attempts
from portal.ui.typed import TypedForm, typed_into

SALT, WAY = "own code", "way"
ASKS, ENTERS, PAPER = "contact", "code", "slip"
AGAIN = "nowy"
FORMS: dict[str, type[TypedForm]] = {ASKS: ContactForm, ENTERS: CodeForm, PAPER: SlipForm}
PER_CONTACT, PER_NETWORK = 3, 30


@public
@require_http_methods(["GET", "HEAD", "POST"])
def own_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask where the code should go, take the code, or take the one on paper.

    The answer to a known and an unknown contact is the same page, byte for byte.
    """
    if request.user.is_authenticated and request.user.is_participant:
        return redirect("own_home")
    way = _way(request) if request.method == "POST" else ""
    form = typed_into(FORMS[way], request) if way in FORMS else None
    if form is not None and form.is_valid():
        typed = form.cleaned_data[way]
        attempt = attempts_at(
            request, f"own {way}", typed if way == ASKS else "", per_account=PER_CONTACT, per_address=PER_NETWORK
        )
        if not attempt.begin():
            return too_many_attempts(request, attempt.wait())
        return _send(typed) if way == ASKS else _enter(request, form, way, typed)
    return _page(request, form, way)


def _way(request: HttpRequest) -> str:
    """Return which of the two ways was taken: by the button, else (Enter) by what is filled in."""
    way = request.POST.get(WAY, "")
    return way or (PAPER if request.POST.get(PAPER) and not request.POST.get(ASKS) else ASKS)


def _send(contact: str) -> HttpResponse:
    """Ask for the code and let the browser remember which request is its own."""
    answer = redirect(DOOR)
    answer.set_signed_cookie(
        settings.PORTAL_OWN_COOKIE, str(ask_for_code(contact).pk), salt=SALT, max_age=CODE_LASTS, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip
    return answer


def _enter(request: HttpRequest, form: Form, way: str, typed: str) -> HttpResponse:
    asked = _asked(request)
    user = enter_slip(typed) if way == PAPER else enter_code(asked, typed) if asked else None
    if user is None:
        form.add_error(way, _wrong(way))
        return _page(request, form, way)
    sign_in(request, user)
    answer = redirect("own_home")
    answer.delete_cookie(settings.PORTAL_OWN_COOKIE, samesite="Strict")
    return answer


def _wrong(way: str) -> str:
    if way == PAPER:
        return _("This code does not fit, was used before or is too old. Ask for a new paper.")
    return _("This code does not fit or is too old. Check the digits, or ask for a new code.")


def _page(request: HttpRequest, form: Form | None, way: str) -> HttpResponse:
    asked = None if AGAIN in request.GET or way in (ASKS, PAPER) else _asked(request)
    page: dict[str, Any] = {
        "asked": asked,
        "sent": form,
        "minutes": int(CODE_LASTS.total_seconds()) // 60,
        "shown_code": code_of(asked) if asked and settings.PORTAL_TRYOUT else "",
        "forms": {name: form if name == way else _beside(kind, request, name) for name, kind in FORMS.items()},
    }
    return render(request, "own/sign_in.html", {**page, "form": form})


def _beside(kind: type[TypedForm], request: HttpRequest, name: str) -> TypedForm:
    """Return the form of another way with what stands in it: one page asks for both, and one of them was sent."""
    form = kind(request.POST if name in request.POST else None)
    if form.is_bound:
        form.keep_typed()
    return form


def _asked(request: HttpRequest) -> uuid.UUID | None:
    """Return the request for a code that this browser made within the last ten minutes."""
    try:
        return uuid.UUID(
            request.get_signed_cookie(settings.PORTAL_OWN_COOKIE, default="", salt=SALT, max_age=CODE_LASTS) or ""
        )
    except (signing.BadSignature, ValueError):
        return None
