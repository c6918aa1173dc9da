"""Parts of a long document printed by two processes of their own; the process that asks never holds a page.

A press has no keys, no database and no settings, reads nothing but the pages it is given, and is replaced after some
parts, so its memory follows the longest part and not the document (performance goal 17).
"""

import os
import queue
import resource
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "portal.printing.apart"]
PRESSES = 2
PARTS_OF_A_PRESS = 16
MEMORY_BYTES = 1 << 30
"""Of addresses, not of memory in use: libraries of fonts and shapes reserve much more than they touch."""
PROCESSOR_SECONDS = 600
LARGEST_FILE_BYTES = 32 << 20
WHOLE, PART, NUMBERS = b"w", b"p", b"n"
MADE, REFUSED = b"m", b"r"
_HEAD = struct.Struct(">cQ")


class PressBroke(Exception):
    """A press ended before its page was printed: too large, too slow, or broken."""


class AskedForMore(Exception):
    """A page asked for something outside itself, which is never opened (S41)."""


class Presses:
    """As many presses as there is work for, two at most; used as a context, which ends them."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(PRESSES, "press")
        self._idle: queue.SimpleQueue[_Press] = queue.SimpleQueue()
        self._all = [_Press() for _ in range(PRESSES)]
        for press in self._all:
            self._idle.put(press)

    def __enter__(self) -> "Presses":
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for press in self._all:
            press.end()

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

    def numbers(self, pages: int) -> bytes:
        """Return so many empty pages that carry their numbers."""
        return self._print(NUMBERS, str(pages).encode())

    def _print(self, kind: bytes, asked: bytes) -> bytes:
        press = self._idle.get()
        try:
            return press.print(kind, asked)
        finally:
            self._idle.put(press)


class _Press:
    """One process, started with its first page."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = 0

    def print(self, kind: bytes, asked: bytes) -> bytes:
        if self._printed >= PARTS_OF_A_PRESS:
            self.end()
        process = self._process = self._process or _started()
        self._printed += 1
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
        try:
            _write(process.stdin, kind, asked)
            said, made = _read(process.stdout)
        except (EOFError, BrokenPipeError):
            self.end()
            raise PressBroke(str(process.returncode)) from None
        if said == REFUSED:
            raise AskedForMore
        return made

    def end(self) -> None:
        process, self._process, self._printed = self._process, None, 0
        if process is not None:
            process.kill()
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    surroundings = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(  # noqa: S603 - the command is a constant, the pages go by the standard input
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=surroundings
    )


def _write(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def _read(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Return kind and content of what comes next; raises ``EOFError`` when nothing more comes."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, size = _HEAD.unpack(head)
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return kind, content


def main() -> None:
    """Print the pages that come by the standard input until there are no more."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    from portal.printing.rendering import NothingToFetch, numbers, rendered  # noqa: PLC0415 - under the limits

    while True:
        try:
            kind, asked = _read(sys.stdin.buffer)
        except EOFError:
            return
        try:
            made = numbers(int(asked)) if kind == NUMBERS else rendered(asked.decode(), is_part=kind == PART)
            _write(sys.stdout.buffer, MADE, made)
        except NothingToFetch:
            _write(sys.stdout.buffer, REFUSED, b"")


if __name__ == "__main__":
    main()
