"""Primary keys made in Python, ordered by time, so that a ciphertext can name its row before insert."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds, 12 bits of sequence, 62 random.

    Within one process later calls give larger values, so "entered later" is "larger id".
    """
    global _last
    with _lock:
        stamp = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | (int.from_bytes(os.urandom(8), "big") >> 2)
    return uuid.UUID(int=value)
