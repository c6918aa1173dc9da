"""Pages over loopback against the floor's: the slowest twentieth of requests, by turns (performance goals 8–12, 19)."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from benchmarks.pages import addresses, coordinator_of
from benchmarks.pairs import verdict
from benchmarks.servers import ROOT, Site, served
from portal.accounts.models import User
from portal.programmes.models import GrantProject

PAIRS, REQUESTS = 9, 30
WITHOUT_LIMIT = 4
"""Requests of a page that is only shown beside its floor: one of seconds would be asked for half an hour."""
FLOOR_SETTINGS = {"DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings"}
NOTES = """
import django; django.setup()
from django.db import connection
from benchmarks.floor.models import Applicant, Note
for model in (Applicant, Note):
    if model._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor: editor.create_model(model)
"""
MEBIBYTES_LIMIT, MIXED = 1.6, 10_000


@dataclass(frozen=True)
class Line:
    """One measured page: seconds of the slowest twentieth of both, and pair by pair how they compare."""

    name: str
    portal: float
    floor: float
    ratios: list[float]
    limit: float | None

    @property
    def quartiles(self) -> list[float]:
        """Return the quartiles of the ratios."""
        return statistics.quantiles(self.ratios, n=4)

    @property
    def is_missed(self) -> bool:
        """Tell whether the upper quartile of the ratios is over the limit."""
        return self.limit is not None and self.quartiles[2] > self.limit

    def __str__(self) -> str:
        ways = f"portal {self.portal * 1000:.1f} ms, floor {self.floor * 1000:.1f} ms"
        return f"{self.name}: {ways}, {verdict(self.quartiles, self.limit)}"


class Sites:
    """Portal and floor, served beside each other over the same database."""

    def __init__(self, project: GrantProject) -> None:
        self._stack, self._client = ExitStack(), coordinator_of(project)
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", NOTES], cwd=ROOT, env={**os.environ, **FLOOR_SETTINGS}, check=True
        )
        cookie = self._client.cookies[settings.SESSION_COOKIE_NAME].value
        self.portal = self._stack.enter_context(served("portal.wsgi:application", cookie, {}))
        floor = "benchmarks.floor.wsgi:application"
        self.floor = self._stack.enter_context(served(floor, _session(self._client), FLOOR_SETTINGS))
        self._paths = addresses(project)

    def __enter__(self) -> "Sites":
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def lines(self) -> Iterator[Line]:
        """Yield every page beside its floor."""
        first, deep, record = (self._paths[name] for name in FLOORS)
        number = record.strip("/").split("/")[-1]
        yield self.line("list, first page", first, "/people", 1.5)
        yield self.line("list, first page, 8 at once", first, "/people", 1.5, clients=8)
        yield self.line("list, at nine tenths", deep, "/people", 1.5)
        yield self._depth(first, deep)
        yield self.line("record", record, f"/record/{number}", 1.6)
        for words, name in (("Daryna", "search, a name that is there"), ("Xqzvw", "search, a name that is not")):
            yield self.line(name, self._searched(words), "/people", 2.0)
        yield self.line("form of a new person", "/osoby/nowa/", "/form", 1.5)
        yield self.line("dashboard", self._paths["dashboard"], "/people", None)

    def memory(self, requests: int = MIXED) -> Line:
        """Return the memory of both workers after mixed requests, in MiB as if they were milliseconds."""
        record = self._paths["record"]
        ours = ("/osoby/", self._paths["list of people, at nine tenths"], record, "/osoby/nowa/")
        theirs = ("/people", "/people", f"/record/{record.strip('/').split('/')[-1]}", "/form")
        for site, paths in ((self.portal, ours), (self.floor, theirs)):
            for path in paths:
                site.seconds(path, requests // len(paths))
        portal, floor = self.portal.memory(), self.floor.memory()
        return Line(f"MiB of a worker after {requests} requests", portal / 1000, floor / 1000, [portal / floor] * 2,
                    MEBIBYTES_LIMIT)  # fmt: skip

    def line(self, name: str, path: str, floor_path: str, limit: float | None, *, clients: int = 1) -> Line:
        """Return a page of the portal beside one of the floor."""
        return _compared(name, (self.portal, path), (self.floor, floor_path), limit, clients)

    def strangers_line(self, name: str, path: str, floor_path: str, limit: float) -> Line:
        """Return the same for somebody without an account: neither side reads a session."""
        portal, floor = (replace(site, cookie="") for site in (self.portal, self.floor))
        return _compared(name, (portal, path), (floor, floor_path), limit, 1)

    def _depth(self, first: str, deep: str) -> Line:
        return _compared("depth: nine tenths against the first page", (self.portal, deep), (self.portal, first), 1.1, 1)

    def _searched(self, words: str) -> str:
        return self._client.post("/osoby/szukaj/", {"q": words}).url


FLOORS = ("list of people, first page", "list of people, at nine tenths", "record")


def _compared(name: str, one: tuple[Site, str], other: tuple[Site, str], limit: float | None, clients: int) -> Line:
    slow: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(-1, PAIRS):
        for way in (0, 1) if turn % 2 else (1, 0):
            site, path = (one, other)[way]
            times = REQUESTS // min(clients, 3) if limit else WITHOUT_LIMIT
            seconds = site.seconds_at_once(path, times, clients)
            if turn >= 0:
                slow[way].append(statistics.quantiles(seconds, n=20)[-1])
    ratios = [portal / floor for portal, floor in zip(slow[0], slow[1], strict=True)]
    return Line(name, statistics.median(slow[0]), statistics.median(slow[1]), ratios, limit)


def _session(client: Client) -> str:
    """Return the key of a session of the same account, plain as the floor keeps them."""
    user = User.objects.get(pk=client.session[SESSION_KEY])
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key
