"""Sensitive acts ask again who one is, and keep what was typed meanwhile (S17)."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.ui.fragments import is_part, lead_to

FRESH_SECONDS = 5 * 60
KEPT_SECONDS = 15 * 60
MOST_KEPT = 200_000
"""How much of a form is kept, in characters: about a hundred pages of text."""

TYPED = "typed"
NOT_KEPT = "csrfmiddlewaretoken"
SECRETS = frozenset({"passphrase", "password", "password1", "password2", "oldpassword"})
"""A form with one of these fields is not kept: what it says is kept nowhere, and is typed once more."""


@dataclass(frozen=True)
class Typed:
    """A form that was sent when its sender had to prove who they are: where it goes, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def is_fresh(request: Any) -> bool:
    """Tell whether the account of the session proved who it is within the last five minutes, signing in or since."""
    now = time.time()
    return any(now - record["at"] < FRESH_SECONDS for record in get_authentication_records(request, request.user))


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send to the page that asks who one is; from there back to this page, or to what was typed into it."""
    goal = f"{way_to_prove(request)}?{urlencode({'next': _way_back_to_typed(request)})}"
    return lead_to(request, goal)


def way_to_prove(request: HttpRequest) -> str:
    """Return the page on which the account proves who it is: with its second factor if it has one."""
    methods = get_adapter().get_reauthentication_methods(request.user)  # type: ignore[arg-type]
    return methods[0]["url"] if methods else resolve_url(settings.LOGIN_URL)


def keep_typed(session: SessionBase, path: str, fields: list[tuple[str, str]]) -> bool:
    """Keep a form in the session, whose content is sealed; ``False`` when it is too large."""
    if sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return False
    session[TYPED] = [path, time.time(), [pair for pair in fields if pair[0] != NOT_KEPT]]
    return True


def kept_typed(session: SessionBase) -> Typed | None:
    """Return the form that was kept within the last quarter of an hour, if any."""
    if not session.get(TYPED):
        return None
    path, at, fields = session[TYPED]
    if time.time() - at > KEPT_SECONDS:
        del session[TYPED]
        return None
    return Typed(path, tuple((name, value) for name, value in fields))


def way_back(request: HttpRequest) -> str:
    """Return the page from which a request came: itself for a page, the one that holds the form or the fragment.

    Blank when the request does not say which, or says a page that is not of this portal.
    """
    if request.method in ("GET", "HEAD") and not is_part(request):
        return request.get_full_path()
    return _page_of(request, request.headers.get("Referer", ""))


def _way_back_to_typed(request: HttpRequest) -> str:
    if request.method == "POST":
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        is_secret = not SECRETS.isdisjoint(request.POST)
        if not request.FILES and not is_secret and keep_typed(request.session, request.get_full_path(), fields):
            return reverse("go_on")
    return way_back(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _page_of(request: HttpRequest, address: str) -> str:
    """Return the path of a page of this portal, nothing of any other."""
    own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}".rstrip("?") if own else ""
