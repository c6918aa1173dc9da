"""The list of evidence of a sample as a PDF: numbers, what was seen, results and questions; no names of people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language
from portal.ui.marks import PROGRAMME_MARKS
from reporting.models import InspectionSample
from reporting.queries.inspection import Inspected, evidence_rows
from reporting.queries.inspection_evidence import Evidence, evidence_of_people
from reporting.tables.inspection import checklist, frozen_facts, indicator_names, part_in_words


def evidence_list_as_pdf(sample: InspectionSample, lines: Sequence[Inspected]) -> bytes:
    """Return the PDF of a sample in the active language; who is out of reach by now stands there as protected."""
    edition, language = sample.edition, current_language()
    people = [line.participation for line in lines if line.participation]
    evidence = evidence_of_people(edition, people)
    rows = evidence_rows(edition, [each.number for each in people], sample.indicator)
    drawn = [_record(sample, line, rows, evidence) for line in lines]
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


def _record(
    sample: InspectionSample, line: Inspected, rows: Mapping[str, Any], evidence: Mapping[Any, Evidence]
) -> Any:
    """Return a record with its part, frozen facts and checklist; of somebody out of reach the record alone."""
    edition, language, person = sample.edition, current_language(), line.participation
    if person is None or person.number not in rows:
        return line, "", None, []
    part = part_in_words(edition, sample.stratum, line.record.part, language)
    facts = frozen_facts(edition, rows[person.number][0], language)
    return line, part, facts, checklist(edition.grant_project, evidence[person.pk])
