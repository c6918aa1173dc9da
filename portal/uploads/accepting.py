"""The one way in for a file: scanned, recognised by its bytes, decoded wholly, written anew (S37, ASVS V5)."""

from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.uploads.apart import clean_apart
from portal.uploads.cleaning import Kind, clean, kind_of
from portal.uploads.limits import MAX_FILE_BYTES
from portal.uploads.reasons import Unfit, Why
from portal.uploads.scanning import Scan, scan

PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".heic", ".heif"})
"""Phones give photos any of these names, whatever they hold."""
ENDINGS = {Kind.PDF: frozenset({".pdf"}), Kind.JPEG: PICTURES, Kind.PNG: PICTURES, Kind.HEIC: PICTURES}
LONGEST_NAME = 120


@dataclass(frozen=True)
class CleanFile:
    """A file that may be kept: made by the portal from what was sent. ``name`` is what its sender called it."""

    name: str
    kind: Kind
    content: bytes
    pages: int
    scan: Scan


def accept_upload(file: UploadedFile) -> CleanFile:
    """Return the clean form of a file that was sent; nothing is written anywhere. Raises ``Unfit``."""
    if not file.size:
        raise Unfit(Why.EMPTY)
    if file.size > MAX_FILE_BYTES:
        raise Unfit(Why.TOO_LARGE)
    content, name = file.read(), (file.name or "").replace("\0", "")
    kind = kind_of(content)
    ending = PurePath(name).suffix.casefold()
    if ending and ending not in ENDINGS[kind]:
        raise Unfit(Why.NAME)
    scanned = scan(content)
    cleaned = clean_apart(content) if settings.PORTAL_UPLOADS_APART else clean(content)
    return CleanFile(name[-LONGEST_NAME:], cleaned.kind, cleaned.content, cleaned.pages, scanned)
