"""The house of presses: a process that has read the renderer once, and forks a press whenever it is handed a line.

Run as a file and apart from everything (``apart.py``): it has no keys, no settings and no database, does not even load
the package around it, and never draws a letter itself – a library of fonts may keep threads, which a fork would lose.
"""

import gc
import importlib.util
import os
import resource
import signal
import socket
import struct
import sys
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

MEMORY_BYTES = 1 << 30
"""Of addresses, not of memory in use: libraries of fonts and shapes reserve much more than they touch."""
PROCESSOR_SECONDS = 600
LARGEST_FILE_BYTES = 32 << 20
WHOLE, PART, NUMBERS = b"w", b"p", b"n"
MADE, REFUSED = b"m", b"r"
_HEAD = struct.Struct(">cQ")


def write(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    """Say one thing: its kind, its length, its content."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def read(stream: BinaryIO) -> tuple[bytes, bytes]:
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
    """Fork a press for each line that comes by the standard input, until it is closed."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    renderer = _renderer()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=sys.stdin.fileno()) as door:
        while True:
            called, lines, _flags, _address = socket.recv_fds(door, 1, 1)
            if not called:
                return
            if os.fork() == 0:
                _print_pages(lines[0], door, renderer)
            os.close(lines[0])


def _renderer() -> ModuleType:
    path = Path(__file__).with_name("rendering.py")
    spec = importlib.util.spec_from_file_location("rendering", path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - the file stands beside this one
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _print_pages(line: int, door: socket.socket, renderer: ModuleType) -> None:
    """Be a press: print what comes by ``line`` until there is no more, and end. Rubbish is cleared between pages."""
    gc.disable()
    try:
        door.close()
        with socket.socket(fileno=line).makefile("rwb") as stream:
            while True:
                write(stream, *_printed(renderer, *read(stream)))  # type: ignore[arg-type]
                gc.collect()
    finally:
        os._exit(0)


def _printed(renderer: ModuleType, kind: bytes, asked: bytes) -> tuple[bytes, bytes]:
    try:
        if kind == NUMBERS:
            return MADE, renderer.numbers(int(asked))
        return MADE, renderer.rendered(asked.decode(), is_part=kind == PART)
    except renderer.NothingToFetch:
        return REFUSED, b""


if __name__ == "__main__":
    main()
