"""What every answer carries besides its page (S43–S45, S52). The content security policy is django-csp's."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from portal.ui.errors import csrf_failure

Answer = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
CLOSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
OWN_FEATURES = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([*(f"{name}=()" for name in CLOSED_FEATURES), *(f"{name}=(self)" for name in OWN_FEATURES)])
FORGET = '"cache", "storage"'
"""What a browser clears at sign-out. Not the cookies: the answer still shows its message through the session."""


def no_null_characters(get_response: Answer) -> Answer:
    """Answer 400 to a query string with a NUL in it: no database takes one, and nobody types it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("a NUL in the query string")
        return get_response(request)

    return answer


def headers(get_response: Answer) -> Answer:
    """Refuse unknown methods with 405 and forms of other sites (S50); give every answer its protective headers."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            response: HttpResponse = HttpResponseNotAllowed(METHODS)
        elif request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            response = csrf_failure(request)
        else:
            response = get_response(request)
        return _protect(request, response)

    return answer


def _protect(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Permissions-Policy"] = PERMISSIONS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ("HX-Request",))
    if _is_private(request, response):
        response.headers["Cache-Control"] = "no-store, private"
    if _signs_out(request, response) and not response.has_header("Clear-Site-Data"):
        response.headers["Clear-Site-Data"] = FORGET
    return response


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Everything but a page that says itself that it may be kept; a stranger's page may carry a form's token too."""
    return not response.has_header("Cache-Control") or _signed_in(request)


def _signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _signs_out(request: HttpRequest, response: HttpResponse) -> bool:
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    ended = cookie is not None and cookie["max-age"] == 0
    match = request.resolver_match
    return ended or (request.method == "POST" and match is not None and match.url_name == "account_logout")
