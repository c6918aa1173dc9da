"""Pages for when something is not right: what happened, what to do, and a code for the phone call (S56).

They show no data and ask the database nothing, so they work when it does not.
"""

import sys
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from portal.ui.context import Frame
from portal.ui.languages import front_door, language_in

AWAY = (OperationalError, InterfaceError, RedisError)
"""What is raised while database or cache do not answer, are full, are locked for too long or start anew (L6, L12)."""
SOON = 10  # seconds
AFTER_WORK = 600
SHORTEST_SENTENCE = 12
"""Characters from which what was typed is shown again; a number or a choice is soon typed anew."""
SECRETS = ("pass", "code", "token", "csrf")
"""Parts of the names of fields whose values are never shown."""


class QuietFrame(Frame):
    """A frame that asks the database nothing: no navigation, no name; the theme only when it is known already."""

    @property
    def signed_in(self) -> bool:  # type: ignore[override]
        """Treat everybody as a stranger."""
        return False

    @property
    def theme(self) -> str:  # type: ignore[override]
        """The look of the account, if this request has loaded the account before it failed."""
        return str(getattr(getattr(self._request, "_cached_user", None), "theme", ""))

    @property
    def home(self) -> str:  # type: ignore[override]
        """The landing page for an address that names a language, else whatever the root leads to."""
        return self.front_door if language_in(self._request.path_info) else "/"

    is_translated = False  # type: ignore[assignment]
    place = ""  # type: ignore[assignment]
    """An address under a place of the menu that is not there looks like any other."""

    def address_in(self, language: str) -> str:
        """Lead to the landing page in another language: what was asked for is not to be had in any."""
        return front_door(language)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refused request on something that is visible anyway."""
    return _page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what does not exist or may not be seen: the same words for both (S8).

    What a form brought along is shown once more: the plan was closed or the task withdrawn while somebody wrote (L5).
    """
    return _page(request, HTTPStatus.NOT_FOUND, typed=typed_words(request))


def typed_words(request: HttpRequest) -> list[str]:
    """Return the sentences that a form of the portal brought along; nothing of what comes from elsewhere.

    Only once the protection of forms has let it through: a page of others could otherwise put its words on ours. Short
    values, and what may be a secret, are left out.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    return [
        value.strip()
        for name, values in request.POST.lists()
        if not any(secret in name for secret in SECRETS)
        for value in values
        if len(value.strip()) >= SHORTEST_SENTENCE and " " in value.strip()
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the portal itself failed; while what it stands on is away, ask to come again soon (L12)."""
    if isinstance(sys.exc_info()[1], AWAY):
        return unavailable(request, after=SOON)
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest, *, after: int = AFTER_WORK) -> HttpResponse:
    """Answer while the portal is closed; browsers and robots may come again ``after`` so many seconds."""
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(after)
    return response


def too_many_attempts(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """Answer an attempt to sign in, or to have a mail sent, that is one too many; for whomever, the same (S19)."""
    response = _page(request, HTTPStatus.TOO_MANY_REQUESTS, minutes=ceil(wait.total_seconds() / 60))
    response.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open for too long or came from elsewhere."""
    return _page(request, HTTPStatus.FORBIDDEN, "csrf")


def _page(request: HttpRequest, status: HTTPStatus, name: str = "", **words: Any) -> HttpResponse:
    context = {"frame": QuietFrame(request), "request_code": getattr(request, "request_id", ""), **words}
    return HttpResponse(render_to_string(f"errors/{name or status.value}.html", context), status=status)
