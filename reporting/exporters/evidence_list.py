"""The list of evidence of a sample as a PDF: numbers, what was seen, results and questions; no names of people."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language
from portal.ui.marks import PROGRAMME_MARKS
from reporting.models import InspectionSample
from reporting.queries.inspection import Inspected, evidence_rows
from reporting.queries.inspection_evidence import evidence_of_people
from reporting.tables.inspection import checklist, frozen_facts, indicator_names


def evidence_list_as_pdf(sample: InspectionSample, lines: Sequence[Inspected]) -> bytes:
    """Return the PDF of a sample in the active language; who is out of reach by now stands there as protected."""
    edition, language = sample.edition, current_language()
    people = [line.participation for line in lines if line.participation]
    evidence = evidence_of_people(edition, people)
    rows = evidence_rows(edition, [each.number for each in people], sample.indicator)
    drawn = [
        (line, frozen_facts(edition, rows[line.participation.number][0], language),
         checklist(edition.grant_project, evidence[line.participation.pk]))
        if line.participation and line.participation.number in rows else (line, None, [])
        for line in lines
    ]  # fmt: skip
    context = {
        "sample": sample,
        "edition": edition,
        "project": edition.content["project"]["title"][language],
        "name": indicator_names(edition, language).get(sample.indicator, sample.indicator),
        "drawn": drawn,
        "marks": PROGRAMME_MARKS,
        "language": language,
    }
    return pdf_of(render_to_string("reporting/inspection/list_pdf.html", context))
