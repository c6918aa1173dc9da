"""The middleware of the pages, put together once for all the browsers of the tests.

Each ``Client`` would put it together anew, and WhiteNoise walks through every static file then. A test that changes a
setting gets its own, because middleware may read settings while it is put together.
"""

import time

from django.conf import UserSettingsHolder, settings
from django.test import Client
from django.test.client import ClientHandler

from portal.accounts.models import User

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

    ``shown`` are the proofs that the session holds, each with the seconds that have passed since.
    """
    client = Client()
    client.force_login(user, backend="portal.accounts.backends.AccountBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - seconds} for method, seconds in shown
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
