"""The way in, and the quick way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods

from beneficiaries.domain.registration import leave
from beneficiaries.queries.registration import open_project
from beneficiaries.views.registration.browser import let_go, secret_of
from portal.policy.gate import public
from portal.ui.leaving import quick_exit_answer


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Say what comes, how long it takes and how to leave quickly; posted to, leave.

    Leaving needs no token: all it does is to close the draft in this very browser, and it must never fail.
    """
    return _leave(request) if request.method == "POST" else _welcome(request)


@conditional_page
@cache_control(public=True, no_cache=True)
def _welcome(request: HttpRequest) -> HttpResponse:
    project = open_project()
    return render(request, "registration/start.html" if project else "registration/closed.html", {"project": project})


def _leave(request: HttpRequest) -> HttpResponse:
    """End what is open in this browser and go where nothing reminds of it; „back” finds an empty house."""
    if secret := secret_of(request):
        leave(secret)
    return let_go(quick_exit_answer())
