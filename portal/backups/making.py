"""Making a backup: one encrypted file that has its name only when it is whole (S61)."""

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.enums import Action
from portal.audit.trail import record
from portal.backups import postgresql, sqlite
from portal.backups.archive import PIECE, Counted, writing
from portal.backups.errors import BackupError
from portal.backups.keys import manifest_mac, recipients_from, ring_identifiers
from portal.backups.manifest import Manifest, product_version
from portal.backups.snapshots import Kind, Snapshot

NAME = "portal-%Y%m%dT%H%M%SZ.backup"


@dataclass(frozen=True)
class Made:
    """A backup that was just written."""

    path: Path
    bytes: int
    sha256: str
    made_at: datetime
    manifest: Manifest


def make_backup(folder: Path, recipients: list[str]) -> Made:
    """Write a backup of this moment into ``folder``; note it in ``last.json`` and in the audit trail.

    Processes go on working meanwhile. Raises ``BackupError``; then there is no new file.
    """
    keys, kind, moment = recipients_from(recipients), kind_in_use(), timezone.now()
    path = folder / moment.strftime(NAME)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    kind.refuse_tools()
    _refuse_folder(folder, path)
    _remove_remains(folder)
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            counted = Counted(file)
            with kind.snapshot() as snapshot, writing(counted, keys) as archive:
                archive.add(snapshot.part, snapshot.data())
                manifest = _describe(snapshot, moment, archive.parts)
                text = manifest.as_bytes()
                archive.close_with(text, manifest_mac(settings.PORTAL_KEY_RING, text))
            file.flush()
            os.fsync(file.fileno())
            _refuse_other_bytes(file, counted)
        draft.rename(path)
        _keep(folder)
    except OSError as error:
        said = {"path": folder, "reason": error.strerror}
        raise BackupError(_("Cannot write here: %(path)s (%(reason)s)") % said) from None
    finally:
        draft.unlink(missing_ok=True)
    made = Made(path, counted.bytes, counted.digest.hexdigest(), moment, manifest)
    _note(made)
    return made


def kind_in_use() -> Kind:
    """Return the module for the kind of database in the settings."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def last_file() -> Path:
    """Return the file that says when the last backup was made."""
    return Path(settings.PORTAL_VAR) / "backups" / "last.json"


def _describe(snapshot: Snapshot, moment: datetime, parts: dict[str, dict]) -> Manifest:
    return Manifest(
        made_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        version=product_version(),
        kind=snapshot.kind,
        migrations=snapshot.migrations,
        tables=snapshot.tables,
        keys=ring_identifiers(settings.PORTAL_KEY_RING),
        audit=snapshot.audit,
        tools=snapshot.tools,
        parts=parts,
    )


def _refuse_folder(folder: Path, path: Path) -> None:
    if not folder.is_dir():
        raise BackupError(_("There is no folder %(path)s.") % {"path": folder})
    if path.exists():
        raise BackupError(_("There is a backup of this second already: %(path)s") % {"path": path})


def _refuse_other_bytes(file: BinaryIO, counted: Counted) -> None:
    """Read back what was written: a bad disk is better found today."""
    file.seek(0)
    digest = hashlib.sha256()
    for piece in iter(lambda: file.read(PIECE), b""):
        digest.update(piece)
    if digest.digest() != counted.digest.digest():
        raise BackupError(_("What was written cannot be read back. Look at the disk of the backups."))


def _remove_remains(folder: Path) -> None:
    """Remove what a killed backup has left (encrypted, and of no use) a day ago or earlier."""
    for path in folder.glob(".portal-*.partial"):
        with suppress(OSError):
            if timezone.now().timestamp() - path.stat().st_mtime > 24 * 60 * 60:
                path.unlink()


def _keep(folder: Path) -> None:
    """Let the new name survive a power cut, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _note(made: Made) -> None:
    path = last_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {
        "made_at": made.manifest.made_at,
        "file": made.path.name,
        "sha256": made.sha256,
        "bytes": made.bytes,
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content) + "\n", encoding="ascii")
    draft.replace(path)
    record(Action.EXPORT, by=None, object_type="backup", object_id=made.path.name, detail={"sha256": made.sha256})
