"""The one thing that a browser holds of a registration: a random secret that says nothing (S22)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from beneficiaries.models import Registration
from beneficiaries.queries.registration import held_by


def secret_of(request: HttpRequest) -> str:
    """Return what the browser holds; blank for nothing."""
    return request.COOKIES.get(settings.PORTAL_REGISTRATION_COOKIE, "")[:100]


def registration_of(request: HttpRequest) -> Registration | None:
    """Return the registration that this browser has open."""
    return held_by(secret_of(request))


def hold(response: HttpResponse, secret: str) -> HttpResponse:
    """Let the browser hold a secret for as long as it is open."""
    response.set_cookie(
        settings.PORTAL_REGISTRATION_COOKIE, secret,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def let_go(response: HttpResponse) -> HttpResponse:
    """Take from the browser what it holds of us: the secret, the token of forms and the language."""
    for name in (settings.PORTAL_REGISTRATION_COOKIE, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
    return response
