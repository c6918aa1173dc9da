"""The middleware of the pages, put together once for all the browsers of the tests.

Each ``Client`` would put it together anew, and WhiteNoise walks through every static file then. A test that changes a
setting gets its own, because middleware may read settings while it is put together.
"""

import time

from django.conf import UserSettingsHolder, settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client
from django.test.client import ClientHandler

from portal.accounts.models import User
from portal.accounts.sealed_sessions import SessionStore

PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")

_load_anew = ClientHandler.load_middleware
_loaded: dict[str, object] = {}


def load_middleware(handler: ClientHandler, is_async: bool = False) -> None:
    """Give ``handler`` the middleware that is there already, where the settings are those of the tests."""
    if is_async or isinstance(settings._wrapped, UserSettingsHolder):
        _load_anew(handler, is_async)
        return
    if not _loaded:
        _load_anew(handler)
        _loaded.update({part: getattr(handler, part) for part in PARTS})
    vars(handler).update(_loaded)


def signed_in(user: User, shown: tuple[tuple[str, int], ...] = (("password", 0),)) -> Client:
    """Return a browser in which ``user`` has just signed in, with the password alone.

    ``shown`` are the proofs that the session holds, each with the seconds that have passed since. As the client's own
    ``force_login``, but with one session instead of a first one that signing in throws away.
    """
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="portal.accounts.backends.AccountBackend")
    request.session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - seconds} for method, seconds in shown
    ]
    request.session["account_authentication_methods_user"] = str(user.pk)
    request.session.save()
    client = Client()
    client._set_login_cookies(request)
    return client
