"""Pictures: decoded wholly, turned upright, made smaller, written anew without anything but their pixels."""

import warnings
from io import BytesIO

from PIL import Image, ImageFile, ImageOps
from pillow_heif import register_heif_opener

from portal.uploads.cleaning import Cleaned, Kind
from portal.uploads.limits import JPEG_QUALITY, LONGEST_SIDE, MAX_PIXELS
from portal.uploads.reasons import Unfit, Why

register_heif_opener(thumbnails=False)

READ_BY = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.HEIC: "HEIF"}
SIXTEEN_TO_EIGHT_BITS = 1 / 256


def clean_picture(content: bytes, kind: Kind) -> Cleaned:
    """Return the picture as PNG if it was one, otherwise as JPEG. Raises ``Unfit``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which goes anyway
            picture = _decoded(content, kind)
            return _written(picture, Kind.PNG if kind is Kind.PNG else Kind.JPEG)
    except Image.DecompressionBombError:
        raise Unfit(Why.PIXELS) from None
    except MemoryError:
        raise Unfit(Why.TOO_COSTLY) from None
    except Unfit:
        raise
    except Exception:  # decoders raise whatever they like at what was made to hurt them
        raise Unfit(Why.DAMAGED) from None


def _decoded(content: bytes, kind: Kind) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the library of the reports makes it true for its whole process
    with Image.open(BytesIO(content), formats=[READ_BY[kind]]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise Unfit(Why.PIXELS)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        plain = _in_plain_colours(upright)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _opaque(plain)


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Return the pixels as greys, as red, green and blue, or as these with what shines through."""
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level * SIXTEEN_TO_EIGHT_BITS).convert("L")
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """Lay what shines through on white."""
    if picture.mode != "RGBA":
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _written(picture: Image.Image, kind: Kind) -> Cleaned:
    picture.info = {}
    out = BytesIO()
    if kind is Kind.PNG:
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return Cleaned(kind, out.getvalue())
