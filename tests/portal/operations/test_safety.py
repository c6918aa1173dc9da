"""Each unsafe setting alone keeps the portal from starting, with one sentence in Polish and English (S46)."""

import contextlib
import json
import os
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings as real

from portal.crypto.keys import write_key_ring
from portal.operations import safety
from portal.operations.refusal import Reason, Unsafe, refuse
from portal.operations.sentences import SENTENCES
from portal.settings.environment import ROOT
from tests.portal.jobs.running import surroundings

POSTGRES = {"ENGINE": "django.db.backends.postgresql", "HOST": "database.example", "PASSWORD": "made-up"}
REDIS_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://:made-up@redis.example/0"}


@pytest.fixture
def production(monkeypatch, tmp_path):
    """Settings of a production that may start, for the test to spoil."""
    for name in [name for name in os.environ if name.endswith("_FILE") or name == "PORTAL_TODAY"]:
        monkeypatch.delenv(name)
    made = SimpleNamespace(
        DEBUG=False,
        SECRET_KEY=real.SECRET_KEY,
        PORTAL_KEY_RING=real.PORTAL_KEY_RING,
        ALLOWED_HOSTS=["portal.example"],
        CSRF_TRUSTED_ORIGINS=["https://portal.example"],
        DATABASES={"default": POSTGRES},
        CACHES={"default": REDIS_CACHE},
        CELERY_BROKER_URL="redis://:made-up@redis.example/0",
    )
    monkeypatch.setattr(safety, "settings", made)
    monkeypatch.setattr(safety, "warnings_of_django", lambda *tags: iter(()))
    return made


def found():
    return [reason.id.removeprefix("operations.") for reason in safety.unsafe_settings()]


def test_settings_of_a_safe_production_are_let_through(production):
    assert found() == []


def spoilt(ring, **keys):
    return replace(ring, **keys)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DEBUG", True, "E001"),
        ("SECRET_KEY", "x1y2z3a4b5c6d7e8f9" * 2, "E002"),
        ("SECRET_KEY", "ab" * 40, "E002"),
        ("SECRET_KEY", "django-insecure-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2, "E002"),
        ("ALLOWED_HOSTS", ["portal.example", "*"], "E003"),
        ("ALLOWED_HOSTS", ["*"], "E003"),
        ("ALLOWED_HOSTS", [".example"], "E003"),
        ("PORTAL_KEY_RING", spoilt(real.PORTAL_KEY_RING, field={}), "E004"),
        pytest.param("SECRET_KEY", real.PORTAL_KEY_RING.index.hex(), "E005", id="the key of another purpose"),
        ("DATABASES", {"default": {**POSTGRES, "PASSWORD": ""}}, "E006"),
        ("CELERY_BROKER_URL", "redis://redis.example/0", "E007"),
        ("CACHES", {"default": {**REDIS_CACHE, "LOCATION": ["redis://redis.example/0"]}}, "E007"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, "E009"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}, "E009"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}}, "E009"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}, "E010"),
        ("CELERY_BROKER_URL", "filesystem://localhost", "E011"),
        ("CSRF_TRUSTED_ORIGINS", [], "E016"),
        ("CSRF_TRUSTED_ORIGINS", ["http://portal.example"], "E016"),
        ("CSRF_TRUSTED_ORIGINS", ["https://portal.example", "https://other.example"], "E016"),
    ],
)
def test_one_unsafe_setting_is_found_alone(production, name, value, reason):
    setattr(production, name, value)
    assert found() == [reason]


def test_portal_of_this_machine_alone_names_its_origin_too(production):
    production.ALLOWED_HOSTS, production.CSRF_TRUSTED_ORIGINS = ["localhost"], []
    assert found() == ["E016"]


def test_no_host_is_found(production):
    production.ALLOWED_HOSTS = []
    assert "E003" in found()


@pytest.mark.parametrize("host", ["", "/run/postgresql", "127.0.0.1", "localhost", "::1"])
def test_this_machine_may_have_a_database_and_a_redis_without_password(production, host):
    production.DATABASES = {"default": {**POSTGRES, "HOST": host, "PASSWORD": ""}}
    production.CELERY_BROKER_URL = "redis://localhost:6379/0"
    assert found() == []


@pytest.mark.parametrize(("mode", "reasons"), [(0o600, []), (0o440, []), (0o604, ["E012"]), (0o620, ["E012"])])
def test_secret_file_that_others_can_read_or_change_is_found(production, monkeypatch, tmp_path, mode, reasons):
    secret = tmp_path / "database_url"
    secret.touch()
    secret.chmod(mode)
    monkeypatch.setenv("DATABASE_URL_FILE", str(secret))
    assert found() == reasons


def test_invented_day_is_found(production, monkeypatch):
    monkeypatch.setenv("PORTAL_TODAY", "2026-12-15")
    assert found() == ["E015"]


def test_warning_of_django_is_found_when_nothing_else_is(production, monkeypatch):
    monkeypatch.setattr(safety, "warnings_of_django", lambda *tags: iter([Reason("operations.E014", "security.W008")]))
    assert found() == ["E014"]


def test_every_sentence_is_one_line_with_the_same_gap_in_both_languages():
    for polish, english in SENTENCES.values():
        assert ("{detail}" in polish) == ("{detail}" in english)
        assert "\n" not in polish + english
        assert polish != english


def test_refusing_ends_the_process_and_a_name_forges_no_line():
    with pytest.raises(SystemExit) as end:
        refuse("operations.E013", "x\nforged\x1b[1A")
    assert isinstance(end.value, Unsafe)
    assert len(str(end.value).splitlines()) == 1
    assert "\x1b" not in str(end.value)


BAD = {
    "E001": {"PORTAL_DEBUG": "1"},
    "E002": {"PORTAL_KEYS_FILE": "short.json"},
    "E003": {"PORTAL_HOSTS": "*", "PORTAL_ORIGINS": "https://portal.example"},
    "E004": {"PORTAL_KEYS_FILE": "no-field.json"},
    "E005": {"PORTAL_KEYS_FILE": "same.json"},
    "E006": {"DATABASE_URL": "postgres://portal@database.example/portal"},
    "E007": {"REDIS_URL": "redis://redis.example:6379/0"},
    "E010": {"DATABASE_URL": ""},
    "E011": {"REDIS_URL": ""},
    "E012": {"PORTAL_KEYS_FILE": "open.json"},
    "E013": {"DATABASE_URL_FILE": "/nowhere/database_url"},
    "E014": {"PORTAL_SSL_REDIRECT": "0"},
    "E015": {"PORTAL_TODAY": "2026-12-15"},
    "E016": {"PORTAL_ORIGINS": "https://other.example"},
    "E019": {"PORTAL_MODE": "prod"},
}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """Return the environment of a production that may start, and a folder with spoilt key rings."""
    folder = tmp_path_factory.mktemp("production")
    write_key_ring(folder / "keys.json")
    whole = json.loads((folder / "keys.json").read_text())
    hexed = b64decode(whole["index"]).hex()
    rings = {
        "short.json": {**whole, "secret_key": whole["secret_key"][:40]},
        "no-field.json": {name: value for name, value in whole.items() if name != "field"},
        "same.json": {**whole, "secret_key": hexed},
        "open.json": whole,
    }
    for name, ring in rings.items():
        (folder / name).write_text(json.dumps(ring))
        (folder / name).chmod(0o644 if name == "open.json" else 0o600)
    environment = surroundings(
        folder,
        PORTAL_MODE="production",
        PORTAL_HOSTS="portal.example",
        PORTAL_KEYS_FILE=str(folder / "keys.json"),
        DATABASE_URL="postgres://portal:made-up@127.0.0.1:9/portal",
        REDIS_URL="redis://:made-up@127.0.0.1:9/0",
    )
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser tests' own
    return folder, environment


SCHEDULE = "a file of the test's own folder"
"""Stands for the beat's schedule, which the beat makes, replaces and removes even when it is refused."""


def outcome(made_up, command, **spoilt):
    folder, environment = made_up
    if "PORTAL_KEYS_FILE" in spoilt:
        spoilt["PORTAL_KEYS_FILE"] = str(folder / spoilt["PORTAL_KEYS_FILE"])
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            [sys.executable, *(str(folder / "beat") if word == SCHEDULE else word for word in command)],
            check=False,
            cwd=ROOT,
            env={**environment, **spoilt},
            capture_output=True,
            text=True,
            timeout=25,
        )
    return None


@pytest.mark.long
def test_command_starts_with_safe_settings(made_up):
    assert outcome(made_up, ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]).returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("reason", BAD)
def test_command_ends_with_the_one_sentence_for_each_unsafe_setting(made_up, reason):
    ended = outcome(made_up, ["manage.py", "check"], **BAD[reason])
    (line,) = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert line.startswith(f"operations.{reason}: ")
    assert " / " in line


SERVERS = {
    "web": ["-m", "granian", "--interface", "wsgi", "--port", "9", "--log-level", "error", "portal.wsgi:application"],
    "worker": ["-m", "celery", "--quiet", "-A", "portal", "worker"],
    "beat": ["-m", "celery", "--quiet", "-A", "portal", "beat", "--schedule", SCHEDULE],
    "doctor": ["manage.py", "doctor"],
}


@pytest.mark.long
@pytest.mark.parametrize(
    ("server", "reason"),
    [("web", "E001"), ("web", "E004"), ("web", "E014"), ("worker", "E001"), ("beat", "E001"), ("doctor", "E001")],
)
def test_web_server_worker_and_beat_end_too(made_up, server, reason):
    ended = outcome(made_up, SERVERS[server], **BAD[reason])
    assert ended is not None, "it started"
    assert ended.returncode != 0
    assert len([line for line in ended.stderr.splitlines() if line.startswith(f"operations.{reason}: ")]) == 1
    assert "Traceback" not in ended.stderr
