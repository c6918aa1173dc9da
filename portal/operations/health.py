"""Whether this process lives and can serve, for supervisors: answered before anything else of the portal (L10, L30).

``/health/live`` asks nothing, ``/health/ready`` asks database and cache. Both answer only to this machine, to the
networks of ``PORTAL_HEALTH_NETWORKS``, or to the token of ``PORTAL_HEALTH_TOKEN``. To everybody else they do not exist:
the request goes on to the portal, which knows no such page. A request that a proxy passed on is a stranger's.
"""

import hmac
import ipaddress
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from portal.operations.database import ask_database

logger = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
KEPT = 1.0
"""Seconds for which an answer stands, so that asking often costs little."""
MARK = "health"


class Health:
    """Answers the two addresses of health in front of ``application``."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._asked = (0.0, {"database": False, "cache": False})

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or pass on what is not asked by a supervisor."""
        path = environ.get("PATH_INFO", "")
        if path not in ("/health/live", "/health/ready") or not may_ask(environ):
            return self._application(environ, start_response)
        parts = self._parts() if path == "/health/ready" else {}
        return _answer(start_response, {"ok": all(parts.values()), **parts})

    def _parts(self) -> dict[str, bool]:
        asked_at, parts = self._asked
        if time.monotonic() - asked_at > KEPT:
            parts = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
            self._asked = (time.monotonic(), parts)
        return parts


def may_ask(environ: dict[str, Any]) -> bool:
    """Tell whether the one who asks is a supervisor: by its token, or by where it asks from without a proxy."""
    token, said = settings.PORTAL_HEALTH_TOKEN, environ.get("HTTP_AUTHORIZATION", "")
    if token and hmac.compare_digest(said.encode(errors="replace"), f"Bearer {token}".encode()):
        return True
    if any(environ.get(name) for name in PASSED_ON):
        return False
    try:
        address = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    networks = (ipaddress.ip_network(each, strict=False) for each in settings.PORTAL_HEALTH_NETWORKS)
    return address.is_loopback or any(address in network for network in networks)


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as error:  # whatever a database or a cache can do wrong
        logger.warning("not ready: %s says %s", ask.__name__.removeprefix("_ask_"), error)
        return False
    return True


def _ask_database() -> None:
    ask_database(connection)


def _ask_cache() -> None:
    said = secrets.token_hex(4)
    cache.set(f"{MARK}-{said}", said, 5)
    if cache.get(f"{MARK}-{said}") != said:
        raise LookupError("the cache forgets")


def _answer(start_response: Callable[..., Any], said: dict[str, bool]) -> Iterable[bytes]:
    status = HTTPStatus.OK if said["ok"] else HTTPStatus.SERVICE_UNAVAILABLE
    body = json.dumps(said).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
