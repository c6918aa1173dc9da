"""Each break is named in one line; an alarm is mailed once (L30)."""

import datetime
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail.backends import smtp
from django.db import OperationalError, connection
from django.utils import timezone, translation

from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.keys import load_key_ring, write_key_ring
from portal.crypto.models import DataKey
from portal.jobs.enums import Seen, State
from portal.jobs.heartbeats import mark_seen
from portal.jobs.models import Heartbeat, Job
from portal.operations.doctor import parts, work
from portal.operations.doctor.alarm import QUIET_FOR, tell
from portal.operations.doctor.registry import Broken, Check, Depth, Finding, Health, checks, examine, register_check
from portal.operations.refusal import Reason
from portal.operations.tasks import examine_portal
from tests.commands import run
from tests.portal.operations import servers


def sentence(look):
    with pytest.raises(Broken) as broken:
        look()
    assert "\n" not in str(broken.value)
    return str(broken.value)


def refuse(*args, **kwargs):
    raise OperationalError("connection to server at 10.0.0.7 failed for user anna@city.example")


@pytest.fixture(autouse=True)
def _in_the_words_of_the_sources():
    with translation.override("en"):
        yield


@pytest.fixture
def ring(settings, tmp_path):
    """The key ring in use, in a file of its own."""
    write_key_ring(tmp_path / "keys.json")
    settings.PORTAL_KEYS_FILE = str(tmp_path / "keys.json")
    settings.PORTAL_KEY_RING = load_key_ring(settings.PORTAL_KEYS_FILE)
    return Path(settings.PORTAL_KEYS_FILE)


def test_database_that_is_away_is_named_and_what_needs_it_is_not_guessed(monkeypatch, db):
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", refuse)
        away.setattr(connection, "close", lambda: None)
        found = {each.code: each for each in examine(Depth.MINUTE)}
    assert found["database"].sentence == "The database does not answer (OperationalError)."
    assert found["worker"].health is Health.UNKNOWN
    assert "anna" not in str(found)


def test_missing_and_unknown_changes_are_named(monkeypatch, db):
    assert parts.migrations()
    monkeypatch.setattr(parts, "waiting_changes", lambda _connection: iter([Reason("operations.E020", "jobs.0009_x")]))
    assert "jobs.0009_x" in sentence(parts.migrations)
    monkeypatch.setattr(parts, "newer_changes", lambda _connection: iter([Reason("operations.E018", "jobs.0010_y")]))
    assert "newer" in sentence(parts.migrations)


def test_cache_that_is_away_or_forgets_is_named(monkeypatch):
    assert parts.shared_cache()
    monkeypatch.setattr(parts, "cache", SimpleNamespace(set=lambda *args: None, get=lambda key: None))
    assert "forgets" in sentence(parts.shared_cache)
    monkeypatch.setattr(parts, "cache", SimpleNamespace(set=refuse))
    assert sentence(parts.shared_cache) == "The cache does not answer (OperationalError)."


def test_queue_that_is_away_is_named(monkeypatch):
    from kombu import Connection

    address = f"redis://:made-up@127.0.0.1:{servers.free_port()}/0"
    monkeypatch.setattr(parts.app, "connection_for_read", lambda **options: Connection(address, **options))
    said = sentence(parts.queue)
    assert said.startswith("The queue does not answer")
    assert "made-up" not in said


def test_worker_and_beat_are_named_when_they_are_silent(db, settings):
    assert sentence(work.worker) == "No worker has been running yet."
    mark_seen(Seen.WORKER, Seen.SCHEDULE)
    assert (work.worker(), work.beat()) == ("A worker is running.", "The beat is running.")
    long_ago = timezone.now() - datetime.timedelta(seconds=work.SILENT * settings.PORTAL_JOB_LOOK_EVERY + 1)
    Heartbeat.objects.filter(name=Seen.SCHEDULE).update(seen_at=long_ago)
    assert sentence(work.beat).startswith("The beat has been silent since 2")
    Heartbeat.objects.update(seen_at=long_ago)
    assert sentence(work.worker).startswith("No worker has been running since 2")
    with pytest.raises(work.Unknown):
        work.beat()


def test_dead_worker_is_named_within_a_minute(settings):
    assert work.SILENT * settings.PORTAL_JOB_LOOK_EVERY <= 60


def test_job_that_waits_for_long_is_named(coordinator, sopot):
    assert work.waiting()
    Job.objects.create(
        kind="x", params_hash="x", grant_project=sopot, requested_by=coordinator, language="pl", state=State.WAITING,
        requested_at=timezone.now() - work.LONGEST_WAIT - datetime.timedelta(minutes=1),
    )  # fmt: skip
    assert sentence(work.waiting).startswith("A job has been waiting since 2")


def test_key_ring_that_is_gone_open_or_another_is_named(ring, db):
    assert work.key_ring()
    ring.chmod(0o644)
    assert "Other accounts" in sentence(work.key_ring)
    ring.chmod(0o600)
    ring.unlink()
    assert "cannot be read" in sentence(work.key_ring)
    write_key_ring(ring)
    assert "not the one in use" in sentence(work.key_ring)


def test_key_ring_that_opens_nothing_is_named(db):
    with pytest.raises(work.Unknown):
        work.sealed()
    key = DataKey.fresh()
    key.save()
    assert work.sealed()
    DataKey.objects.update(wrapped=bytes(key.wrapped)[:-1] + bytes([bytes(key.wrapped)[-1] ^ 1]))
    assert "does not open" in sentence(work.sealed)


def test_disk_that_is_nearly_full_is_named(monkeypatch):
    usage = SimpleNamespace(total=100 * work.GIGABYTE, free=40 * work.GIGABYTE)
    monkeypatch.setattr(work.shutil, "disk_usage", lambda folder: usage)
    assert "40.0 GB" in work.disk()
    usage.free = 4 * work.GIGABYTE
    assert "nearly full: 4.0 GB" in sentence(work.disk)
    usage.total, usage.free = 2 * work.GIGABYTE, work.GIGABYTE / 2
    assert "nearly full" in sentence(work.disk)


def test_backup_that_is_missing_old_or_unreadable_is_named(settings, tmp_path):
    settings.PORTAL_TRYOUT = False
    state = tmp_path / "last.json"
    settings.PORTAL_BACKUP_STATE = str(state)
    assert sentence(work.backup) == "There is no backup yet."
    state.write_text("{")
    assert "not readable" in sentence(work.backup)
    for hours, is_old in ((25, False), (27, True)):
        made_at = timezone.now() - datetime.timedelta(hours=hours)
        state.write_text(json.dumps({"made_at": made_at.isoformat(), "file": "x"}))
        assert ("too old" in sentence(work.backup)) if is_old else work.backup()


def test_changed_audit_event_is_named(coordinator):
    event = record(Action.CREATE, by=coordinator)
    assert work.audit()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {event._meta.db_table} SET reason = 'changed' WHERE reason = ''")
    assert sentence(work.audit).startswith("The audit trail was changed: ")


def test_clocks_that_differ_are_named(monkeypatch):
    said = timezone.now() + datetime.timedelta(seconds=5)
    cursor = SimpleNamespace(execute=lambda sql: None, fetchone=lambda: (said,))
    monkeypatch.setattr(parts, "connection", SimpleNamespace(vendor="postgresql", cursor=lambda: _Closing(cursor)))
    assert sentence(parts.clock).endswith("differ by 5 s.")
    said = timezone.now()
    assert parts.clock()


class _Closing:
    def __init__(self, inner):
        self.inner = inner

    def __enter__(self):
        return self.inner

    def __exit__(self, *args):
        return False


def test_mail_server_that_is_away_is_named(settings):
    settings.EMAIL_BACKEND = f"{smtp.__name__}.EmailBackend"
    with servers.own_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        assert parts.mail()
        assert server.mails == []
    settings.EMAIL_PORT = servers.free_port()
    assert sentence(parts.mail) == "The mail server does not answer (ConnectionRefusedError)."


@pytest.fixture
def https(settings, tmp_path, monkeypatch):
    """A server with a certificate that this machine trusts."""
    settings.PORTAL_TRYOUT = False
    port, certificate = servers.free_port(), servers.make_certificate(tmp_path)
    settings.CSRF_TRUSTED_ORIGINS = [f"https://localhost:{port}"]
    with servers.own_proxy(port, servers.free_port(), certificate):
        yield certificate[0]


def test_certificate_that_ends_soon_is_not_trusted_or_not_there_is_named(https, settings, monkeypatch):
    assert "is not valid" in sentence(parts.certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(https))
    assert "until 2" in parts.certificate()
    monkeypatch.setattr(parts, "CERTIFICATE_LASTS", datetime.timedelta(days=61))
    assert "only until 2" in sentence(parts.certificate)
    settings.CSRF_TRUSTED_ORIGINS = [f"https://localhost:{servers.free_port()}"]
    assert sentence(parts.certificate) == "localhost does not answer (ConnectionRefusedError)."


def test_look_that_crashes_is_a_break_and_says_no_words_of_the_error(monkeypatch):
    from portal.operations.doctor import registry

    monkeypatch.setattr(registry, "_checks", {})
    register_check(Check("own", refuse))
    register_check(Check("nightly", lambda: "fine", Depth.NIGHT))
    (found,) = examine(Depth.MINUTE)
    assert (found.code, found.sentence) == ("own", "It cannot be looked at (OperationalError).")
    assert [each.code for each in examine()] == ["own", "nightly"]
    assert [each.code for each in examine(only="nightly")] == ["nightly"]


def test_command_names_each_break_in_one_line_and_ends_with_1(db, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    ran = run(capsys, "doctor")
    assert ran.code == 1
    assert len(ran.lines) == len(checks())
    assert [line.split(maxsplit=2)[1:] for line in ran.lines if line.startswith("!!") and "worker" in line] == [
        ["worker", "No worker has been running yet."]
    ]


def test_command_answers_in_json_and_with_0_when_nothing_is_broken(db, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    ran = run(capsys, "doctor", "--json", "--only", "disk")
    assert (ran.code, json.loads(ran.out)["ok"]) == (0, True)
    (look,) = json.loads(ran.out)["checks"]
    assert (look["check"], look["state"]) == ("disk", "fine")


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [({"LANGUAGE": "uk:en"}, "uk"), ({"LANG": "en_GB.UTF-8"}, "en"), ({"LANG": "C.UTF-8"}, "pl"), ({}, "pl")],
)
def test_command_speaks_the_language_of_the_terminal(monkeypatch, asked, spoken):
    from portal.operations.management.commands.doctor import ASKED_IN, asked_language

    for name in ASKED_IN:
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert asked_language() == spoken


@pytest.fixture
def alarms(settings, tmp_path):
    settings.PORTAL_ALARM_TO, settings.PORTAL_ALARMS_FILE = ["technik@city.example"], tmp_path / "alarms.json"
    return settings.PORTAL_ALARMS_FILE


BREAK = Finding("disk", Health.BROKEN, "The disk is nearly full.")
FINE = Finding("disk", Health.FINE, "There is room.")
NOW = datetime.datetime(2026, 12, 15, 12, tzinfo=datetime.UTC)


def test_break_is_mailed_once_and_not_a_thousand_times(alarms):
    for minute in range(1000):
        tell([BREAK, Finding("mail", Health.FINE, "")], NOW + datetime.timedelta(minutes=minute))
    (sent,) = mail.outbox
    assert "disk: The disk is nearly full." in sent.body
    assert sent.to == ["technik@city.example"]


def test_break_that_comes_and_goes_is_mailed_again_only_after_hours(alarms):
    moments = [NOW + QUIET_FOR * part for part in (0, 0.2, 0.4, 0.9, 1.1)]
    told = [
        tell([finding], moment) for finding, moment in zip([BREAK, FINE, BREAK, BREAK, BREAK], moments, strict=True)
    ]
    assert told == [["disk"], [], [], [], ["disk"]]


def test_alarm_that_cannot_be_mailed_is_tried_again(alarms, settings, monkeypatch):
    monkeypatch.setattr("portal.operations.doctor.alarm.send_mail", refuse)
    assert tell([BREAK], NOW) == []
    monkeypatch.undo()
    settings.PORTAL_ALARM_TO, settings.PORTAL_ALARMS_FILE = ["technik@city.example"], alarms
    assert tell([BREAK], NOW) == ["disk"]


def test_record_of_alarms_that_is_spoilt_silences_nothing(alarms):
    alarms.write_text('{"disk": 1}')
    assert tell([BREAK], NOW) == ["disk"]
    assert json.loads(alarms.read_text())["disk"]["over"] is False


def test_beat_has_the_portal_examined_and_a_break_told(alarms, db):
    examine_portal(Depth.MINUTE)
    examine_portal(Depth.MINUTE)
    (sent,) = mail.outbox
    assert "worker: " in sent.body


def test_nobody_to_tell_is_no_failure(alarms, settings):
    settings.PORTAL_ALARM_TO = []
    assert tell([BREAK], NOW) == ["disk"]
    assert mail.outbox == []
