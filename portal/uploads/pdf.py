"""PDF files: only pages are taken over into a new file, with nothing that acts, hides or tells where it was made.

Filled forms and stamps are drawn into their pages first. What goes: scripts, actions, links, forms, embedded and
outside files, metadata, outlines, layers, and with them an electronic signature.
"""

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from portal.uploads.cleaning import Cleaned, Kind
from portal.uploads.limits import MAX_PAGES, MAX_PIXELS
from portal.uploads.reasons import Unfit, Why

KEPT_OF_PAGE = frozenset({
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group",
})  # fmt: skip
REMOVED_OF_STREAM = frozenset({
    "/F", "/FFilter", "/FDecodeParms", "/Metadata", "/AF", "/AA", "/Ref", "/OPI", "/PieceInfo", "/Alternates",
    "/StructParent", "/StructParents", "/Measure", "/PtData", "/OC",
})  # fmt: skip
JPEG_START, SCAN, PLAIN_SEGMENTS = b"\xff\xd8", 0xDA, frozenset({0xE0, 0xEE})
APPLICATION_SEGMENTS, NOTE = range(0xE0, 0xF0), 0xFE
"""Segments of a JPEG in a page: those that may tell a place or a camera go, all but JFIF and Adobe, and notes."""


def clean_pdf(content: bytes) -> Cleaned:
    """Return the pages as a new PDF. Raises ``Unfit``: locked with a password, damaged, too many pages."""
    try:
        with Pdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as sent, Pdf.new() as made:
            if not 0 < len(sent.pages) <= MAX_PAGES:
                raise Unfit(Why.PAGES if len(sent.pages) else Why.DAMAGED)
            _take_pages(sent, made)
            out = BytesIO()
            made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return Cleaned(Kind.PDF, out.getvalue(), len(made.pages))
    except pikepdf.PasswordError:
        raise Unfit(Why.LOCKED) from None
    except MemoryError:
        raise Unfit(Why.TOO_COSTLY) from None
    except Unfit:
        raise
    except Exception:  # pikepdf raises errors of many kinds at what was made to hurt it
        raise Unfit(Why.DAMAGED) from None


def _take_pages(sent: Pdf, made: Pdf) -> None:
    if "/AcroForm" in sent.Root:
        sent.generate_appearance_streams()
    sent.flatten_annotations("all")
    for page in sent.pages:
        made.pages.append(page)
    for page in made.pages:
        for key in set(page.obj.keys()) - KEPT_OF_PAGE:
            del page.obj[key]
        if "/Contents" not in page.obj:
            raise Unfit(Why.DAMAGED)
    _disarm([page.obj for page in made.pages])


def _disarm(begin: list[Object]) -> None:
    """Walk everything that the pages lead to and take away what acts or tells."""
    waiting, seen = list(begin), set()
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, Stream):
            _disarm_stream(thing)
        waiting += _parts(thing)


def _parts(thing: Object) -> list[Any]:
    if isinstance(thing, pikepdf.Array):
        found = list(thing.as_list())
    elif isinstance(thing, Dictionary | Stream):
        if "/Properties" in thing:
            del thing["/Properties"]
        found = [value for key, value in thing.items() if key != "/Parent"]
    else:
        return []
    return [each for each in found if isinstance(each, pikepdf.Array | Dictionary | Stream)]


def _disarm_stream(stream: Any) -> None:
    if stream.get("/Subtype") == Name.Image and int(stream.Width) * int(stream.Height) > MAX_PIXELS:
        raise Unfit(Why.PIXELS)
    for key in REMOVED_OF_STREAM & set(stream.keys()):
        del stream[key]
    if stream.get("/Subtype") == Name.PS:  # a program for a printer
        stream.write(b"")
    if _filters(stream) == [Name.DCTDecode]:
        parameters = stream.get("/DecodeParms")
        stream.write(without_notes(stream.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)


def _filters(stream: Any) -> list[Any]:
    named = stream.get("/Filter")
    return list(named) if isinstance(named, pikepdf.Array) else [named]


def without_notes(jpeg: bytes) -> bytes:
    """Return a JPEG without Exif, XMP and comments; as it is when it does not begin like one."""
    if not jpeg.startswith(JPEG_START):
        return jpeg
    kept, at = bytearray(JPEG_START), len(JPEG_START)
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != SCAN:  # noqa: PLR2004 - the mark of a segment
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if marker in PLAIN_SEGMENTS or not (marker in APPLICATION_SEGMENTS or marker == NOTE):
            kept += jpeg[at:end]
        at = end
    return bytes(kept) + jpeg[at:]
