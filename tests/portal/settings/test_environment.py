"""Settings from the surroundings, tried in processes of their own."""

import json
import os
import runpy
import subprocess

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.crypto.keys import write_key_ring
from portal.operations.refusal import Unsafe, named_files, refuse_unreadable_files
from portal.settings import sign_in
from tests.portal.jobs.running import manage, surroundings

SAY = """
import json
from django.conf import settings
database = settings.DATABASES["default"]
print(json.dumps([settings.PORTAL_TRYOUT, database["ENGINE"], str(database["NAME"]), settings.CELERY_BROKER_URL]))
"""


def settings_with(folder, **variables):
    return json.loads(manage(surroundings(folder, **variables), "shell", "--verbosity", "0", "-c", SAY))


def test_nothing_set_is_the_try_out_on_sqlite_without_redis(tmp_path):
    tryout, engine, name, broker = settings_with(tmp_path)
    assert tryout
    assert (engine, name) == ("django.db.backends.sqlite3", str(tmp_path / "portal.sqlite3"))
    assert broker.startswith("filesystem://")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_secrets_can_stand_in_files(tmp_path):
    write_key_ring(tmp_path / "ring.json")
    (tmp_path / "database_url").write_text("postgres://portal:secret@database.example/portal\n")
    (tmp_path / "redis_url").write_text("redis://:secret@redis.example:6379/0\n")
    for name in ("database_url", "redis_url"):
        (tmp_path / name).chmod(0o600)
    tryout, engine, name, broker = settings_with(
        tmp_path,
        PORTAL_MODE="production",
        PORTAL_KEYS_FILE=str(tmp_path / "ring.json"),
        PORTAL_HOSTS="portal.example",
        DATABASE_URL_FILE=str(tmp_path / "database_url"),
        REDIS_URL_FILE=str(tmp_path / "redis_url"),
    )
    assert not tryout
    assert (engine, name) == ("django.db.backends.postgresql", "portal")
    assert broker == "redis://:secret@redis.example:6379/0"


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_a_file_of_any_setting_that_cannot_be_read_is_one_sentence(tmp_path, place):
    environment = surroundings(tmp_path, PORTAL_HEALTH_TOKEN_FILE=str(tmp_path / place))
    with pytest.raises(subprocess.CalledProcessError) as ended:
        manage(environment, "check")
    (line,) = ended.value.stderr.splitlines()
    assert line.startswith("operations.E013: ")
    assert line.endswith(f"PORTAL_HEALTH_TOKEN_FILE={tmp_path / place}.")


def test_files_of_settings_are_those_of_the_portal_and_the_key_ring_may_still_be_made(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.endswith("_FILE")]:
        monkeypatch.delenv(name)
    token = tmp_path / "token"
    monkeypatch.setenv("PORTAL_KEYS_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("PORTAL_HEALTH_TOKEN_FILE", str(token))
    monkeypatch.setenv("REDIS_URL_FILE", "")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nowhere"))
    assert named_files() == {"PORTAL_HEALTH_TOKEN_FILE": token, "PORTAL_KEYS_FILE": tmp_path / "keys.json"}
    with pytest.raises(Unsafe):
        refuse_unreadable_files()
    token.touch()
    refuse_unreadable_files()


def second_factor_with(monkeypatch, *, production, said=None):
    """Read the settings of signing in as they are in production or in the try-out."""
    monkeypatch.setattr("portal.settings.environment.PRODUCTION", production)
    monkeypatch.delenv("PORTAL_SECOND_FACTOR", raising=False)
    if said is not None:
        monkeypatch.setenv("PORTAL_SECOND_FACTOR", said)
    return runpy.run_path(sign_in.__file__)["PORTAL_SECOND_FACTOR_REQUIRED"]


def test_production_requires_a_second_factor_and_cannot_do_without(monkeypatch):
    assert second_factor_with(monkeypatch, production=True)
    assert second_factor_with(monkeypatch, production=True, said="required")
    for said in ("optional", "", "off", "false", "0"):
        with pytest.raises(ImproperlyConfigured):
            second_factor_with(monkeypatch, production=True, said=said)


def test_try_out_may_choose(monkeypatch):
    assert not second_factor_with(monkeypatch, production=False)
    assert second_factor_with(monkeypatch, production=False, said="required")
