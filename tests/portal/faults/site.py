"""A site under load that can be broken: web processes, people who log support, and a journal of what was acknowledged."""

import datetime
import http.client
import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from portal.settings.environment import ROOT
from tests.portal.jobs.installation import Installation, children, watch
from tests.portal.jobs.running import manage, migrate, wait_until
from tests.portal.operations.servers import free_port

PEOPLE, DAYS = 8, 60
FIRST_DAY = datetime.date(2026, 1, 2)
SETTING = """
import json, os
from django.conf import settings
from django.test import Client
from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from portal.programmes.loading import load_programme
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
project, city = load_programme("sopot-5.15"), Organisation.objects.get(code="sopot")
client = Client()
user = make_member(Role.CASEWORKER, city, project, "Marta Zielińska")
client.force_login(user, backend="portal.accounts.backends.AccountBackend")
numbers = [make_participant(city, project).number for _ in range(PEOPLE)]
print(json.dumps({"session": client.cookies[settings.SESSION_COOKIE_NAME].value, "numbers": numbers}))
"""
FOUND, CONFLICT, UNAVAILABLE = 302, 409, 503


@dataclass(frozen=True)
class Entry:
    """Support as it was sent: no two entries of a run are alike."""

    number: str
    day: datetime.date
    hours: str


@dataclass
class Journal:
    """What the people at their keyboards saw."""

    acknowledged: list[Entry] = field(default_factory=list)
    unsure: list[Entry] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    places: int = 0


class Site(Installation):
    """An installation with web processes behind one port."""

    def __init__(self, folder: Path, **environment: str) -> None:
        super().__init__(folder, PORTAL_TODAY="2026-12-15", **environment)
        self.port = free_port()
        self.web: subprocess.Popen | None = None
        self._application = ""
        self.session, self.numbers = "", [""]

    def prepare(self) -> None:
        """Make the database, a caseworker who is signed in, and people."""
        migrate(self.environment)
        if "REDIS_URL" not in self.environment:
            manage(self.environment, "createcachetable")
        script = SETTING.replace("PEOPLE", str(PEOPLE))
        made = json.loads(manage(self.environment, "shell", "--verbosity", "0", "-c", script).splitlines()[-1])
        self.session, self.numbers = made["session"], made["numbers"]

    def start_web(self, application: str = "portal.wsgi:application") -> None:
        """Start three web processes and the one that minds them, and wait until a page comes."""
        self._application = application
        self._run_web()
        assert wait_until(self.answers, 60), (self.folder / "web.log").read_text(errors="replace")

    def _run_web(self) -> None:
        command = [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "3", "--blocking-threads", "2", "--respawn-failed-workers",
            "--respawn-interval", "0.2", "--log-level", "warning", self._application,
        ]  # fmt: skip
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Do what a supervisor does, however late: start the web server again when it gave up on dying processes."""
        over = threading.Event()

        def mind() -> None:
            while not over.wait(0.1):
                if self.web is not None and self.web.poll() is not None:
                    self._run_web()

        minder = threading.Thread(target=mind, daemon=True)
        minder.start()
        try:
            yield
        finally:
            over.set()
            minder.join()

    def answers(self) -> bool:
        """Tell whether a page comes."""
        try:
            return self.ask("GET", "/pl/")[0] == http.client.OK
        except OSError:
            return False

    def kill_one_web_process(self) -> None:
        """Kill one of the web processes; the one that minds them stays."""
        if found := children(self.web):
            os.kill(secrets.choice(found), signal.SIGKILL)

    def kill_web(self) -> None:
        """Kill everything that serves pages."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def ask(self, method: str, path: str, values: dict | None = None) -> tuple[int, float]:
        """Ask for a page and return status and seconds; raises ``OSError`` when the connection breaks."""
        connection, began = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), time.monotonic()
        csrf = "c" * 32
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={csrf}"}
        body = None
        if values is not None:
            body = urlencode({**values, "csrfmiddlewaretoken": csrf}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, time.monotonic() - began
        except http.client.HTTPException as broken:
            raise ConnectionError from broken
        finally:
            connection.close()

    def send(self, entry: Entry, token: uuid.UUID) -> tuple[int, float]:
        """Send support as the page does."""
        values = {
            "submission": str(token), "people": [entry.number], "do": "save", "kind": "career-advice-adults",
            "day": entry.day.isoformat(), "minutes": "other", "hours": entry.hours, "note": "",
        }  # fmt: skip
        return self.ask("POST", "/praca/zapis/", values)

    def stored(self) -> dict[tuple[str, str, float], int]:
        """Return how often each entry is in the database."""
        rows = self.sql(
            "SELECT p.number, d.delivered_on, d.hours, count(*) FROM services_supportdelivery d"
            " JOIN beneficiaries_participation p ON p.id = d.participation_id GROUP BY 1, 2, 3"
        )
        return {(number, str(day), float(hours)): many for number, day, hours, many in rows}

    def end(self) -> None:
        """Kill whatever is left."""
        self.kill_web()
        super().end()


class Load:
    """People who log support one after the other, and send again what was not answered."""

    def __init__(self, site: Site, first: int = 0) -> None:
        self._first = first
        self._site, self._over, self._lock = site, threading.Event(), threading.Lock()
        self.journal = Journal()
        self._threads = [threading.Thread(target=self._work, args=(number,), daemon=True) for number in site.numbers]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, number: str) -> None:
        place = self._first
        while not self._over.is_set():
            day, quarters = FIRST_DAY + datetime.timedelta(days=place % DAYS), place // DAYS + 1
            self._insist(Entry(number, day, f"{quarters * 0.25:.2f}"))
            place += 1
            with self._lock:
                self.journal.places = max(self.journal.places, place)

    def _insist(self, entry: Entry) -> None:
        token, ends = uuid.uuid4(), None
        while ends is None or time.monotonic() < ends:
            if self._over.is_set() and ends is None:
                ends = time.monotonic() + 40
            try:
                status, seconds = self._site.send(entry, token)
            except OSError:
                time.sleep(0.05)
                continue
            with self._lock:
                self.journal.statuses[status] = self.journal.statuses.get(status, 0) + 1
                if status == FOUND:
                    self.journal.acknowledged.append(entry)
                    self.journal.seconds.append(seconds)
                    self.journal.moments.append(time.monotonic())
                    return
            time.sleep(0.05)
        with self._lock:
            self.journal.unsure.append(entry)


def wrong_with(site: Site, journal: Journal) -> list[str]:
    """Return a sentence for every acknowledged entry that is not there, and for every one that is there twice (L1)."""
    stored = site.stored()
    keys = {(entry.number, entry.day.isoformat(), float(entry.hours)): entry for entry in journal.acknowledged}
    lost = [f"lost: {entry}" for key, entry in keys.items() if key not in stored]
    doubled = [f"doubled: {key}" for key, many in stored.items() if many > 1]
    return lost + doubled


def told(load: Load, **more: object) -> str:
    """Leave the figures of a run in the output."""
    journal = load.journal
    slowest = max(journal.seconds, default=0)
    middle = statistics.median(journal.seconds) if journal.seconds else 0
    pauses = [later - earlier for earlier, later in zip(journal.moments, journal.moments[1:], strict=False)]
    words = (
        f"{len(journal.acknowledged)} acknowledged, {len(journal.unsure)} unsure, statuses {journal.statuses}, "
        f"median {middle:.3f} s, slowest {slowest:.2f} s, longest pause {max(pauses, default=0):.2f} s, {more}"
    )
    sys.stdout.write(words)
    return words


def goes_on_after(load: Load, moment: float, seconds: float = 30) -> float | None:
    """Return how long it took until something sent after ``moment`` was acknowledged."""
    return watch(lambda: load.journal.moments and load.journal.moments[-1] > moment, seconds)
