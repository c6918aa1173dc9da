"""Files to send, made when they are asked for: good ones, and about thirty that were made to hurt."""

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from portal.uploads.pictures import register_heif_opener
from portal.uploads.reasons import Why

register_heif_opener()
CANARY = b"KANAREK-w-pliku"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a form receives it, with a type that nobody may believe."""
    return SimpleUploadedFile(name, content, "text/html")


@cache
def picture(form: str = "JPEG", size: tuple[int, int] = (48, 32), mode: str = "RGB", **options) -> bytes:
    """Return a picture, its left half red."""
    out, image = BytesIO(), Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


@cache
def photo_with_place(form: str = "JPEG", orientation: int = 6) -> bytes:
    """Return a photo that says where it was taken, by which camera, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CANARY.decode(), orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 26.0, 29.0), 3: "E", 4: (18.0, 33.0, 42.0)})
    return picture(form, exif=exif.tobytes())


def pdf(pages: int = 1, change: Callable[[Pdf], None] = lambda made: None, **saving) -> bytes:
    """Return a PDF; ``change`` puts something into it."""
    made, out = Pdf.new(), BytesIO()
    for _page in range(pages):
        page = made.add_blank_page(page_size=(200, 200))
        page.Contents = made.make_stream(b"0 0 m 100 100 l S")
    change(made)
    made.save(out, **{"compress_streams": False, **saving})
    return out.getvalue()


def with_script(made: Pdf) -> None:
    """Everything that acts by itself."""
    act = Dictionary(S=Name.JavaScript, JS=CANARY.decode())
    launch = Dictionary(S=Name.Launch, F=CANARY.decode())
    made.Root.OpenAction = act
    made.Root.AA = Dictionary(WC=act)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([CANARY.decode(), act])))
    made.pages[0].obj.AA = Dictionary(O=launch)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch)
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])


def with_attachment(made: Pdf) -> None:
    """A file inside the file, and one that is somewhere else."""
    made.attachments["secret.exe"] = CANARY
    outside = made.make_stream(b"", F=CANARY.decode(), FFilter=Name.FlateDecode, Type=Name.XObject, Subtype=Name.Form)
    made.pages[0].Resources = Dictionary(XObject=Dictionary(A=outside))


def with_notes(made: Pdf) -> None:
    """A photo with its place in a page, and who wrote the file."""
    photo = made.make_stream(
        photo_with_place(), Type=Name.XObject, Subtype=Name.Image, Width=48, Height=32, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(P=photo))
    made.docinfo["/Author"] = CANARY.decode()
    made.Root.Metadata = made.make_stream(CANARY, Type=Name.Metadata, Subtype=Name.XML)


def with_huge_picture(made: Pdf) -> None:
    """A picture in a page that says it is huge."""
    huge = made.make_stream(
        b"\0", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000, ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(P=huge))


def zipped(name: str = "a.txt") -> bytes:
    """Return an archive."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, CANARY)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def jpeg_that_claims(width: int, height: int) -> bytes:
    """Return a JPEG whose head says it is huge."""
    small = picture()
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def locked() -> bytes:
    """Return a PDF that asks for a password."""
    return pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))


HOSTILE: Mapping[str, tuple[str, Callable[[], bytes], Why]] = {
    "nothing": ("a.pdf", lambda: b"", Why.EMPTY),
    "svg called png": ("a.png", lambda: SVG, Why.KIND),
    "svg": ("a.svg", lambda: SVG, Why.KIND),
    "html called jpg": ("a.jpg", lambda: HTML, Why.KIND),
    "jpeg called html": ("a.html", picture, Why.NAME),
    "jpeg called svg": ("a.jpg.svg", picture, Why.NAME),
    "pdf called exe": ("a.exe", pdf, Why.NAME),
    "pdf called png": ("a.png", pdf, Why.NAME),
    "archive": ("a.zip", zipped, Why.KIND),
    "archive called pdf": ("a.pdf", zipped, Why.KIND),
    "word document": ("a.docx", lambda: zipped("word/vbaProject.bin"), Why.KIND),
    "old office document": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, Why.KIND),
    "gif": ("a.jpg", lambda: picture("GIF"), Why.KIND),
    "webp": ("a.jpg", lambda: picture("WEBP"), Why.KIND),
    "tiff": ("a.jpg", lambda: picture("TIFF"), Why.KIND),
    "bmp": ("a.png", lambda: picture("BMP"), Why.KIND),
    "html before a pdf": ("a.pdf", lambda: HTML + pdf(), Why.KIND),
    "program": ("a.jpg", lambda: b"MZ" + b"\0" * 200, Why.KIND),
    "jpeg cut short": ("a.jpg", lambda: picture(size=(900, 700))[:2500], Why.DAMAGED),
    "jpeg that only begins": ("a.jpg", lambda: b"\xff\xd8\xff\xe0" + CANARY * 9, Why.DAMAGED),
    "png cut short": ("a.png", lambda: picture("PNG", size=(900, 700))[:900], Why.DAMAGED),
    "png that only begins": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + HTML, Why.DAMAGED),
    "heic cut short": ("a.heic", lambda: picture("HEIF", size=(64, 64))[:300], Why.DAMAGED),
    "heic that only begins": ("a.heic", lambda: b"\0\0\0\x18ftypheic" + SVG, Why.DAMAGED),
    "pdf cut short": ("a.pdf", lambda: pdf(3)[:-400], Why.DAMAGED),
    "pdf that only begins": ("a.pdf", lambda: b"%PDF-1.7\n" + HTML, Why.DAMAGED),
    "pdf without pages": ("a.pdf", lambda: pdf(0), Why.DAMAGED),
    "pdf with a password": ("a.pdf", locked, Why.LOCKED),
    "pdf with many pages": ("a.pdf", lambda: pdf(41), Why.PAGES),
    "png of huge size": ("a.png", lambda: png_that_claims(60_000, 60_000), Why.PIXELS),
    "png of a size that only warns": ("a.png", lambda: png_that_claims(10_000, 10_000), Why.PIXELS),
    "jpeg of huge size": ("a.jpg", lambda: jpeg_that_claims(60_000, 60_000), Why.PIXELS),
    "png with less in it than it says": ("a.png", lambda: png_that_claims(3000, 3000), Why.DAMAGED),
    "pdf with a huge picture": ("a.pdf", lambda: pdf(1, with_huge_picture), Why.PIXELS),
    "too large": ("a.pdf", lambda: pdf() + b" " * (10 * 2**20), Why.TOO_LARGE),
}
