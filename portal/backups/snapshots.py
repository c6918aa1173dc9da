"""One moment of a database, held still while it is counted and copied; the same for both kinds."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.backups.manifest import Manifest


@dataclass
class Snapshot:
    """What a backup takes from a database. ``part`` names the copy in the archive, ``data`` yields it once."""

    kind: str
    part: str
    tables: dict[str, dict]
    migrations: list[str]
    audit: dict[str, Any]
    data: Callable[[], Iterator[bytes]]
    tools: dict[str, int] = field(default_factory=dict)


class Kind(Protocol):
    """What the module of a kind of database offers."""

    PART: str

    def refuse_tools(self, manifest: Manifest | None = None) -> None:
        """Raise ``BackupError`` when a tool for making (or, with a manifest, for restoring) is absent or too old."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Hold the database still and describe it."""

    def holds_tables(self) -> bool:
        """Tell whether the database in the settings holds anything."""

    def restore(self, pieces: Iterator[bytes], manifest: Manifest) -> str:
        """Put the copy in the place of the database, whole or not at all; return where the old one is, or nothing."""


MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
LAST_EVENT = "SELECT id, mac FROM audit_auditevent ORDER BY at DESC, id DESC LIMIT 1"


def migrations_of(execute: Callable[[str], Any]) -> list[str]:
    """Return the migrations that a database has had, as ``app.name``."""
    return sorted({f"{app}.{name}" for app, name in execute(MIGRATIONS).fetchall()})


def audit_of(execute: Callable[[str], Any], events: int) -> dict[str, Any]:
    """Return the head of the audit trail."""
    row = execute(LAST_EVENT).fetchone()
    if row is None:
        return {"events": 0}
    return {"events": events, "last": str(row[0]).replace("-", ""), "mac": bytes(row[1]).hex()}
