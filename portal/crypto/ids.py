"""Primary keys made in Python, ordered by time, so that a ciphertext can name its row before insert."""

import os
import threading
import time
import uuid


class _Stamps:
    """Milliseconds and a 12-bit sequence in one number that only grows, also when the clock is set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        with self._lock:
            self._last = max((time.time_ns() // 1_000_000) << 12, self._last + 1)
            return self._last


_stamps = _Stamps()


def new_id() -> uuid.UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds, 12 bits of sequence, 62 random.

    Within one process later calls give larger values, so "entered later" is "larger id".
    """
    stamp = _stamps.next()
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | (int.from_bytes(os.urandom(8), "big") >> 2)
    return uuid.UUID(int=value)
