"""The programs of PostgreSQL: which there are, how they find the database, what they complain of.

The password goes to them in their environment, never among the arguments that everybody on the machine sees (S47).
"""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import IO

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from portal.backups.errors import BackupError


class Listener(threading.Thread):
    """Keeps what a program complains of in ``text``, so that its pipe never fills."""

    def __init__(self, pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.pipe, self.text = pipe, ""
        self.start()

    def run(self) -> None:
        """Listen to the end."""
        self.text = self.pipe.read().decode(errors="replace")

    def first(self) -> str:
        """Return the first complaint, when the program has ended. Details, which can hold rows, are left out."""
        self.join()
        lines = self.text.splitlines()
        told = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()] or lines or ["?"]
        return told[0].split("ERROR:")[-1].strip()[:200]


class Feeder(threading.Thread):
    """Hands pieces to a program while its answer is being read; ``failed`` is what stopped the pieces."""

    def __init__(self, pieces: Iterable[bytes], pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.pieces, self.pipe = pieces, pipe
        self.failed: Exception | None = None
        self.start()

    def run(self) -> None:
        """Feed to the end, or as long as the program takes anything."""
        try:
            with suppress(BrokenPipeError), self.pipe:
                for piece in self.pieces:
                    self.pipe.write(piece)
        except Exception as error:  # noqa: BLE001 - told by the thread that waits
            self.failed = error


def find(tool: str) -> str:
    """Return the path of a tool; raises ``BackupError`` when it is not installed."""
    path = shutil.which(tool)
    if path is None:
        raise BackupError(_("%(tool)s is not installed: install the client tools of PostgreSQL.") % {"tool": tool})
    return path


def version_of(tool: str) -> int:
    """Return the major version of a tool."""
    said = subprocess.run([find(tool), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    if version is None:
        raise BackupError(_("%(tool)s does not tell its version.") % {"tool": tool})
    return int(version[1])


def server_version() -> int:
    """Return the major version of the server."""
    with connection.cursor():
        return connection.pg_version // 10_000


def where() -> tuple[list[str], dict[str, str]]:
    """Return the arguments that name the database, and the environment with the password."""
    arguments, own = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:], {**os.environ, **(own or {}), "LC_MESSAGES": "C"}
