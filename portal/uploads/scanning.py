"""Asking a scanner for malicious software, where the city has one (S37).

``PORTAL_SCANNER`` is blank, the address of a clamd (``clamd:///run/clamav/clamd.ctl``, ``clamd://host:3310``), or a
command that reads the file from its standard input and ends with 0 for clean, 1 for infected.
"""

import shlex
import socket
import subprocess
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.uploads.reasons import Unfit, Why

PATIENCE = 20  # seconds
CLAMD_PORT, PIECE = 3310, 2**16
CLEAN, INFECTED = 0, 1


class Scan(models.TextChoices):
    """Whether a scanner has looked at the file."""

    NOT_SCANNED = "", _("not scanned")
    CLEAN = "clean", _("scanned, clean")


def scan(content: bytes) -> Scan:
    """Let the scanner look at what was sent, before anything else reads it.

    Raises ``Unfit`` for an infected file, and when there is a scanner that does not answer: where scanning is promised,
    nothing comes in without it.
    """
    scanner = settings.PORTAL_SCANNER
    if not scanner:
        return Scan.NOT_SCANNED
    try:
        verdict = _ask_clamd(scanner, content) if scanner.startswith("clamd:") else _ask_command(scanner, content)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise Unfit(Why.NOT_SCANNED) from None
    if verdict == INFECTED:
        raise Unfit(Why.INFECTED)
    if verdict != CLEAN:
        raise Unfit(Why.NOT_SCANNED)
    return Scan.CLEAN


def _ask_command(command: str, content: bytes) -> int:
    asked = subprocess.run(  # noqa: S603 - the operator's own setting
        shlex.split(command), input=content, capture_output=True, timeout=PATIENCE, check=False
    )
    return asked.returncode


def _ask_clamd(address: str, content: bytes) -> int:
    with _connected(address) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            clamd.sendall(len(piece).to_bytes(4) + piece)
        clamd.sendall((0).to_bytes(4))
        answer = clamd.recv(PIECE)
    if answer.rstrip(b"\0\n").endswith(b" FOUND"):
        return INFECTED
    return CLEAN if answer.rstrip(b"\0\n").endswith(b": OK") else -1


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or CLAMD_PORT), PATIENCE)
    clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    clamd.settimeout(PATIENCE)
    try:
        clamd.connect(parts.path)
    except OSError:
        clamd.close()
        raise
    return clamd
