"""The page on which an account makes, renews or takes away the secret address of its calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import requires
from services.domain.feeds import make_feed, take_feed_away
from services.queries.appointments import VIEW
from services.queries.feeds import feed_held_by

METHODS = ["GET", "HEAD", "POST"]
DO, MAKE, REMOVE = "do", "make", "remove"


@requires(VIEW)
@require_http_methods(METHODS)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Let one of the staff read their times in a calendar of their own."""
    account: User = request.user  # type: ignore[assignment]
    return render(request, "services/calendar_feed.html", _acted(request, account))


@own_space("feed")
@require_http_methods(METHODS)
def own_feed(request: HttpRequest, own: Own) -> HttpResponse:
    """Let a participant do the same; the address is that of the account, whosever pages are open."""
    return render(request, "services/own/feed.html", {"own": own, **_acted(request, own.account)})


def _acted(request: HttpRequest, account: User) -> dict[str, Any]:
    """Do what was asked; a new secret is shown in this one answer and never again."""
    act, shown = (request.POST.get(DO, "") if request.method == "POST" else ""), {}
    if act == MAKE:
        path = reverse("class_page", kwargs={"page": f"kanal/{make_feed(account)}"})
        shown = {"address": request.build_absolute_uri(path)}
    elif act == REMOVE:
        shown = {"removed": take_feed_away(account)}
    return {"feed": feed_held_by(account), **shown}
