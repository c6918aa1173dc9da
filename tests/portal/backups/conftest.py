"""A pair of keys, and a database in a file of its own under the tests' connection."""

from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.utils import translation

from portal.audit.triggers import install_triggers
from portal.backups.keys import make_pair


@pytest.fixture
def pair(tmp_path, settings):
    """A pair of keys: ``private`` is the file, ``public`` the line."""
    settings.PORTAL_VAR = tmp_path / "var"
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    private, public = make_pair(folder)
    return SimpleNamespace(private=private, public=public)


@pytest.fixture
def target(tmp_path):
    """The folder of backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def in_a_file(db, tmp_path, settings):
    """Call it once the rows are made: the database goes on in a file, with its triggers. SQLite only."""
    if connection.vendor != "sqlite":
        pytest.skip("a file is for SQLite")
    memory = connections["default"]
    settings.PORTAL_VAR = tmp_path / "var"
    settings.PORTAL_APPEND_ONLY_TRIGGERS = True

    def move():
        path = settings.PORTAL_VAR / "portal.sqlite3"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(memory.connection.serialize())
        connections["default"] = type(memory)({**memory.settings_dict, "NAME": str(path)}, alias="default")
        install_triggers()
        return path

    yield move
    if connections["default"] is not memory:
        connections["default"].close()
    connections["default"] = memory


@pytest.fixture(autouse=True)
def _in_english():
    """The sentences are read in the words of the sources."""
    with translation.override("en"):
        yield
