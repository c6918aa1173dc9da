"""Servers of a test's own: PostgreSQL with nothing in it, Redis with a password, a mail server, a proxy with TLS."""

import contextlib
import datetime
import http.client
import ipaddress
import os
import pwd
import secrets
import shutil
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.portal.jobs.running import wait_until

POSTGRES_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
HOST = "127.0.0.1"


def postgres_program(name: str) -> str | None:
    """Return the path of a program of the newest PostgreSQL of this machine."""
    found = [folder / name for folder in reversed(POSTGRES_FOLDERS) if (folder / name).exists()]
    return str(found[0]) if found else shutil.which(name)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return free.getsockname()[1]


class OwnPostgres:
    """A running server; ``options`` are settings given at its start."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.port, self.password = folder, free_port(), secrets.token_hex(16)
        self._options = options
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """The address of its superuser."""
        return f"postgres://postgres:{self.password}@{HOST}:{self.port}/postgres"

    @property
    def environment(self) -> dict[str, str]:
        """What ``psql`` of its superuser needs."""
        return {"PGHOST": HOST, "PGPORT": str(self.port), "PGPASSWORD": self.password, "POSTGRES_USER": "postgres"}

    def make(self) -> None:
        (self.folder / "password").write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(self.folder / "password", "postgres")
        command = [postgres_program("initdb"), "--pgdata", str(self.folder / "data"), "--username", "postgres"]
        more = [
            "--auth",
            "scram-sha-256",
            "--pwfile",
            str(self.folder / "password"),
            "--no-sync",
            "--locale",
            "C.UTF-8",
        ]
        subprocess.run([*command, *more], check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **_as_postgres())

    def start(self) -> None:
        command = [postgres_program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        settings = [f"listen_addresses={HOST}", f"unix_socket_directories={self.folder}", *self._options]
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*command, *options], stderr=log, cwd=self.folder, **_as_postgres())
        assert wait_until(self.answers, 30), (self.folder / "log").read_text()

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=2):
            return True
        return False

    def stop(self) -> None:
        """End at once, as after a power cut."""
        if self._process:
            self._process.send_signal(3)  # SIGQUIT: immediate shutdown
            self._process.wait(timeout=30)
            self._process = None


@contextmanager
def own_postgres(*options: str) -> Iterator[OwnPostgres]:
    """Run a PostgreSQL with nothing in it on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = OwnPostgres(folder, *options)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres() -> dict:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def own_redis(configuration: Path, port: int, password: str) -> Iterator[redis.Redis]:
    """Run a Redis from the file that the portal's tools made; yield a connection to it."""
    command = [
        "redis-server",
        str(configuration),
        "--port",
        str(port),
        "--bind",
        HOST,
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = redis.Redis(HOST, port, password=password)
    try:
        assert wait_until(lambda: _pings(client), 20)
        yield client
    finally:
        client.close()
        server.kill()
        server.wait()


def _pings(client: redis.Redis) -> bool:
    with contextlib.suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


class _Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        super().__init__((HOST, 0), _Smtp)


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            self.wfile.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))
            if word == b"QUIT":
                return
            if word == b"DATA":
                self._take()

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.mails.append(b"".join(lines).decode(errors="replace"))
        self.wfile.write(b"250 taken\r\n")


@contextmanager
def own_mail_server() -> Iterator[_Mailbox]:
    """Run a mail server that keeps what it is sent in ``mails``."""
    with _Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost that is valid for 60 days; return it and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(HOST))])
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=60))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return folder / "certificate.pem", folder / "key.pem"


@contextmanager
def own_proxy(port: int, to: int, certificate: tuple[Path, Path]) -> Iterator[None]:
    """End TLS on ``port`` and pass on to ``to`` as the proxies of ``tools/`` do: forwarding headers are overwritten."""

    class PassOn(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept = {name: value for name, value in self.headers.items() if not name.lower().startswith("x-forwarded")}
            there = http.client.HTTPConnection(HOST, to, timeout=60)
            there.request(
                self.command,
                self.path,
                body,
                {**kept, "X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "https"},
            )
            found = there.getresponse()
            content = found.read()
            self.send_response_only(found.status, found.reason)
            for name, value in found.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            there.close()

        do_GET = do_POST = answer

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, port), PassOn)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
