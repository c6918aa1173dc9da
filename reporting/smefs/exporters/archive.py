"""One file in a ZIP archive sealed with a passphrase: AES-256 as WinZip and 7-Zip write it, AE-2 (S38).

The format: https://www.winzip.com/en/support/aes-encryption/.
"""

import hashlib
import hmac
import os
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SALT, KEY, CHECK, PROOF, BLOCK = 16, 32, 2, 10, 16
ROUNDS = 1000
"""Fixed by the format; the length of the passphrase is what protects."""
AES, DEFLATED, VERSION = 99, 8, 51
ENCRYPTED_UTF8 = 0x0801
EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, DEFLATED)
DAY_ZERO = 0x21
"""1 January 1980: the archive says nothing of when and where it was made."""


def sealed_archive(name: str, content: bytes, passphrase: str) -> bytes:
    """Return a ZIP archive that holds ``content`` as ``name`` and opens with the passphrase alone."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    sealed = _sealed(packer.compress(content) + packer.flush(), passphrase)
    written = name.encode()
    common = struct.pack(
        "<HHHHIIIHH", ENCRYPTED_UTF8, AES, 0, DAY_ZERO, 0, len(sealed), len(content), len(written), len(EXTRA)
    )
    local = b"PK\x03\x04" + struct.pack("<H", VERSION) + common + written + EXTRA + sealed
    central = (
        b"PK\x01\x02" + struct.pack("<HH", VERSION, VERSION) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0)
        + written + EXTRA
    )  # fmt: skip
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def _sealed(packed: bytes, passphrase: str) -> bytes:
    salt = os.urandom(SALT)
    keys = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, ROUNDS, 2 * KEY + CHECK)
    secret, proving, check = keys[:KEY], keys[KEY : 2 * KEY], keys[2 * KEY :]
    hidden = _counted(secret, packed)
    proof = hmac.new(proving, hidden, hashlib.sha1).digest()[:PROOF]
    return salt + check + hidden + proof


def _counted(secret: bytes, plain: bytes) -> bytes:
    """Encrypt in counter mode with the counter from 1, its lowest byte first, as the format has it."""
    blocks = -(-len(plain) // BLOCK)
    counters = b"".join(place.to_bytes(BLOCK, "little") for place in range(1, blocks + 1))
    sealer = Cipher(algorithms.AES(secret), modes.ECB()).encryptor()  # noqa: S305 - the key stream of counter mode
    stream = (sealer.update(counters) + sealer.finalize())[: len(plain)]
    return (int.from_bytes(plain, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(plain), "big")
