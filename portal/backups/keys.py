"""Keys of backups (recipients and identities of age), and how a backup names the keys of the key ring (S61)."""

import hashlib
import hmac
import os
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backups.errors import BackupError
from portal.crypto.keys import KeyRing

PRIVATE_KEY_FILE = "portal-backup-private-key.txt"


def make_pair(folder: Path) -> tuple[Path, str]:
    """Write a new private key into ``folder`` (mode 0600); return its file and the public key.

    Raises ``BackupError`` when one is there already, or the folder is the portal's own.
    """
    if folder.resolve().is_relative_to(Path(settings.PORTAL_VAR).resolve()):
        raise BackupError(_("The private key must not lie in the portal’s own folder. Choose another one."))
    identity = pyrage.x25519.Identity.generate()
    public, path = str(identity.to_public()), folder / PRIVATE_KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"# created: {timezone.now():%Y-%m-%dT%H:%M:%SZ}\n# public key: {public}\n{identity}\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BackupError(_("There is a private key already, it is left alone: %(path)s") % {"path": path}) from None
    except OSError as error:
        raise BackupError(_("Cannot write here: %(path)s (%(reason)s)") % _about(path, error)) from None
    return path, public


def recipients_from(lines: list[str]) -> list:
    """Return the recipients that public keys name; raises ``BackupError`` when there is none or one is not readable."""
    keys = [line.strip() for line in lines if line.strip()]
    if not keys:
        raise BackupError(_("No public key is set. Make a pair with backup_keys and set PORTAL_BACKUP_RECIPIENTS."))
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError:
        raise BackupError(_("PORTAL_BACKUP_RECIPIENTS holds something that is not a public key (age1…).")) from None


def identities_from(path: Path) -> list:
    """Return the identities of a private key file; raises ``BackupError`` when it holds none."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except OSError as error:
        raise BackupError(_("The private key cannot be read: %(path)s (%(reason)s)") % _about(path, error)) from None
    except (pyrage.IdentityError, UnicodeDecodeError):
        found = []
    if not found:
        raise BackupError(_("This file holds no private key of backups: %(path)s") % {"path": path})
    return found


def ring_identifiers(ring: KeyRing) -> dict[str, str]:
    """Return for each key of the ring, by name, a short keyed hash: it tells one from another and reveals nothing."""
    named = {f"field {name}": key for name, key in ring.field.items()}
    named.update(index=ring.index, audit=ring.audit, pseudonym=ring.pseudonym)
    return {name: hmac.new(key, b"portal: which key", hashlib.sha256).hexdigest()[:16] for name, key in named.items()}


def missing_keys(needed: dict[str, str], ring: KeyRing) -> list[str]:
    """Return the names of keys that a backup needs and ``ring`` lacks or holds with another content."""
    there = ring_identifiers(ring)
    return sorted(name for name, identifier in needed.items() if there.get(name) != identifier)


def manifest_mac(ring: KeyRing, manifest: bytes) -> bytes:
    """Return the keyed hash that shows that this installation wrote the manifest.

    A public key lets anybody make a file that opens; only the key ring makes one that is accepted.
    """
    key = hmac.new(ring.audit, b"portal: manifest of a backup", hashlib.sha256).digest()
    return hmac.new(key, manifest, hashlib.sha256).hexdigest().encode()


def _about(path: Path, error: OSError) -> dict[str, object]:
    return {"path": path, "reason": error.strerror}
