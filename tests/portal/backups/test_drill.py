"""The drill on SQLite: back up, lose everything, bring it back, and find it as it was (S61, L24)."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import FileField

from beneficiaries.models import Person
from cases.models import ExitFinding
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.backups import keys, making, manifest, sqlite
from portal.crypto.keys import load_key_ring
from portal.settings.environment import ROOT
from tests.commands import run
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.cases import make_finding
from tests.portal.jobs.running import surroundings

SURNAME, PHONE, REASON = "Kanarkowska-Ptasia", "+48600100200", "Canary sings about work."


@pytest.fixture
def rows(sopot, in_a_file, monkeypatch):
    """One person with sealed values, and the database in a file."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    person = make_person(surname=SURNAME, phone=PHONE)
    make_finding(make_participation(person, sopot), reason=REASON)
    record(Action.VIEW, by=None, subjects=[person.pk])
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date="2030-01-01T00:00Z")
    return in_a_file()


@pytest.fixture
def made(rows, pair, target):
    """A backup of that database."""
    return making.make_backup(target, [pair.public])


def content(path):
    with closing(sqlite3.connect(path)) as database:
        return {
            name: database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            for (name,) in database.execute(sqlite.TABLES).fetchall()
            if name not in ("audit_auditevent", "django_session")
        }


def files_with(folder, mark, but=()):
    return [path for path in folder.rglob("*") if path.is_file() and path not in but and mark in path.read_bytes()]


def test_what_was_lost_comes_back(rows, made, pair, capsys):
    before = content(rows)
    connection.close()
    rows.unlink()
    ran = run(capsys, "restore", made.path, "--identity", pair.private)
    assert (ran.code, ran.err) == (0, "")
    assert content(rows) == before
    assert Person.objects.get(surname=SURNAME).phone == PHONE
    assert ExitFinding.objects.get().reason == REASON
    assert not Session.objects.exists()
    event = AuditEvent.objects.get(action=Action.RESTORE)
    assert (event.object_id, event.detail["broken_events"]) == (made.path.name, 0)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ExitFinding.objects.update(assessor="nobody")


def test_a_database_that_holds_something_is_set_aside_and_only_on_demand(rows, made, pair, capsys):
    Person.objects.update(surname="Changed")
    refused = run(capsys, "restore", made.path, "--identity", pair.private)
    assert refused.code == 2
    assert "--replace" in refused.err
    assert Person.objects.get().surname == "Changed"
    assert run(capsys, "restore", made.path, "--identity", pair.private, "--replace").code == 0
    assert Person.objects.get().surname == SURNAME
    (aside,) = rows.parent.glob("portal-before-*.sqlite3")
    assert [row[0] for row in rows_of(aside, "SELECT surname FROM beneficiaries_person")] == ["Changed"]


def rows_of(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_a_backup_of_an_older_version_gets_the_migrations_since(rows, pair, target, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'oversight'")
        cursor.execute("DROP TABLE oversight_readreview")
    made = making.make_backup(target, [pair.public])
    assert run(capsys, "restore", made.path, "--identity", pair.private, "--replace").code == 0
    assert not MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_no_model_keeps_files_outside_the_database():
    """They would be in no backup: who adds such a field adds its folder to the archive too."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert not [str(field) for field in fields if isinstance(field, FileField)]


def test_a_check_changes_nothing(rows, made, pair, capsys):
    connection.close()
    before = rows.read_bytes()
    ran = run(capsys, "restore", made.path, "--identity", pair.private, "--check")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)
    assert rows.read_bytes() == before


def test_nothing_personal_stands_in_the_backup_or_beside_it(rows, pair, target, tmp_path, monkeypatch):
    seen, compressed = [], sqlite._compressed

    def looking(data):
        for piece in compressed(data):
            seen.extend(files_with(tmp_path, SURNAME.encode(), but=[rows, rows.with_name(f"{rows.name}-wal")]))
            seen.append(rows)
            yield piece

    monkeypatch.setattr(sqlite, "_compressed", looking)
    made = making.make_backup(target, [pair.public])
    assert set(seen) == {rows}  # looked while it was made, and found the mark nowhere else
    secrets = [SURNAME.encode(), PHONE.encode(), REASON.encode(), b"beneficiaries_person"]
    assert not any(secret in made.path.read_bytes() for secret in secrets)


def test_the_note_says_what_was_made(made, settings):
    note = json.loads((settings.PORTAL_VAR / "backups" / "last.json").read_text())
    assert note == {
        "made_at": made.manifest.made_at,
        "file": made.path.name,
        "sha256": made.sha256,
        "bytes": made.path.stat().st_size,
    }
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert AuditEvent.objects.get(action=Action.EXPORT).object_id == made.path.name


DYING = """
import os, pathlib, signal, sys
import django; django.setup()
from portal.backups import making, sqlite
compressed = sqlite._compressed
def dying(data):
    yield next(compressed(data))
    os.kill(os.getpid(), signal.SIGKILL)
sqlite._compressed = dying
making.make_backup(pathlib.Path(sys.argv[1]), [sys.argv[2]])
"""


def test_a_killed_backup_leaves_no_file_and_no_plain_text(rows, pair, target, tmp_path):
    connection.close()
    environment = surroundings(rows.parent, DJANGO_SETTINGS_MODULE="portal.settings")
    command = [sys.executable, "-c", DYING, str(target), pair.public]
    killed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not list(target.glob("portal-*"))
    assert files_with(tmp_path, SURNAME.encode()) == [rows]
    assert making.make_backup(target, [pair.public]).path.exists()


def refused(capsys, made, pair, rows):
    """Return the one sentence of a refused restore, having seen that nothing changed and what ``--check`` answers."""
    connection.close()
    before = rows.read_bytes()
    ran = run(capsys, "restore", made.path, "--identity", pair.private, "--replace")
    assert (ran.code, len(ran.err.splitlines()), ran.out) == (2, 1, "")
    assert run(capsys, "restore", made.path, "--identity", pair.private, "--check").code == 1
    assert rows.read_bytes() == before
    assert sorted(path.name for path in rows.parent.iterdir()) == ["backups", rows.name]
    return ran.err


def test_damage_is_found_before_anything_is_overwritten(rows, made, pair, capsys):
    whole = made.path.read_bytes()
    for position in range(0, len(whole), len(whole) // 5):
        made.path.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        refused(capsys, made, pair, rows)
    made.path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(capsys, made, pair, rows)


def test_another_private_key_is_refused(rows, made, pair, tmp_path, capsys):
    (tmp_path / "other").mkdir()
    pair.private, _public = keys.make_pair(tmp_path / "other")
    assert "private key" in refused(capsys, made, pair, rows)


def test_a_key_ring_without_the_keys_is_refused(rows, made, pair, tmp_path, capsys, settings):
    settings.PORTAL_KEY_RING = load_key_ring(str(tmp_path / "keys.json"), create=True)
    assert "field k1" in refused(capsys, made, pair, rows)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "postgresql"}, "PostgreSQL"),
        ({"version": "99.1"}, "99.1"),
        ({"format": 2}, "newer"),
        ({"migrations": ["audit.9999_later"]}, "newer"),
        ({"parts": {}}, "damaged"),
    ],
)
def test_what_does_not_belong_here_is_refused(rows, pair, target, capsys, monkeypatch, change, words):
    monkeypatch.setattr(making, "Manifest", lambda **facts: manifest.Manifest(**{**facts, **change}))
    made = making.make_backup(target, [pair.public])
    assert words in refused(capsys, made, pair, rows)


def test_a_backup_that_somebody_else_made_is_refused(rows, pair, target, capsys, monkeypatch):
    """The public key is no secret: whoever has it can make a file that opens."""
    monkeypatch.setattr(making, "manifest_mac", lambda ring, text: b"0" * 64)
    made = making.make_backup(target, [pair.public])
    assert "not made by this installation" in refused(capsys, made, pair, rows)


def test_other_rows_than_the_backup_says_are_refused(rows, made, pair, capsys, monkeypatch):
    monkeypatch.setattr(sqlite, "_tables", lambda database: {})
    connection.close()
    before = rows.read_bytes()
    ran = run(capsys, "restore", made.path, "--identity", pair.private, "--replace")
    assert (ran.code, rows.read_bytes()) == (2, before)
    assert sorted(path.name for path in rows.parent.iterdir()) == ["backups", rows.name]


def test_a_database_in_use_is_not_replaced(rows, made, pair, capsys):
    with closing(sqlite3.connect(rows)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        connection.close()
        ran = run(capsys, "restore", made.path, "--identity", pair.private, "--replace")
    assert ran.code == 2
    assert "in use" in ran.err


def test_events_that_do_not_fit_are_the_answer_no(rows, pair, target, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditevent_no_update")
        cursor.execute("UPDATE audit_auditevent SET reason = 'changed behind the portal' WHERE action = 'view'")
    made = making.make_backup(target, [pair.public])
    ran = run(capsys, "restore", made.path, "--identity", pair.private, "--replace")
    assert ran.code == 1
    assert "audit" in ran.err
    assert AuditEvent.objects.get(action=Action.RESTORE).detail["broken_events"] == 1
