"""What stands in the way of a backup is one sentence, and no half file."""

import io
import os
import runpy
import time

import pytest

from portal.backups import archive, making
from portal.backups.errors import BackupError
from portal.backups.speaking import operator_language
from portal.backups.tasks import make_backup_task
from portal.settings.environment import ROOT
from tests.commands import run


@pytest.fixture
def ready(sopot, in_a_file, pair, target, settings, monkeypatch):
    """A database in a file, and settings that send backups to ``target``."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    settings.PORTAL_BACKUP_RECIPIENTS, settings.PORTAL_BACKUP_FOLDER = [pair.public], str(target)
    settings.PORTAL_BACKUP_KEEP = "7,4,6"
    in_a_file()
    return target


def test_the_command_takes_folder_and_keys_from_the_settings(ready, capsys):
    ran = run(capsys, "backup", "--keep", "7,4,6")
    assert (ran.code, ran.err) == (0, "")
    assert [path.name in ran.out for path in ready.iterdir()] == [True]


def test_the_task_of_the_night_makes_one_and_removes_the_old(ready):
    (ready / "portal-20200101T000000Z.backup").touch()
    (ready / "portal-20200101T010000Z.backup").touch()
    make_backup_task()
    assert len(list(ready.iterdir())) == 2  # of the old month one stays


def test_the_task_of_the_night_tells_the_log_why_there_is_none(ready, settings, caplog):
    settings.PORTAL_BACKUP_FOLDER = str(ready / "absent")
    make_backup_task()
    assert "no backup was made" in caplog.text


@pytest.mark.parametrize("arguments", [["--to", "absent"], ["--recipient", "age1wrong"], ["--keep", "x"]])
def test_what_is_wrong_is_one_line(ready, capsys, arguments):
    ran = run(capsys, "backup", *arguments)
    assert (ran.code, len(ran.err.splitlines()), ran.out) == (2, 1, "")
    assert not list(ready.iterdir())


class FullDisk(io.BytesIO):
    def write(self, data):
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(ready, pair, monkeypatch):
    monkeypatch.setattr(making, "Counted", lambda file: archive.Counted(FullDisk()))
    with pytest.raises(BackupError, match="No space left"):
        making.make_backup(ready, [pair.public])
    assert not list(ready.iterdir())
    assert not making.last_file().exists()


def test_bytes_that_cannot_be_read_back_are_refused():
    disk = io.BytesIO()
    counted = archive.Counted(disk)
    counted.write(b"as it was")
    making._refuse_other_bytes(disk, counted)
    disk.getbuffer()[3] ^= 1
    with pytest.raises(BackupError):
        making._refuse_other_bytes(disk, counted)


def test_remains_of_killed_backups_go_after_a_day(ready, pair):
    old, new = ready / ".portal-20200101T000000Z.backup.1.partial", ready / ".portal-20200102T000000Z.backup.1.partial"
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    making.make_backup(ready, [pair.public])
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize(
    ("surroundings_", "language"),
    [
        ({"LANG": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "pl_PL.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_commands_speak_the_language_of_the_machine(monkeypatch, surroundings_, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings_.items():
        monkeypatch.setenv(name, value)
    assert operator_language() == language


@pytest.mark.parametrize(("recipients", "folder"), [([], "backups"), (["age1x"], ""), (["age1x"], "backups")])
def test_the_night_has_a_backup_only_where_keys_and_folder_are_set(monkeypatch, recipients, folder):
    monkeypatch.setattr("portal.settings.backups.PORTAL_BACKUP_RECIPIENTS", recipients)
    monkeypatch.setattr("portal.settings.backups.PORTAL_BACKUP_FOLDER", folder)
    schedule = runpy.run_path(str(ROOT / "portal" / "settings" / "schedule.py"))["CELERY_BEAT_SCHEDULE"]
    assert ("make-backup" in schedule) == bool(recipients and folder)
