"""Copying and bringing back an SQLite database while other processes may use it."""

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backups.archive import PIECE
from portal.backups.errors import BackupError
from portal.backups.manifest import Manifest
from portal.backups.snapshots import Snapshot, audit_of, migrations_of

PART = "database.sqlite3.gz"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
GZIP = 31


def refuse_tools(manifest: Manifest | None = None) -> None:
    """Nothing beside Python is needed."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold the database still for one reader; writers go on beside it (WAL)."""
    with closing(sqlite3.connect(f"{_database().as_uri()}?mode=ro", uri=True, isolation_level=None)) as source:
        source.execute("BEGIN")
        tables = _tables(source)
        events = tables["audit_auditevent"]["rows"]
        yield Snapshot(
            kind="sqlite",
            part=PART,
            tables=tables,
            migrations=migrations_of(source.execute),
            audit=audit_of(source.execute, events),
            data=lambda: _compressed(_copy(source)),
        )


def holds_tables() -> bool:
    """Tell whether there is a database with tables."""
    path = _database()
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as database:
        return bool(database.execute(TABLES).fetchall())


def restore(pieces: Iterator[bytes], manifest: Manifest) -> str:
    """Write the copy beside the database, compare it with the manifest, then swap; return the old one's place.

    Until the swap, which is one rename, nothing has changed; the old file stays under another name.
    """
    path = _database()
    draft = path.with_name(f".{path.name}.restoring")
    try:
        draft.unlink(missing_ok=True)
        _write(draft, _decompressed(pieces))
        _refuse_other_content(draft, manifest)
        connection.close()
        return _swap(draft, path)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _database() -> Path:
    return Path(connection.settings_dict["NAME"]).resolve()


def _tables(database: sqlite3.Connection) -> dict[str, dict]:
    names = [name for (name,) in database.execute(TABLES)]
    return {name: _fingerprint(database, name) for name in names}


def _fingerprint(database: sqlite3.Connection, table: str) -> dict:
    digest, rows = hashlib.sha256(), 0
    for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
        digest.update(repr(row).encode())
        rows += 1
    return {"rows": rows, "hash": digest.hexdigest()}


def _copy(source: sqlite3.Connection) -> Iterator[bytes]:
    """Yield the bytes of a copy made by SQLite itself. Its file has lost its name before anything stands in it."""
    folder = settings.PORTAL_VAR / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f".copy.{os.getpid()}"
    path.unlink(missing_ok=True)
    with (
        os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "rb") as file,
        closing(sqlite3.connect(path, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        path.unlink()
        source.backup(copy)
        yield from iter(lambda: file.read(PIECE), b"")


def _compressed(data: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    yield from map(packer.compress, data)
    yield packer.flush()


def _decompressed(data: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(GZIP)
    yield from map(unpacker.decompress, data)
    yield unpacker.flush()


def _write(path: Path, data: Iterator[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in data:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _refuse_other_content(path: Path, manifest: Manifest) -> None:
    with closing(sqlite3.connect(path)) as database:
        whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not whole or _tables(database) != manifest.tables:
            raise BackupError(_("The restored tables differ from what the backup says, so nothing was changed."))


def _swap(draft: Path, path: Path) -> str:
    """Take the place of the database; a hard link keeps the old one, so that there is one at every moment."""
    kept = ""
    if path.exists():
        _refuse_in_use(path)
        aside = path.with_name(f"{path.stem}-before-{timezone.now():%Y%m%dT%H%M%SZ}{path.suffix}")
        os.link(path, aside)
        kept = str(aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    draft.replace(path)
    with suppress(OSError):
        handle = os.open(path.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return kept


def _refuse_in_use(path: Path) -> None:
    """Leave WAL, which SQLite does only for the last one who has the file open."""
    try:
        with closing(sqlite3.connect(path, timeout=2)) as database:
            if database.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",):
                return
    except sqlite3.OperationalError:
        pass
    except sqlite3.DatabaseError:
        return  # no database any more: it is kept aside as it is
    raise BackupError(_("The database is in use. Stop web server, worker and beat first."))
