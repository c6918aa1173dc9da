"""A mail server for tests that misbehaves as told: on a port of its own, in a thread, for one test."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Stub:
    """``mode``: ok, slow, busy (4xx), refuses (5xx), busy-at-data, drops (takes the mail and cuts the line), mute (takes it
    and never answers). ``taken`` are the ids of mails whose last line came in.
    """

    port: int = 0
    mode: str = "ok"
    taken: list[str] = field(default_factory=list)
    tries: int = 0


@contextmanager
def smtp_stub(mode: str = "ok") -> Iterator[Stub]:
    """Run a server until the block ends."""
    stub, over = Stub(mode=mode), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stub.port = server.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, stub, over), daemon=True)
        thread.start()
        yield stub
        over.set()
        thread.join(2)


def _serve(server: socket.socket, stub: Stub, over: threading.Event) -> None:
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            line, _ = server.accept()
            with line, contextlib.suppress(OSError):
                line.settimeout(2)
                stub.tries += 1
                _talk(line, stub, over)


def _talk(line: socket.socket, stub: Stub, over: threading.Event) -> None:
    if stub.mode == "slow":
        _sleep(over)
        return
    heard = line.makefile("rb")
    say = lambda words: line.sendall(words.encode() + b"\r\n")  # noqa: E731
    say("220 stub")
    for raw in heard:
        verb = raw[:4].upper()
        if verb in (b"EHLO", b"HELO", b"MAIL", b"RSET"):
            say("250 ok")
        elif verb == b"RCPT":
            say({"busy": "451 later", "refuses": "550 nobody"}.get(stub.mode, "250 ok"))
        elif verb == b"DATA":
            say("354 go on")
            if not _take(heard, say, stub, over):
                return
        elif verb == b"QUIT":
            say("221 bye")
            return


def _take(heard, say, stub: Stub, over: threading.Event) -> bool:
    words = b"".join(iter(heard.readline, b".\r\n"))
    if stub.mode == "busy-at-data":
        say("452 full")
        return True
    stub.taken += re.findall(r"Message-ID: (\S+)", words.decode())
    if stub.mode == "mute":
        _sleep(over)
    if stub.mode in ("drops", "mute"):
        return False
    say("250 taken")
    return True


def _sleep(over: threading.Event) -> None:
    for _ in range(100):
        if over.is_set():
            return
        time.sleep(0.01)
