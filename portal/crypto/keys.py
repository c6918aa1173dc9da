"""The key ring: every secret of the portal, kept outside the database (S58–S60).

A key ring is a JSON file with mode 0600. ``field`` holds the master keys by id (``current`` encrypts,
all decrypt); ``index``, ``audit``, ``pseudonym`` and ``heads`` are keys of their own so that none can stand
in for another. A ring from before ``heads`` needs nothing: that key is then derived from ``audit``, until one
is added. The try-out makes its ring on first use; production must be given one.
"""

import binascii
import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True)
class KeyRing:
    """The secrets in memory. ``field`` maps a key id to 32 bytes; ``current`` is the id in use.

    ``heads`` is the seed of the Ed25519 key that signs the daily heads of the audit trail (S33).
    """

    secret_key: str
    current: str
    field: dict[str, bytes]
    index: bytes
    audit: bytes
    pseudonym: bytes
    heads: bytes

    @property
    def former_heads(self) -> bytes:
        """The seed that signed heads before the ring had a key of its own for them; equal to ``heads`` until then."""
        return derived_heads(self.audit)

    def __repr__(self) -> str:
        return f"<KeyRing current={self.current} ids={sorted(self.field)}>"


def new_key_ring() -> dict:
    """Return the JSON form of a fresh key ring."""

    def fresh() -> str:
        return b64encode(secrets.token_bytes(KEY_BYTES)).decode()

    return {
        "secret_key": secrets.token_urlsafe(64),
        "current": "k1",
        "field": {"k1": fresh()},
        "index": fresh(),
        "audit": fresh(),
        "pseudonym": fresh(),
        "heads": fresh(),
    }


def derived_heads(audit: bytes) -> bytes:
    """Return the signing seed of a ring that holds none: HKDF-SHA-256 of the key of the trail."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"portal audit heads").derive(audit)


def write_key_ring(path: Path) -> None:
    """Write a fresh key ring to ``path`` (mode 0600); an existing file is left alone.

    The file appears whole or not at all, also when two processes start at once, and stays after a power cut.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(new_key_ring(), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _keep(path.parent)


def load_key_ring(location: str, *, create: bool = False) -> KeyRing:
    """Read the key ring at ``location``; with ``create`` make it first when it is absent (try-out).

    Raises ``ImproperlyConfigured``, naming no secret, when the ring is absent, unreadable or unsafe.
    """
    path = Path(location)
    if create and not path.exists():
        write_key_ring(path)
    try:
        raw = json.loads(path.read_text())
        ring = KeyRing(
            secret_key=raw["secret_key"],
            current=raw["current"],
            field={key_id: b64decode(key, validate=True) for key_id, key in raw["field"].items()},
            index=b64decode(raw["index"], validate=True),
            audit=(audit := b64decode(raw["audit"], validate=True)),
            pseudonym=b64decode(raw["pseudonym"], validate=True),
            heads=b64decode(raw["heads"], validate=True) if "heads" in raw else derived_heads(audit),
        )
    except OSError as error:
        raise ImproperlyConfigured(f"The key ring {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise ImproperlyConfigured(f"The key ring {path} is not complete.") from None
    _refuse_weak(ring, path)
    return ring


def _refuse_weak(ring: KeyRing, path: Path) -> None:
    keys = [*ring.field.values(), ring.index, ring.audit, ring.pseudonym, ring.heads]
    if ring.current not in ring.field or len(ring.secret_key) < KEY_BYTES:
        raise ImproperlyConfigured(f"The key ring {path} is not complete.")
    if any(len(key) != KEY_BYTES for key in keys) or len(set(keys)) < len(keys):
        raise ImproperlyConfigured(f"The keys in {path} must be different and have {KEY_BYTES} bytes each.")


def _keep(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
