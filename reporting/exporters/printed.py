"""The report as a PDF (DESIGN §10, R68, R74): made from the frozen edition alone."""

from collections.abc import Collection

from django.template.loader import render_to_string

from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language
from reporting.exporters.presented import presented
from reporting.exporters.unnamed import unnamed_in_files
from reporting.models import ReportEdition


def edition_as_pdf(edition: ReportEdition, *, is_draft: bool = False, but: Collection[str] = ()) -> bytes:
    """Return the PDF of an edition in the active language; a draft says so on its first page."""
    return pdf_of(edition_as_html(edition, is_draft=is_draft, but=but))


def edition_as_html(edition: ReportEdition, *, is_draft: bool = False, but: Collection[str] = ()) -> str:
    """Return the page that is printed; protected people and numbers in ``but`` are counted and never named."""
    report = presented(edition, unnamed_in_files(edition, but))
    context = {"report": report, "edition": edition, "is_draft": is_draft, "marks": edition.marks}
    return render_to_string("reporting/edition_pdf.html", {**context, "language": current_language()})
