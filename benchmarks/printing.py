"""A report as a PDF against bare WeasyPrint on the same page (performance goal 16)."""

import datetime
import re
from collections.abc import Callable, Iterator

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from portal.printing import pdf, rendering
from portal.programmes.models import GrantProject
from reporting.domain.editions import draft_edition
from reporting.exporters.printed import edition_as_html
from reporting.rules import Period

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
LIMIT = 1.1
TIMES = 3
"""How often the tables are repeated in the long document."""


def bare(html: str) -> bytes:
    """Return the PDF with style and fonts read anew, as a script of one page would do it."""
    fonts = FontConfiguration()
    text = (rendering._ROOM / "print.css").read_text(encoding="utf-8")
    sheet = CSS(string=text, font_config=fonts, url_fetcher=rendering._OwnFontsOnly(), base_url="")
    return HTML(string=html, base_url="").write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


def documents(project: GrantProject) -> Iterator[tuple[str, Callable[[], bytes], Callable[[], bytes]]]:
    """Yield documents of about 2 and 10 pages: name, the portal's way, the bare way."""
    short = edition_as_html(draft_edition(project, PERIOD, by=None).edition)
    body = re.search(r"<body[^>]*>(.*)</body>", short, re.DOTALL)
    assert body is not None  # noqa: S101 - every page has one
    long = short.replace(body[1], body[1] + re.sub(r' id="[^"]*"', "", body[1]) * TIMES)
    for html in (short, long):
        pages = len(HTML(string=html, base_url="").render(stylesheets=[rendering._style()[0]]).pages)
        yield f"PDF of {pages} pages", lambda html=html: pdf.pdf_of(html), lambda html=html: bare(html)  # type: ignore[misc]
