"""Planted flaws: sites that break the promise on purpose. The checker must find what they do.

``late`` answers before it has stored anything, as a page would that leaves saving to a thread. ``deaf`` does not know
a form that was sent before, and ``mute`` is the whole product; both die right after they stored, before they answer, in
every fifth request.
"""

import io
import itertools
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.http import HttpResponseRedirect

from portal.wsgi import application as portal

DELAY, EVERY = 0.4, 5
_sent = itertools.count(1)


def late(environ: dict[str, Any], start_response: Callable) -> Any:
    """Say that it is stored, and store it later."""
    if environ["REQUEST_METHOD"] != "POST":
        return portal(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))

    def store() -> None:
        time.sleep(DELAY)
        list(portal({**environ, "wsgi.input": io.BytesIO(body)}, lambda *given: None))
        connections.close_all()

    threading.Thread(target=store, daemon=True).start()
    time.sleep(DELAY / 4)
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return [b""]


def mute(environ: dict[str, Any], start_response: Callable) -> Any:
    """Die after every fifth storing, before the answer leaves."""
    answer = portal(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST" and next(_sent) % EVERY == 0:
        os._exit(9)
    return answer


def deaf(environ: dict[str, Any], start_response: Callable) -> Any:
    """Do the same without looking whether a form was sent before, or whether the same is recorded already."""
    from services.views import entry, quick_log

    entry.Entry.is_answered = lambda self: True
    quick_log.already_answered = lambda request: None
    quick_log.once = lambda request, token, act: HttpResponseRedirect(act())
    return mute(environ, start_response)
