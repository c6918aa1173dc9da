"""SMS: to the console or a folder while trying out, and an example over HTTP for a provider."""

import http.client
import json
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from portal.messages.gateways.base import Envelope, NotTaken, Refused, Unsure

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
TAKEN = range(200, 300)
TRY_LATER = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Answers that say something of us or of the moment, not of this message."""


class ConsoleSms:
    """Writes to the terminal."""

    def send(self, envelope: Envelope, handing: Callable[[], None]) -> str:
        """Write one message."""
        handing()
        sys.stdout.write(f"SMS {envelope.to}: {envelope.body}\n")
        return ""


class FolderSms:
    """Writes files to ``PORTAL_VAR/sms``, where whoever tries the portal reads them."""

    def send(self, envelope: Envelope, handing: Callable[[], None]) -> str:
        """Write one file; the same message again is the same file."""
        folder = Path(settings.PORTAL_VAR) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        handing()
        (folder / f"{envelope.id.hex}.txt").write_text(f"{envelope.to}\n\n{envelope.body}\n", encoding="utf-8")
        return ""


class HttpSms:
    """Posts JSON to the provider of ``PORTAL_SMS_URL``: an example that most providers need a few lines changed of.

    The body is ``{"id", "to", "from", "text"}`` and ``Idempotency-Key`` is the id, so that a provider which knows it
    sends once whatever happens. It answers 2xx with ``{"id": …}``. No redirects, no proxies of the surroundings.
    """

    def send(self, envelope: Envelope, handing: Callable[[], None]) -> str:
        """Send one message."""
        connection, path = _connection(settings.PORTAL_SMS_URL)
        try:
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as error:
                raise NotTaken(type(error).__name__) from None
            handing()
            return _ask(connection, path, envelope)
        finally:
            connection.close()


def sms_number(written: str) -> str:
    """Return a number as gateways take it, +48…; raises ``Refused`` for what is none. Nine digits are Polish."""
    digits = re.sub(r"[\s().\-/]", "", written)
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"\d{9}", digits):
        digits = f"+48{digits}"
    if not NUMBER.fullmatch(digits):
        raise Refused("not a number")
    return digits


def _connection(url: str) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return kind(parts.hostname or "", parts.port, timeout=settings.PORTAL_MESSAGE_TIMEOUT), path


def _ask(connection: http.client.HTTPConnection, path: str, envelope: Envelope) -> str:
    headers = {
        "Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": envelope.id.hex,
        "Authorization": f"Bearer {settings.PORTAL_SMS_TOKEN}",
    }  # fmt: skip
    text = {"id": envelope.id.hex, "to": envelope.to, "from": settings.PORTAL_SMS_FROM, "text": envelope.body}
    try:
        connection.request("POST", path, json.dumps(text).encode(), headers)
        answer = connection.getresponse()
        body = answer.read(10_000)
    except (OSError, http.client.HTTPException, socket.gaierror) as error:
        raise Unsure(type(error).__name__) from None
    if answer.status in TAKEN:
        return _name_in(body)
    if answer.status in TRY_LATER:
        raise NotTaken(str(answer.status))
    raise Unsure(str(answer.status)) if answer.status >= 500 else Refused(str(answer.status))  # noqa: PLR2004


def _name_in(body: bytes) -> str:
    try:
        return str(json.loads(body)["id"])[:120]
    except (ValueError, KeyError, TypeError):
        return ""
