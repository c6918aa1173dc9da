"""The portal and its floor behind the same web server, and requests over loopback by turns."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OK = 200


@dataclass(frozen=True)
class Site:
    """A running server: where, and as whom its pages are asked for; without a cookie as a stranger."""

    port: int
    cookie: str
    process: subprocess.Popen

    def seconds(self, path: str, times: int) -> list[float]:
        """Return how long each of ``times`` requests took, over one kept connection."""
        connection, found = http.client.HTTPConnection("localhost", self.port, timeout=120), []
        headers = {"Accept-Language": "pl"} | ({"Cookie": f"sessionid={self.cookie}"} if self.cookie else {})
        for _ in range(times):
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            found.append(time.perf_counter() - began)
            assert answer.status == OK, f"{path}: {answer.status}"  # noqa: S101 - a measurement of a failure means nothing
        connection.close()
        return found

    def seconds_at_once(self, path: str, times: int, clients: int) -> list[float]:
        """Return how long each request took while ``clients`` ask at the same time."""
        found: list[float] = []
        threads = [threading.Thread(target=lambda: found.extend(self.seconds(path, times))) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def memory(self) -> float:
        """Return the resident MiB of the largest process of the server."""
        listed = subprocess.run(  # noqa: S603
            ["ps", "-o", "rss=", "--ppid", str(self.process.pid)],  # noqa: S607
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return max(int(line) for line in listed.stdout.split()) / 1024


@contextmanager
def served(application: str, cookie: str, environment: Mapping[str, str]) -> Iterator[Site]:
    """Serve a WSGI application with one worker and two threads, as the product is served."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-access-log", "--log-level", "error",
        application,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})  # noqa: S603
    try:
        _wait(port)
        yield Site(port, cookie, process)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")
