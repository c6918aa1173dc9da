"""Sealing of values: AES-256-GCM bound to table, column and row (S58), and the blind index (S59).

A sealed value is ``version byte | key id length | key id | 12 byte nonce | ciphertext and tag``. The
associated data names the place it belongs to, so a value copied to another row or column, or with one
bit changed, does not open.
"""

import hashlib
import hmac
import logging
import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

logger = logging.getLogger(__name__)

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """A sealed value does not open: changed, moved to another row, or its key is gone."""


def seal(key: bytes, key_id: str, value: bytes, place: str) -> bytes:
    """Encrypt ``value`` with ``key``, bound to ``place`` (``table|column|row``)."""
    nonce, name = os.urandom(NONCE_BYTES), key_id.encode()
    header = bytes([VERSION, len(name)]) + name
    return header + nonce + AESGCM(key).encrypt(nonce, value, header + place.encode())


def key_id_of(sealed: bytes) -> str:
    """Return the id of the key that sealed the value; raises ``SealBroken`` when it names none."""
    header, _nonce, _body = _parts(sealed)
    try:
        return header[2:].decode()
    except UnicodeDecodeError:
        raise SealBroken("unknown form") from None


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Decrypt a value of ``seal``; raises ``SealBroken``, and an alarm in the log, when it was changed or moved."""
    try:
        return _opened(key, sealed, place)
    except (InvalidTag, SealBroken):
        logger.critical("a sealed value does not open: %s", place)
        raise SealBroken(place.partition("|")[0]) from None


def unseal_with_any(keys: Iterable[bytes], sealed: bytes, place: str) -> bytes:
    """Decrypt with the first of ``keys`` that opens it; raises ``SealBroken`` like ``unseal`` when none does.

    A further key is asked for only when those before it do not open. The tag tells which one sealed the value, so a
    wrong key gives nothing.
    """
    own = b""
    for key in keys:
        own = own or key
        with suppress(InvalidTag, SealBroken):
            return _opened(key, sealed, place)
    return unseal(own, sealed, place)


def master_key_of(sealed: bytes) -> bytes:
    """Return the master key that sealed the value; raises ``SealBroken`` when the ring has it no more."""
    key_id = key_id_of(sealed)
    try:
        return settings.PORTAL_KEY_RING.field[key_id]
    except KeyError:
        logger.critical("a sealed value names a key that is not in the ring")
        raise SealBroken("unknown key") from None


def blind_index(context: str, value: str) -> bytes | None:
    """Return the keyed hash by which an exact value is found again; ``None`` for a blank value.

    ``context`` names the kind of value (``pesel``), so equal values of two kinds do not meet. The value is
    normalised: NFKC, upper case, no spaces; of what is no e-mail address only letters, digits and ``+`` count.
    """
    normal = unicodedata.normalize("NFKC", value).upper()
    normal = "".join(c for c in normal if c.isalnum() or c == "+" or ("@" in normal and not c.isspace()))
    return _keyed_hash(context, normal) if normal else None


def fingerprint(context: str, content: str) -> bytes:
    """Return the keyed hash of ``content`` as it stands: recognises a text again without storing it."""
    return _keyed_hash(context, content)


def _opened(key: bytes, sealed: bytes, place: str) -> bytes:
    header, nonce, body = _parts(sealed)
    return AESGCM(key).decrypt(nonce, body, header + place.encode())


def keyed_number(context: str, text: str) -> int:
    """Return a keyed hash of 62 bits as a number: for meeting in an index, not for proof (S59)."""
    key = settings.PORTAL_KEY_RING.index[: hashlib.blake2b.MAX_KEY_SIZE]
    message = f"{context}\x00{text}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(message, key=key, digest_size=8).digest(), "big") >> 2


def _keyed_hash(context: str, text: str) -> bytes:
    message = f"{context}\x00{text}".encode(errors="surrogatepass")
    return hmac.new(settings.PORTAL_KEY_RING.index, message, hashlib.sha256).digest()


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Return header, nonce and ciphertext; raises ``SealBroken`` for what ``seal`` never made."""
    start = 2 + sealed[1] if len(sealed) > 1 and sealed[0] == VERSION else len(sealed)
    nonce_end = start + NONCE_BYTES
    if len(sealed) < nonce_end + TAG_BYTES:
        raise SealBroken("unknown form")
    return sealed[:start], sealed[start:nonce_end], sealed[nonce_end:]
