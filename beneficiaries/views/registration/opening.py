"""The way in, and the quick way out."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods

from beneficiaries.domain.registration import leave
from beneficiaries.queries.registration import recruiting
from beneficiaries.rules.recruiting import Door, last_day
from beneficiaries.views.registration.browser import let_go, secret_of
from portal.policy.gate import public
from portal.programmes.models import GrantProject
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
    project, door = recruiting()
    if project is None or door is Door.CLOSED:
        return closed(request, project)
    return render(request, "registration/start.html", {"project": project, "ended_on": ended_on(project, door)})


def closed(request: HttpRequest, project: GrantProject | None) -> HttpResponse:
    """Say that nobody can register any more, since when, and where help is all the same."""
    return render(request, "registration/closed.html", {"ended_on": last_day(project) if project else None})


def ended_on(project: GrantProject, door: Door) -> datetime.date | None:
    """Return the day on which recruitment ended, where people register for the reserve list now."""
    return last_day(project) if door is Door.RESERVE else None


def _leave(request: HttpRequest) -> HttpResponse:
    """End what is open in this browser and go where nothing reminds of it; „back” finds an empty house."""
    if secret := secret_of(request):
        leave(secret)
    return let_go(quick_exit_answer())
