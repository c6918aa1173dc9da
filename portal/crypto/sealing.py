"""Sealing of values: AES-256-GCM bound to table, column and row (S58), and the blind index (S59).

A sealed value is ``version byte | key id length | key id | 12 byte nonce | ciphertext and tag``. The
associated data names the place it belongs to, so a value copied to another row or column, or with one
bit changed, does not open.
"""

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1


class SealBroken(Exception):
    """A sealed value does not open: changed, moved to another row, or its key is gone."""


def seal(key: bytes, key_id: str, value: bytes, place: str) -> bytes:
    """Encrypt ``value`` with ``key``, bound to ``place`` (``table|column|row``)."""
    nonce = os.urandom(12)
    header = bytes([VERSION, len(key_id)]) + key_id.encode()
    return header + nonce + AESGCM(key).encrypt(nonce, value, header + place.encode())


def key_id_of(sealed: bytes) -> str:
    """Return the id of the key that sealed the value."""
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise SealBroken("unknown form")
    return sealed[2 : 2 + sealed[1]].decode()


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Decrypt a value of ``seal``; raises ``SealBroken`` when it was changed or moved."""
    start = 2 + sealed[1]
    header, nonce, body = sealed[:start], sealed[start : start + 12], sealed[start + 12 :]
    try:
        return AESGCM(key).decrypt(nonce, body, header + place.encode())
    except InvalidTag:
        raise SealBroken(place.split("|")[0]) from None


def blind_index(context: str, value: str) -> bytes | None:
    """Return the keyed hash by which an exact value is found again; ``None`` for a blank value.

    ``context`` names the kind of value (``pesel``), so equal values of two kinds do not meet. The value is
    normalised (NFKC, upper case, no spaces or dashes).
    """
    normal = "".join(c for c in unicodedata.normalize("NFKC", value).upper() if c.isalnum() or c in "@.+_")
    if not normal:
        return None
    message = f"{context}\x00{normal}".encode()
    return hmac.new(settings.PORTAL_KEY_RING.index, message, hashlib.sha256).digest()


def fingerprint(context: str, content: str) -> bytes:
    """Return the keyed hash of ``content`` as it stands: recognises a text again without storing it."""
    return hmac.new(settings.PORTAL_KEY_RING.index, f"{context}\x00{content}".encode(), hashlib.sha256).digest()
