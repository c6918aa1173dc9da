"""HTML into a tagged PDF (PDF/UA-1) that a screen reader can read and nobody outside has helped to make (S41).

The renderer reads three font files and one style sheet of this room, both once per process, and nothing else: no
address in a page, a style or an attribute is ever opened. The same input gives the same bytes.
"""

import hashlib
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_ROOM = Path(__file__).parent
_PART = "@page { @bottom-right { content: counter(page) } } @page :first { counter-reset: page %d }"
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


def pdf_of(html: str, *, first_page: int = 0) -> bytes:
    """Return the PDF of a page; its language and title are those of the HTML.

    With ``first_page`` it is a part of a longer document (``portal/printing/joining.py``): its pages are numbered from
    there, without saying of how many. Raises ``NothingToFetch`` when the page refers to anything outside itself.
    """
    sheet, fonts = _style()
    part = [CSS(string=_PART % first_page, url_fetcher=_Nothing())] if first_page else []
    return HTML(string=html, base_url="", url_fetcher=_Nothing()).write_pdf(
        stylesheets=[sheet, *part],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = (_ROOM / "print.css").read_text(encoding="utf-8")
    return CSS(string=text, font_config=fonts, url_fetcher=_OwnFontsOnly(), base_url=""), fonts
