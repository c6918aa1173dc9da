"""Routes for the tests of the frame: sign-in, the account's own pages, and one page with every component."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from portal.policy.gate import every_account, public
from portal.ui import errors
from tests.portal.ui.gallery import show

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error


@public
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Oksana Kowalenko 44051401359")


@public
def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Oksana Kowalenko")


@public
def puzzled(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("Oksana Kowalenko")


@public
def closed(request: HttpRequest) -> HttpResponse:
    return errors.unavailable(request)


urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("", every_account(show), name="start"),
    path("konto/ustawienia/", every_account(show), name="account_settings"),
    path("konto/jezyk/", public(set_language), name="set_language"),
    path("gallery/", every_account(show), name="person_list"),
    path("fails/", fails),
    path("refuses/", refuses),
    path("puzzled/", puzzled),
    path("closed/", closed),
]
