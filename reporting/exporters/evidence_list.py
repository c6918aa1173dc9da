"""The list of evidence of a sample as a PDF: numbers, what was seen, results and questions; no names of people."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language
from reporting.models import InspectionSample


def evidence_list_as_pdf(sample: InspectionSample, name: str, drawn: Sequence[Any]) -> bytes:
    """Return the PDF of a sample from the figure ``name``, in the active language.

    ``drawn`` are its records with part, frozen facts and checklist; who is out of reach stands there as protected.
    """
    edition, language = sample.edition, current_language()
    context = {
        "sample": sample,
        "edition": edition,
        "project": edition.content["project"]["title"][language],
        "name": name,
        "drawn": drawn,
        "marks": edition.marks,
        "language": language,
    }
    return pdf_of(render_to_string("reporting/inspection/list_pdf.html", context))
