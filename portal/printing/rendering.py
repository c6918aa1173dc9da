"""HTML into a tagged PDF (PDF/UA-1) that a screen reader can read and nobody outside has helped to make (S41).

The renderer reads three font files and one style sheet of this room, both once per process, and nothing else: no
address in a page, a style or an attribute is ever opened. The same input gives the same bytes.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_ROOM = Path(__file__).parent
_PART = '@page { @bottom-right { content: "\\a0" } }'
_NUMBERS = """
@page { @bottom-left { content: "\\a0" } @bottom-right { border-top: 0 } }
html { background: none }
p { break-after: page }
p:last-child { break-after: auto }
"""
_FONTS = {f"font:{path.name}": path for path in (_ROOM / "fonts").glob("*.ttf")}


class NothingToFetch(FatalURLFetchingError):
    """Something in a page asked for an address; the file is not made."""


class _OwnFontsOnly(URLFetcher):
    """Gives the fonts of this room to the style sheet of this room."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Return a font by its name; raises ``NothingToFetch`` for everything else."""
        if url not in _FONTS:
            raise NothingToFetch("a page of a report asked for an address")
        return URLFetcherResponse(url, _FONTS[url].read_bytes(), {"Content-Type": "font/ttf"})


class _Nothing(URLFetcher):
    """Gives nothing to a page."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Raise ``NothingToFetch`` whatever is asked for."""
        raise NothingToFetch("a page of a report asked for an address")


def rendered(html: str, *, is_part: bool = False) -> bytes:
    """Return the PDF of a page (``portal/printing/pdf.py``). Raises ``NothingToFetch``."""
    return _written(html, [CSS(string=_PART, url_fetcher=_Nothing())] if is_part else [])


def numbers(pages: int) -> bytes:
    """Return so many empty pages with their numbers where those of a part are missing; they carry no tags."""
    body = "<p>&#8203;</p>" * pages
    return _written(f"<!doctype html><html><body>{body}</body></html>", [CSS(string=_NUMBERS)], tagged=False)


def _written(html: str, more: Sequence[CSS], *, tagged: bool = True) -> bytes:
    sheet, fonts = _style()
    return HTML(string=html, base_url="", url_fetcher=_Nothing()).write_pdf(
        stylesheets=[sheet, *more],
        font_config=fonts,
        pdf_variant="pdf/ua-1" if tagged else None,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = (_ROOM / "print.css").read_text(encoding="utf-8")
    return CSS(string=text, font_config=fonts, url_fetcher=_OwnFontsOnly(), base_url=""), fonts
