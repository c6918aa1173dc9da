"""Copying and bringing back a PostgreSQL database with the tools of PostgreSQL itself."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from django.db import connection, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backups import postgresql_sql as sql
from portal.backups import postgresql_tools as tools
from portal.backups.archive import PIECE
from portal.backups.errors import BackupError
from portal.backups.manifest import Manifest
from portal.backups.snapshots import Snapshot, audit_of, migrations_of

PART = "database.dump"
KEPT = "before_"


def refuse_tools(manifest: Manifest | None = None) -> None:
    """Refuse tools that are absent or older than the server, or than what made the backup; and an older server."""
    server = tools.server_version()
    needed = max(server, manifest.tools["pg_dump"]) if manifest else server
    for tool in ("pg_restore", "psql") if manifest else ("pg_dump",):
        found = tools.version_of(tool)
        if found < needed:
            message = _("%(tool)s is too old (%(found)d): install postgresql-client-%(needed)d.")
            raise BackupError(message % {"tool": tool, "found": found, "needed": needed})
    if manifest and server < manifest.tools["server"]:
        message = _("The backup is from PostgreSQL %(backup)d; this server is older (%(server)d).")
        raise BackupError(message % {"backup": manifest.tools["server"], "server": server})


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the database in a transaction that ``pg_dump`` shares; writers go on beside it."""
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor:

            def execute(statement: str) -> Any:
                cursor.execute(statement)
                return cursor

            for statement in (*sql.SAME_TEXT, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
                execute(statement)
            (name,) = execute("SELECT pg_export_snapshot()").fetchone()
            names = [table for (table,) in execute(sql.TABLES).fetchall()]
            counted = {table: execute(sql.fingerprint(table)).fetchone() for table in names}
            yield Snapshot(
                kind="postgresql",
                part=PART,
                tables={table: {"rows": rows, "hash": content} for table, (rows, content) in counted.items()},
                migrations=migrations_of(execute),
                audit=audit_of(execute, counted["audit_auditevent"][0]),
                data=partial(_dump, name),
                tools={"server": tools.server_version(), "pg_dump": tools.version_of("pg_dump")},
            )
    finally:
        own.close()


def holds_tables() -> bool:
    """Tell whether there are tables in the schema of the portal."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TABLES)
        return bool(cursor.fetchall())


def restore(pieces: Iterator[bytes], manifest: Manifest) -> str:
    """Set the old schema aside, load and compare the new one in one transaction; return the old one's name.

    Whatever breaks it off, the server rolls back and the old tables stand as they were.
    """
    kept = f"{KEPT}{timezone.now():%Y%m%dt%H%M%Sz}" if holds_tables() else ""
    _refuse_in_use()
    connection.close()
    unpack = [tools.find("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    with subprocess.Popen(  # noqa: S603 - our own words
        unpack, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as unpacker:
        feeder, complaint = tools.Feeder(pieces, unpacker.stdin), tools.Listener(unpacker.stderr)

        def script() -> Iterator[bytes]:
            """The last word, COMMIT, is said only when everything before it has come whole."""
            yield sql.beginning(kept).encode()
            yield from iter(partial(unpacker.stdout.read, PIECE), b"")
            feeder.join()
            if feeder.failed:
                raise feeder.failed
            if unpacker.wait():
                raise BackupError(_refusal(complaint))
            yield sql.ending(manifest).encode()

        try:
            _say(script())
        finally:
            unpacker.kill()
    return kept


def _say(script: Iterator[bytes]) -> None:
    """Let the server carry out a script that is one transaction. Without its end nothing of it stays."""
    arguments, environment = tools.where()
    command = [tools.find("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *arguments]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as psql:
        complaint = tools.Listener(psql.stderr)
        try:
            with suppress(BrokenPipeError):
                for piece in script:
                    psql.stdin.write(piece)
        finally:
            with suppress(BrokenPipeError):
                psql.stdin.close()
        if psql.wait():
            raise BackupError(_refusal(complaint))


def _dump(name: str) -> Iterator[bytes]:
    arguments, environment = tools.where()
    command = [
        tools.find("pg_dump"), "--format=custom", f"--snapshot={name}", "--no-owner", "--no-privileges",
        f"--exclude-schema={KEPT}*", *arguments,
    ]  # fmt: skip
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        complaint = tools.Listener(process.stderr)
        yield from iter(partial(process.stdout.read, PIECE), b"")
        if process.wait():
            raise BackupError(_("pg_dump gave up: %(reason)s") % {"reason": complaint.first()})


def _refuse_in_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.OTHERS)
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(_("The database is in use. Stop web server, worker and beat first."))


def _refusal(complaint: tools.Listener) -> str:
    reason = complaint.first()
    if sql.DIFFERS in reason:
        return _("The restored tables differ from what the backup says, so nothing was changed.")
    return _("PostgreSQL refused, so nothing was changed: %(reason)s") % {"reason": reason}
