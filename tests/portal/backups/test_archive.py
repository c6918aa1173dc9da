"""The backup file: whatever happens to it is noticed, whoever reads it (S61)."""

import io
import random
import subprocess
import tarfile

import pyrage
import pytest

from portal.backups.archive import PIECE, Counted, reading, writing
from portal.backups.errors import NotRestorable

IDENTITY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
CONTENT = random.Random(1).randbytes(200_000)
POSITIONS = [0, 5, 25, 60, 90, 130, 180, 250, 400, 600, *range(1000, 210_000, 20_900)]


def write(path, content=CONTENT, recipients=(IDENTITY,)):
    with path.open("wb") as file:
        counted = Counted(file)
        with writing(counted, [each.to_public() for each in recipients]) as archive:
            archive.add("database", iter([content]))
            archive.close_with(b"{}", b"mac")
    return archive.parts, counted


def read(path, identity=IDENTITY):
    parts = {}
    for part, piece in reading(path, [identity]):
        parts[part] = parts.get(part, b"") + piece
    return parts


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "whole.backup"
    write(path)
    return path


def test_what_was_added_comes_back(whole):
    assert read(whole) == {"database": CONTENT, "manifest.json": b"{}", "manifest.mac": b"mac"}


def test_a_long_part_comes_back_in_its_order(tmp_path):
    content = random.Random(2).randbytes(2 * PIECE + 17)
    parts, counted = write(tmp_path / "long", content)
    assert read(tmp_path / "long")["database"] == content
    assert parts["database"]["bytes"] == len(content)
    assert counted.bytes == (tmp_path / "long").stat().st_size


def test_every_recipient_can_open_it(tmp_path):
    write(tmp_path / "two", recipients=(IDENTITY, OTHER))
    assert read(tmp_path / "two", IDENTITY) == read(tmp_path / "two", OTHER)


def test_it_opens_without_the_portal(whole):
    plain = pyrage.decrypt(whole.read_bytes(), [IDENTITY])
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames() == ["database/000001", "manifest.json", "manifest.mac"]
    listed = subprocess.run(["tar", "-t"], input=plain, capture_output=True, check=True).stdout
    assert listed.split() == [b"database/000001", b"manifest.json", b"manifest.mac"]


@pytest.mark.parametrize("position", POSITIONS)
def test_one_flipped_bit_is_noticed(whole, tmp_path, position):
    data = bytearray(whole.read_bytes())
    data[position % len(data)] ^= 1 << position % 8
    (tmp_path / "flipped").write_bytes(data)
    with pytest.raises(NotRestorable):
        read(tmp_path / "flipped")


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 0.9, 0.9999])
def test_a_cut_file_is_noticed(whole, tmp_path, share):
    data = whole.read_bytes()
    (tmp_path / "cut").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(NotRestorable):
        read(tmp_path / "cut")


def test_a_file_cut_between_two_blocks_of_the_cipher_is_noticed(whole, tmp_path):
    """Header, a nonce of 16 bytes, then blocks of 64 KiB with a tag of 16 bytes each."""
    data = whole.read_bytes()
    first = data.index(b"\n", data.index(b"\n--- ") + 1) + 1 + 16
    (tmp_path / "cut").write_bytes(data[: first + 2 * (65_536 + 16)])
    with pytest.raises(NotRestorable):
        read(tmp_path / "cut")


def test_what_is_added_behind_is_noticed(whole, tmp_path):
    (tmp_path / "longer").write_bytes(whole.read_bytes() + b"\0")
    with pytest.raises(NotRestorable):
        read(tmp_path / "longer")


def test_another_private_key_does_not_open_it(whole):
    with pytest.raises(NotRestorable, match="private key"):
        read(whole, OTHER)


def test_reading_may_be_broken_off(whole):
    pieces = reading(whole, [IDENTITY])
    next(pieces)
    pieces.close()


class FullDisk(io.BytesIO):
    def write(self, data):
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_as_such():
    with pytest.raises(OSError, match="No space left"), writing(Counted(FullDisk()), [IDENTITY.to_public()]) as archive:
        archive.add("database", iter([CONTENT] * 20))


def test_an_error_of_the_source_passes_through():
    def source():
        yield CONTENT
        raise KeyError("source")

    half = Counted(io.BytesIO())
    with pytest.raises(KeyError, match="source"), writing(half, [IDENTITY.to_public()]) as archive:
        archive.add("database", source())
