"""Parts of a long document printed by two processes of their own; the process that asks never holds a page.

A press (``press.py``) reads nothing but the pages it is given and is replaced after some parts, so its memory follows
the longest part and not the document (performance goal 17). All are forked from one process that has read the
renderer, which starts at once, so that it reads while the first page is still being written.
"""

import os
import queue
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO, cast

from portal.printing import press as wire
from portal.printing.press import NUMBERS, PART, REFUSED, WHOLE

COMMAND = [sys.executable, "-I", "-B", str(Path(wire.__file__))]
"""Isolated: nothing from the surroundings, from the working directory or beside the file is loaded."""
PRESSES = 2
PARTS_OF_A_PRESS = 16


class PressBroke(Exception):
    """A press ended before its page was printed: too large, too slow, or broken."""


class AskedForMore(Exception):
    """A page asked for something outside itself, which is never opened (S41)."""


class Presses:
    """As many presses as there is work for, two at most; used as a context, which ends them."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(PRESSES, "press")
        self._idle: queue.SimpleQueue[_Press] = queue.SimpleQueue()
        self._house = _House()
        self._all = [_Press(self._house) for _ in range(PRESSES)]
        for press in self._all:
            self._idle.put(press)

    def __enter__(self) -> "Presses":
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for press in self._all:
            press.end()
        self._house.end()

    def parts(self, pages: Iterable[str], *, are_parts: bool = True) -> Iterator[bytes]:
        """Yield the PDF of each page in order, with one waiting for each press; parts come without numbers of pages.

        Raises ``AskedForMore`` and ``PressBroke``.
        """
        waiting: deque[Future[bytes]] = deque()
        for html in pages:
            waiting.append(self._pool.submit(self._print, PART if are_parts else WHOLE, html.encode()))
            if len(waiting) > PRESSES:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def numbers(self, pages: int) -> Future[bytes]:
        """Order so many empty pages that carry their numbers; they are printed while the caller goes on."""
        return self._pool.submit(self._print, NUMBERS, str(pages).encode())

    def _print(self, kind: bytes, asked: bytes) -> bytes:
        press = self._idle.get()
        try:
            return press.print(kind, asked)
        finally:
            self._idle.put(press)


class _House:
    """The process that presses are forked from; one that has ended is replaced when the next press is asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._door, self._process = _started()

    def press(self) -> socket.socket:
        """Return the line to a new press. Raises ``OSError`` when the house has ended."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            if self._process.returncode is not None:
                self._door, self._process = _started()
            try:
                socket.send_fds(self._door, [b"+"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def end(self) -> None:
        """End the process; a press that prints goes on."""
        with self._lock:
            self._door.close()
            self._process.kill()
            self._process.wait()


class _Press:
    """One press, forked with its first page."""

    def __init__(self, house: _House) -> None:
        self._house = house
        self._stream: BinaryIO | None = None
        self._printed = 0

    def print(self, kind: bytes, asked: bytes) -> bytes:
        if self._printed >= PARTS_OF_A_PRESS:
            self.end()
        try:
            stream = self._stream = self._stream or _stream_of(self._house.press())
            self._printed += 1
            wire.write(stream, kind, asked)
            said, made = wire.read(stream)
        except (EOFError, OSError):
            self.end()
            self._house.end()
            raise PressBroke from None
        if said == REFUSED:
            raise AskedForMore
        return made

    def end(self) -> None:
        """Close the line, at which the press ends by itself."""
        stream, self._stream, self._printed = self._stream, None, 0
        if stream is not None:
            with suppress(OSError):  # what was still to be sent has nobody to read it
                stream.close()


def _stream_of(line: socket.socket) -> BinaryIO:
    with line:
        return cast("BinaryIO", line.makefile("rwb"))


def _started() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a house; return the door by which it is asked, and the process."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - the command is a constant, the pages go by lines of their own
            COMMAND, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", "")},
        )  # fmt: skip
    return ours, process
