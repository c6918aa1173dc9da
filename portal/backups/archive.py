"""The backup file: a tar stream encrypted with age to public keys (S61).

Without the portal it opens with ``age --decrypt`` and ``tar``. A part whose length is not known beforehand
stands in it as numbered pieces (``database.dump/000001`` …), to be joined in their order. What is not
encrypted lives in memory and pipes alone.
"""

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.utils.translation import gettext as _

from portal.backups.errors import BackupError, NotRestorable

PIECE = 4 * 1024 * 1024


class Counted:
    """A file that is written to, with the SHA-256 and the number of bytes that went into it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest, self.bytes = file, hashlib.sha256(), 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of ``data``; the error of a full disk is kept, because the library tells only its text."""
        try:
            self.file.write(data)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(data)
        self.bytes += len(data)
        return len(data)

    def flush(self) -> None:
        """Pass on what is buffered."""
        self.file.flush()


class Writer:
    """Puts parts into an archive and remembers length and SHA-256 of each (``parts``)."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, dict] = {}

    def add(self, part: str, data: Iterable[bytes]) -> None:
        """Add a part that comes in pieces of any size."""
        digest, length = hashlib.sha256(), 0
        for number, piece in enumerate(_in_pieces(data), start=1):
            digest.update(piece)
            length += len(piece)
            self._put(f"{part}/{number:06}", piece)
        self.parts[part] = {"bytes": length, "sha256": digest.hexdigest()}

    def close_with(self, manifest: bytes, mac: bytes) -> None:
        """Add the manifest and its keyed hash, the last parts."""
        self._put("manifest.json", manifest)
        self._put("manifest.mac", mac)

    def _put(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))


@contextmanager
def writing(file: Counted, recipients: list) -> Iterator[Writer]:
    """Encrypt to ``file`` what is added inside; on leaving, the last byte has been handed to it.

    Raises ``OSError`` when the file cannot be written.
    """
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def encrypt() -> None:
        with os.fdopen(outlet, "rb") as source:
            try:
                pyrage.encrypt_io(source, file, recipients)
            except Exception as error:  # noqa: BLE001 - told by the thread that waits
                failed.append(error)

    thread = threading.Thread(target=encrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(inlet, "wb") as sink, tarfile.open(fileobj=sink, mode="w|", bufsize=64 * 1024) as tar:
            yield Writer(tar)
    except BrokenPipeError:
        thread.join()
        raise _obstacle(file, failed) from None
    finally:
        thread.join()
    if failed:
        raise _obstacle(file, failed) from None


def reading(path: Path, identities: list) -> Iterator[tuple[str, bytes]]:
    """Yield part and piece, in their order, of an archive. Each piece has been authenticated by the library.

    Only when the last one has been taken is it certain that nothing is missing. Raises ``NotRestorable`` for
    damage and for a key that does not fit, ``OSError`` when the file cannot be read.
    """
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def decrypt(source: BinaryIO) -> None:
        with source, os.fdopen(inlet, "wb") as sink:
            try:
                pyrage.decrypt_io(source, sink, identities)
            except Exception as error:  # noqa: BLE001 - told by the thread that waits
                failed.append(error)

    with closing(os.fdopen(outlet, "rb")) as plain:
        thread = threading.Thread(target=decrypt, args=(path.open("rb"),), daemon=True)
        thread.start()
        try:
            yield from _pieces(plain)
            while plain.read(PIECE):
                pass
        except tarfile.TarError:
            if not failed:
                thread.join()
            raise _reason(failed) from None
        finally:
            plain.close()
            thread.join()
    if failed:
        raise _reason(failed)


def _pieces(plain: BinaryIO) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=plain, mode="r|", bufsize=64 * 1024) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise tarfile.ReadError(member.name)
            yield member.name.split("/")[0], content.read()


def _obstacle(file: Counted, failed: list[BaseException]) -> Exception:
    return file.error or BackupError(str(failed[0]) if failed else "")


def _reason(failed: list[BaseException]) -> NotRestorable:
    if failed and isinstance(failed[0], pyrage.DecryptError) and "matching" in str(failed[0]).lower():
        return NotRestorable(_("This private key does not open the backup, or the beginning of the file is damaged."))
    return NotRestorable(_("The backup is damaged or incomplete. Take another one."))


def _in_pieces(data: Iterable[bytes]) -> Iterator[bytes]:
    """Gather what comes into pieces of one size, so that memory and the number of entries stay small."""
    held = bytearray()
    for each in data:
        held += each
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)
