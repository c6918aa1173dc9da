"""The monthly statement of hours on paper: numbers without participants, places for signatures."""

from django.template.loader import render_to_string
from django.utils import translation

from portal.printing.pdf import pdf_of
from services.queries.statements import Statement

LANGUAGE = "pl"


def statement_pdf(statement: Statement, organisations: str) -> bytes:
    """Return the statement as a PDF in Polish: the accounts that take it in read no other language."""
    with translation.override(LANGUAGE):
        page = {"statement": statement, "organisations": organisations, "language": LANGUAGE}
        return pdf_of(render_to_string("services/hours_pdf.html", page))
