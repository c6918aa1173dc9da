"""Bringing a backup back: everything that can be wrong is found before anything is overwritten (S61, L24)."""

import hashlib
import hmac
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from portal.audit.enums import Action
from portal.audit.trail import record
from portal.audit.triggers import missing_triggers
from portal.audit.verification import verify_trail
from portal.backups.archive import reading
from portal.backups.errors import BackupError, NotRestorable
from portal.backups.keys import identities_from, manifest_mac, missing_keys
from portal.backups.making import kind_in_use
from portal.backups.manifest import FORMAT, Manifest, product_version, read_manifest
from portal.operations.database import known_changes


@dataclass(frozen=True)
class Restored:
    """What a restore did. ``kept``: where the old database is; ``broken``: what `verify_trail` found."""

    manifest: Manifest
    kept: str
    broken: list[str]


def check_backup(path: Path, identity: Path) -> Manifest:
    """Read a backup from its first to its last byte and return what it says of itself.

    Raises ``NotRestorable`` when it cannot be restored by this installation, ``BackupError`` when it cannot be read.
    """
    found = _read_through(path, identities_from(identity))
    manifest = _accepted(*found)
    _refuse_kind(manifest)
    _refuse_newer(manifest)
    kind_in_use().refuse_tools(manifest)
    return manifest


def restore_backup(path: Path, identity: Path, *, replace: bool) -> Restored:
    """Put the database of a backup in the place of the one in the settings and make it whole.

    With ``replace`` a database that holds something is set aside, not removed. Afterwards everybody signs in
    anew. Raises ``BackupError``; then, up to the swap, nothing has changed.
    """
    with _own_copy(path) as own:
        return _restore(own, path.name, identity, replace=replace)


@contextmanager
def _own_copy(path: Path) -> Iterator[Path]:
    """Copy the file, sealed as it is, to where nobody else writes: what is checked is what is restored."""
    with TemporaryDirectory(prefix="portal-restore-") as folder:
        own = Path(folder) / path.name
        try:
            shutil.copyfile(path, own)
        except OSError as error:
            message = _("The backup cannot be read: %(path)s (%(reason)s)")
            raise BackupError(message % {"path": path, "reason": error.strerror}) from None
        yield own


def _restore(path: Path, name: str, identity: Path, *, replace: bool) -> Restored:
    manifest, kind = check_backup(path, identity), kind_in_use()
    if kind.holds_tables() and not replace:
        raise BackupError(_("The database is not empty. With --replace it is set aside and replaced."))
    with closing(reading(path, identities_from(identity))) as pieces:
        kept = kind.restore((piece for part, piece in pieces if part == kind.PART), manifest)
    call_command("migrate", verbosity=0, interactive=False)
    missing = missing_triggers()
    if missing:
        raise BackupError(_("Triggers are missing on: %(tables)s. Run migrate.") % {"tables": ", ".join(missing)})
    broken = [str(finding) for finding in verify_trail()]
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    detail = {"made_at": manifest.made_at, "rows": manifest.rows, "broken_events": len(broken)}
    record(Action.RESTORE, by=None, object_type="backup", object_id=name, detail=detail)
    return Restored(manifest, kept, broken)


def _read_through(path: Path, identities: list) -> tuple[bytes, bytes, dict[str, dict]]:
    """Return manifest, its keyed hash, and length and SHA-256 of the parts that are really there."""
    digests: dict[str, tuple] = {}
    last = {"manifest.json": b"", "manifest.mac": b""}
    try:
        for part, piece in _told(path, identities):
            if part in last:
                last[part] += piece
                continue
            digest, length = digests.get(part, (hashlib.sha256(), 0))
            digest.update(piece)
            digests[part] = digest, length + len(piece)
    except OSError as error:
        message = _("The backup cannot be read: %(path)s (%(reason)s)")
        raise BackupError(message % {"path": path, "reason": error.strerror}) from None
    parts = {part: {"bytes": length, "sha256": digest.hexdigest()} for part, (digest, length) in digests.items()}
    return last["manifest.json"], last["manifest.mac"], parts


def _told(path: Path, identities: list) -> Iterator[tuple[str, bytes]]:
    with closing(reading(path, identities)) as pieces:
        yield from pieces


def _accepted(text: bytes, mac: bytes, parts: dict[str, dict]) -> Manifest:
    """Return the manifest after comparing keys, its keyed hash and the parts."""
    try:
        manifest = read_manifest(text)
    except (ValueError, TypeError, AttributeError):
        newer = re.search(rb'"format": (\d+)', text)
        if newer and int(newer[1]) > FORMAT:
            raise _newer("> " + product_version()) from None
        raise NotRestorable(_("This is not a backup of the portal.")) from None
    missing = missing_keys(manifest.keys, settings.PORTAL_KEY_RING)
    if missing:
        message = _("The key ring lacks keys that the backup needs: %(keys)s. Use the key ring of that time.")
        raise NotRestorable(message % {"keys": ", ".join(missing)})
    if not hmac.compare_digest(mac, manifest_mac(settings.PORTAL_KEY_RING, text)):
        raise NotRestorable(_("The backup was not made by this installation."))
    if parts != manifest.parts:
        raise NotRestorable(_("The backup is damaged or incomplete. Take another one."))
    return manifest


def _refuse_kind(manifest: Manifest) -> None:
    if manifest.kind != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        message = _("The backup is from %(backup)s and cannot be restored into %(database)s.")
        found = {"backup": names.get(manifest.kind, manifest.kind), "database": names[connection.vendor]}
        raise NotRestorable(message % found)


def _refuse_newer(manifest: Manifest) -> None:
    """Migrations that nobody here knows come from a newer version, whatever its number says."""
    known = {f"{app}.{name}" for app, name in known_changes()}
    ours = {config.label for config in apps.get_app_configs()}
    unknown = [each for each in manifest.migrations if each not in known and each.split(".")[0] in ours]
    if unknown or _numbers(manifest.version) > _numbers(product_version()):
        raise _newer(manifest.version)


def _newer(version: str) -> NotRestorable:
    message = _("The backup is from a newer version of the portal (%(version)s). Install that one first.")
    return NotRestorable(message % {"version": version})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
