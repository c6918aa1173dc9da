"""Keys of backups: the private one is for its owner alone, and the key ring is named but never told."""

import pytest
from django.conf import settings as now

from portal.backups.errors import BackupError
from portal.backups.keys import (
    identities_from,
    make_pair,
    manifest_mac,
    missing_keys,
    recipients_from,
    ring_identifiers,
)
from portal.crypto.keys import load_key_ring
from tests.commands import run


@pytest.fixture
def other_ring(tmp_path):
    return load_key_ring(str(tmp_path / "ring" / "keys.json"), create=True)


def test_the_pair_fits(pair):
    (identity,), (recipient,) = identities_from(pair.private), recipients_from([pair.public])
    assert str(identity.to_public()) == str(recipient)
    assert pair.private.stat().st_mode & 0o777 == 0o600


def test_a_private_key_is_never_overwritten(pair):
    before = pair.private.read_text()
    with pytest.raises(BackupError):
        make_pair(pair.private.parent)
    assert pair.private.read_text() == before


def test_the_private_key_does_not_go_into_the_portals_folder(settings, tmp_path):
    settings.PORTAL_VAR = tmp_path
    (tmp_path / "inside").mkdir()
    with pytest.raises(BackupError):
        make_pair(tmp_path / "inside")
    assert not list((tmp_path / "inside").iterdir())


@pytest.mark.parametrize("lines", [[], [" "], ["age1nonsense"], ["AGE-SECRET-KEY-1"]])
def test_recipients_that_are_none_are_refused(lines):
    with pytest.raises(BackupError):
        recipients_from(lines)


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"nonsense\n", "zażółć".encode()])
def test_a_file_without_a_private_key_is_refused(tmp_path, content):
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(BackupError):
        identities_from(tmp_path / "key")


def test_identifiers_tell_keys_apart_and_hold_none(other_ring):
    ours, theirs = ring_identifiers(now.PORTAL_KEY_RING), ring_identifiers(other_ring)
    assert set(ours) == {"field k1", "index", "audit", "pseudonym"}
    assert not set(ours.values()) & set(theirs.values())
    assert not any(now.PORTAL_KEY_RING.index.hex()[:16] == each for each in ours.values())


def test_missing_keys_are_named_also_when_only_the_name_is_the_same(other_ring):
    assert missing_keys(ring_identifiers(now.PORTAL_KEY_RING), now.PORTAL_KEY_RING) == []
    assert missing_keys(ring_identifiers(now.PORTAL_KEY_RING), other_ring) == [
        "audit",
        "field k1",
        "index",
        "pseudonym",
    ]


def test_only_the_key_ring_makes_the_keyed_hash(other_ring):
    assert manifest_mac(now.PORTAL_KEY_RING, b"{}") != manifest_mac(other_ring, b"{}")


def test_the_command_makes_a_pair_and_says_the_setting(tmp_path, settings, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    settings.PORTAL_VAR = tmp_path / "var"
    ran = run(capsys, "backup_keys", tmp_path)
    assert ran.code == 0
    assert ran.out.startswith("PORTAL_BACKUP_RECIPIENTS=age1")
    assert "SECRET" not in ran.out + ran.err
    again = run(capsys, "backup_keys", tmp_path)
    assert again.code == 2
    assert len(again.err.splitlines()) == 1
