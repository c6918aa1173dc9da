"""Ending a process that must not run: one line for each reason, in Polish and English (S46).

Imports neither settings nor models, so that the settings themselves can refuse.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from portal.audit.plain import without_controls
from portal.operations.sentences import SENTENCES

SETTINGS = ("PORTAL_", "DATABASE_URL", "REDIS_URL")
"""What the names of the product's own settings begin with."""
KEY_RING = "PORTAL_KEYS_FILE"
"""Names the key ring itself and no file with a setting: the try-out makes a missing one, production has E004."""


@dataclass(frozen=True)
class Reason:
    """Why the portal does not start: the id of a sentence, and the name that fills its gap (never a secret)."""

    id: str
    detail: str = ""

    @property
    def polish(self) -> str:
        """The sentence in Polish."""
        return self._filled(0)

    @property
    def english(self) -> str:
        """The sentence in English."""
        return self._filled(1)

    def __str__(self) -> str:
        return f"{self.id}: {self.polish} / {self.english}"

    def _filled(self, language: int) -> str:
        return SENTENCES[self.id][language].replace("{detail}", without_controls(self.detail))


class Unsafe(SystemExit):
    """Ends the process with exit code 1 and the reasons on standard error, however it was started.

    A ``SystemExit``, because web server, worker, beat and commands all let that one through.
    """

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(str(reason) for reason in self.reasons))


def refuse(reason_id: str, detail: str = "") -> NoReturn:
    """Raise ``Unsafe`` for one reason."""
    raise Unsafe([Reason(reason_id, detail)])


def named_files() -> dict[str, Path]:
    """Return the files that settings come from, by variable: ``DATABASE_URL_FILE`` and its like, and the key ring."""
    names = (name for name in os.environ if name.endswith("_FILE") and name.startswith(SETTINGS))
    return {name: Path(os.environ[name]) for name in sorted(names) if os.environ[name]}


def refuse_unreadable_files() -> None:
    """Raise ``Unsafe`` when a setting stands in a file that is none, or that cannot be read."""
    files = {name: path for name, path in named_files().items() if name != KEY_RING}
    found = [
        Reason("operations.E013", f"{name}={path}")
        for name, path in files.items()
        if not (os.access(path, os.R_OK) and path.is_file())
    ]
    if found:
        raise Unsafe(found)
