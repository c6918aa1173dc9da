"""An installation of its own for fault tests: database, broker, workers in process groups that can be killed."""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import redis

from portal.settings.environment import ROOT
from tests.portal.jobs.running import manage, migrate, surroundings, wait_until

REPORTS = """
import datetime
from portal.accounts.domain import create_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from portal.crypto.ids import new_id
from portal.programmes.loading import load_programme
from reporting.domain.editions import draft_edition
from reporting.domain.files import request_files
from reporting.rules import Period
project, city = load_programme("sopot-5.15"), Organisation.objects.get(code="sopot")
user = create_account(email="coordinator@city.example", name="Joanna Nowicka", by=None)
grant_membership(user, Role.COORDINATOR, organisation=city, grant_project=project, by=None)
edition = draft_edition(project, Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)), by=user).edition
for version in range(1, REPORTS + 1):
    edition.pk, edition.version = new_id(), version
    edition.save(force_insert=True)
    request_files(edition, by=user)
"""
WORKER = ("worker", "--beat", "--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle")


class Installation:
    """Processes of the product around one database; ``sql`` looks at it from outside."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.database = folder, environment.get("DATABASE_URL", "")
        quick = {"PORTAL_JOB_LEASE": "4", "PORTAL_JOB_LOOK_EVERY": "1"}
        self.environment = surroundings(folder, **quick, **environment)
        self.workers: list[subprocess.Popen] = []

    def ask_for_reports(self, many: int) -> None:
        """Freeze ``many`` editions and ask for the files of each."""
        migrate(self.environment)
        manage(self.environment, "shell", "--verbosity", "0", "-c", REPORTS.replace("REPORTS", str(many)))

    def start_worker(self, app: str = "portal") -> subprocess.Popen:
        """Start a worker with its beat, as the head of a process group."""
        schedule = str(self.folder / f"beat-{secrets.token_hex(4)}")
        command = [sys.executable, "-m", "celery", "--quiet", "-A", app, *WORKER, "--schedule", schedule]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(worker)
        return worker

    def signal(self, worker: subprocess.Popen, number: int) -> None:
        """Send a signal to all processes of a worker."""
        os.killpg(worker.pid, number)
        if number == signal.SIGKILL:
            worker.wait()
            self.workers.remove(worker)

    def sql(self, query: str) -> list[tuple]:
        """Return the rows of a query."""
        if self.database:
            with psycopg.connect(self.database, autocommit=True) as found:
                return found.execute(query).fetchall()
        with closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)) as found:
            return found.execute(query).fetchall()

    def lose_queue(self) -> None:
        """Empty the broker: every bell that was rung is gone."""
        if url := self.environment.get("REDIS_URL"):
            with redis.from_url(url) as server:
                server.flushall()
        for message in (self.folder / "broker" / "messages").glob("*"):
            message.unlink()

    def said(self, words: str) -> bool:
        """Tell whether a worker has said something in its log."""
        return words in (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")

    def running(self) -> list[tuple]:
        """Return key and attempt of the jobs that run or have just lost their worker."""
        return self.sql("SELECT id, attempt FROM jobs_job WHERE state = 'running'")

    def are_over(self) -> bool:
        """Tell whether no job waits or runs."""
        return not self.sql("SELECT 1 FROM jobs_job WHERE state IN ('waiting', 'running')")

    def end(self) -> None:
        """Kill whatever is left."""
        for worker in list(self.workers):
            self.signal(worker, signal.SIGKILL)


def children(worker: subprocess.Popen) -> list[int]:
    """Return the processes that a worker does its tasks in."""
    found = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=False).stdout
    return [int(each) for each in found.split()]


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Make a database beside the one of ``url``; it is dropped afterwards."""
    name, place = f"faults_{secrets.token_hex(4)}", url.rsplit("/", 1)[0]
    upkeep = f"{place}/postgres"  # the one of ``url`` need not exist
    with psycopg.connect(upkeep, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{place}/{name}"
    finally:
        with psycopg.connect(upkeep, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_redis(port: int) -> Iterator[str]:
    """Run a Redis that forgets everything when it ends."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def watch(happens: Callable[[], object], seconds: float) -> float | None:
    """Return after how many seconds something happened; ``None`` when it did not in time."""
    begun = time.monotonic()
    return time.monotonic() - begun if wait_until(lambda: bool(happens()), seconds) else None
