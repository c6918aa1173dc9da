"""A database that is not fit for real people is refused on the first connection (S46, M5, L23)."""

import subprocess
import sys
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from portal.crypto.keys import write_key_ring
from portal.operations import database
from portal.operations.refusal import Reason, Unsafe
from portal.settings.environment import ROOT
from tests.portal.jobs.running import surroundings
from tests.portal.operations import servers


@pytest.fixture
def trust(monkeypatch):
    """Production in a process that has not asked its database yet."""
    monkeypatch.setattr(database, "settings", SimpleNamespace(PORTAL_PRODUCTION=True))
    monkeypatch.setattr(database.Trust, "given", False)
    monkeypatch.setattr(database.Trust, "is_serving", False)
    return database.Trust


@pytest.fixture
def made():
    """A connection that remembers whether it was closed."""
    made = SimpleNamespace(closed=False)
    made.close = lambda: setattr(made, "closed", True)
    return made


def unsafe(*ids):
    return lambda _connection: [Reason(f"operations.{each}", "x") for each in ids]


def test_process_that_does_not_serve_yet_ends(trust, made, monkeypatch):
    monkeypatch.setattr(database, "unsafe_database", unsafe("E008"))
    with pytest.raises(Unsafe):
        database.look_at_new_connection(made)
    assert made.closed


def test_process_that_serves_closes_its_pages_and_asks_again(trust, made, monkeypatch):
    trust.is_serving = True
    monkeypatch.setattr(database, "unsafe_database", unsafe("E017"))
    for _time in range(2):
        with pytest.raises(OperationalError):
            database.look_at_new_connection(made)
    assert made.closed
    monkeypatch.setattr(database, "unsafe_database", unsafe())
    database.look_at_new_connection(made)
    assert trust.given


def test_safe_database_is_asked_once(trust, made, monkeypatch):
    asked = []
    monkeypatch.setattr(database, "unsafe_database", lambda _connection: asked.append(1) or [])
    for _time in range(3):
        database.look_at_new_connection(made)
    assert (len(asked), made.closed) == (1, False)


def test_try_out_is_not_asked(made, monkeypatch):
    monkeypatch.setattr(database, "unsafe_database", unsafe("E008"))
    database.look_at_new_connection(made)


def test_every_change_of_this_version_is_known_and_a_later_one_is_not(db):
    assert list(database.newer_changes(connection)) == []
    assert list(database.waiting_changes(connection)) == []
    MigrationRecorder(connection).record_applied("jobs", "0999_from_the_future")
    MigrationRecorder(connection).record_applied("an_app_that_went_away", "0001_initial")
    (reason,) = database.newer_changes(connection)
    assert (reason.id, reason.detail) == ("operations.E018", "jobs.0999_from_the_future")


def test_changes_that_were_drawn_together_are_known_by_their_old_names_too(db):
    assert {("services", "0001_initial"), ("services", "0018_pairs_of_two")} <= database.known_changes()


def test_change_that_is_still_to_be_made_is_found(db):
    MigrationRecorder(connection).record_unapplied("oversight", "0001_read_reviews")
    (reason,) = database.waiting_changes(connection)
    assert (reason.id, reason.detail) == ("operations.E020", "oversight.0001_read_reviews")


@pytest.fixture(scope="module")
def server():
    if not servers.postgres_program("initdb"):
        pytest.skip("needs the programs of a PostgreSQL server (initdb)")
    with servers.own_postgres("fsync=off") as server:
        with psycopg.connect(server.url, autocommit=True) as owner:
            owner.execute("CREATE ROLE portal LOGIN PASSWORD 'made-up'")
            owner.execute("CREATE DATABASE portal OWNER portal")
        yield server


SCHEDULE = "a file of the test's own folder"
"""Stands for the beat's schedule, which the beat makes, replaces and removes even when it is refused."""


def started(folder, url, *command):
    """Run something in production mode on a database; return its exit code and the codes of its reasons."""
    write_key_ring(folder / "keys.json")
    environment = surroundings(
        folder, PORTAL_MODE="production", PORTAL_KEYS_FILE=str(folder / "keys.json"), PORTAL_HOSTS="portal.example",
        DATABASE_URL=url, REDIS_URL="redis://:made-up@127.0.0.1:9/0",
    )  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    ended = subprocess.run(
        [sys.executable, *(str(folder / "beat") if word == SCHEDULE else word for word in command)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in ended.stderr
    lines = [line for line in ended.stderr.splitlines() if line.startswith("operations.")]
    return ended.returncode, [line.partition(":")[0].removeprefix("operations.") for line in lines]


COMMANDS = {
    "command": ("manage.py", "migrate"),
    "web": ("-m", "granian", "--interface", "wsgi", "--port", "9", "--log-level", "error", "portal.wsgi:application"),
    "worker": ("-m", "celery", "--quiet", "-A", "portal", "worker"),
    "beat": ("-m", "celery", "--quiet", "-A", "portal", "beat", "--schedule", SCHEDULE),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", COMMANDS)
def test_real_database_without_durable_writes_is_refused(server, tmp_path, kind):
    url = f"postgres://portal:made-up@127.0.0.1:{server.port}/portal"
    assert started(tmp_path, url, *COMMANDS[kind]) == (1, ["E017"])


@pytest.mark.long
def test_superuser_and_role_that_does_not_wait_for_the_disk_are_refused(server, tmp_path):
    with psycopg.connect(server.url, autocommit=True) as owner:
        owner.execute("CREATE ROLE hasty LOGIN PASSWORD 'made-up'")
        owner.execute("ALTER ROLE hasty SET synchronous_commit = off")
    url = f"postgres://hasty:made-up@127.0.0.1:{server.port}/portal"
    assert started(tmp_path, url, *COMMANDS["command"]) == (1, ["E017", "E017"])
    assert started(tmp_path, server.url, *COMMANDS["command"])[1] == ["E008", "E017"]


@pytest.mark.long
def test_old_version_is_refused_by_a_newer_database(tmp_path):
    if not servers.postgres_program("initdb"):
        pytest.skip("needs the programs of a PostgreSQL server (initdb)")
    with servers.own_postgres() as server:
        with psycopg.connect(server.url, autocommit=True) as owner:
            owner.execute("CREATE ROLE portal LOGIN PASSWORD 'made-up'")
            owner.execute("CREATE DATABASE portal OWNER portal")
        url = f"postgres://portal:made-up@127.0.0.1:{server.port}/portal"
        with psycopg.connect(url, autocommit=True) as newer:
            newer.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)")
            newer.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0999_newer', now())")
        assert started(tmp_path, url, *COMMANDS["command"]) == (1, ["E018"])
        assert started(tmp_path, url, *COMMANDS["web"]) == (1, ["E018"])
