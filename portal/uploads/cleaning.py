"""What a file is, told by its first bytes, and the harmless file made of it. Knows neither Django nor the database."""

from dataclasses import dataclass
from enum import StrEnum

from portal.uploads.limits import MAX_FILE_BYTES
from portal.uploads.reasons import Unfit, Why


class Kind(StrEnum):
    """What may be sent; a photo in HEIC leaves as JPEG."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


@dataclass(frozen=True)
class Cleaned:
    """The file made anew: never the bytes that were sent. ``pages`` is 1 for a picture."""

    kind: Kind
    content: bytes
    pages: int = 1


HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
SIGNATURES = (
    (b"%PDF-1.", Kind.PDF),
    (b"%PDF-2.", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
)


def kind_of(content: bytes) -> Kind:
    """Return the kind by the first bytes, wherever the name points; raises ``Unfit``."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    raise Unfit(Why.KIND)


def clean(content: bytes) -> Cleaned:
    """Decode a file wholly and write it anew. Raises ``Unfit``."""
    from portal.uploads.pdf import clean_pdf  # here: each format brings its own library
    from portal.uploads.pictures import clean_picture

    kind = kind_of(content)
    cleaned = clean_pdf(content) if kind is Kind.PDF else clean_picture(content, kind)
    if len(cleaned.content) > MAX_FILE_BYTES:
        raise Unfit(Why.TOO_LARGE)
    return cleaned
