"""PostgreSQL: its tools are asked for by name and version, and are told the password in secret (S47, S61)."""

from types import SimpleNamespace

import pytest

from portal.backups import postgresql, postgresql_tools
from portal.backups.errors import BackupError
from portal.settings.environment import env

SECRET = "Kanarek-haslo-1"


@pytest.fixture
def server(monkeypatch):
    """A server of version 15, and no tools but those that a test makes."""
    monkeypatch.setattr(postgresql_tools, "server_version", lambda: 15)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Make tools that tell a version."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(**versions):
        for name, version in versions.items():
            (tmp_path / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
            (tmp_path / name).chmod(0o755)

    return make


def asked_of(server, dump):
    return SimpleNamespace(tools={"server": server, "pg_dump": dump})


def test_the_password_is_not_among_the_arguments(monkeypatch):
    database = env.db_url_config(f"postgres://portal:{SECRET}@database.example:5433/portal")
    monkeypatch.setattr(postgresql_tools, "connection", SimpleNamespace(settings_dict={"OPTIONS": {}, **database}))
    arguments, environment = postgresql_tools.where()
    assert SECRET not in " ".join(arguments)
    assert environment["PGPASSWORD"] == SECRET
    assert {"database.example", "5433", "portal"} <= set(arguments)


@pytest.mark.usefixtures("server")
def test_a_tool_that_is_not_there_is_named(tools):
    tools(pg_restore="15.4")
    with pytest.raises(BackupError, match="pg_dump"):
        postgresql.refuse_tools()
    with pytest.raises(BackupError, match="psql"):
        postgresql.refuse_tools(asked_of(15, 15))


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("version", ["14.9 (Debian 14.9-1)", "9.6.24"])
def test_a_tool_older_than_the_server_is_refused(tools, version):
    tools(pg_dump=version)
    with pytest.raises(BackupError, match="15"):
        postgresql.refuse_tools()


@pytest.mark.usefixtures("server")
def test_tools_of_the_servers_version_or_a_newer_one_are_accepted(tools):
    tools(pg_dump="15.4", pg_restore="17.1", psql="15.4 (Debian 15.4-1)")
    postgresql.refuse_tools()
    postgresql.refuse_tools(asked_of(15, 15))


@pytest.mark.usefixtures("server")
def test_a_restore_refuses_tools_or_a_server_older_than_those_of_the_backup(tools):
    tools(pg_restore="15.4", psql="15.4")
    with pytest.raises(BackupError, match="17"):
        postgresql.refuse_tools(asked_of(15, 17))
    with pytest.raises(BackupError, match="older"):
        postgresql.refuse_tools(asked_of(16, 15))


@pytest.mark.usefixtures("server")
def test_a_tool_that_tells_no_version_is_refused(tools, tmp_path):
    tools(pg_dump="")
    with pytest.raises(BackupError, match="version"):
        postgresql.refuse_tools()
