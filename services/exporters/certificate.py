"""A certificate as a PDF: a sheet in Polish, and one in the language of the person."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from portal.printing.pdf import pdf_of
from portal.ui.formatting import short_date
from portal.ui.languages import LANGUAGE_NAMES
from portal.ui.marks import PROGRAMME_MARKS
from services.models import Certificate

POLISH, CHECK = "pl", "zaswiadczenie"


def certificate_pdf(certificate: Certificate, host: str) -> bytes:
    """Return the file; ``host`` is where its code can be checked, scheme and name."""
    spoken = certificate.enrolment.participation.person.contact_language  # type: ignore[union-attr]
    languages = dict.fromkeys([POLISH, spoken if spoken in LANGUAGE_NAMES else POLISH])
    sheets = [{"language": each, "html": _sheet(certificate, each, host)} for each in languages]
    with translation.override(POLISH):
        context = {"sheets": sheets, "language": POLISH, "marks": PROGRAMME_MARKS}
        return pdf_of(render_to_string("services/certificate_pdf.html", context))


def _sheet(certificate: Certificate, language: str, host: str) -> str:
    with translation.override(language):
        return render_to_string("services/certificate_sheet.html", _content(certificate, host))


def _content(certificate: Certificate, host: str) -> dict[str, Any]:
    place = certificate.enrolment
    group, edition = place.activity, place.activity.edition
    return {
        "certificate": certificate,
        "group": group,
        "course": edition.course if edition else group,
        "days": f"{short_date(edition.starts_on)}–{short_date(edition.ends_on)}" if edition else "",
        "name": place.participation.person.full_name if place.participation else "",
        "project": group.grant_project,
        "organisation": group.organisation,
        "address": f"{host}{reverse('document', args=[CHECK])}",
    }
