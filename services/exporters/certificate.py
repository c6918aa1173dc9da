"""A certificate as a PDF: a sheet in Polish, and one in the language of the person."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from portal.printing.pdf import pdf_of
from portal.ui.formatting import short_date
from portal.ui.languages import LANGUAGE_NAMES
from services.models import Certificate, CourseEdition

POLISH, CHECK = "pl", "zaswiadczenie"


def certificate_pdf(certificate: Certificate, host: str) -> bytes:
    """Return the file; ``host`` is where its code can be checked, scheme and name."""
    spoken = certificate.enrolment.participation.person.contact_language  # type: ignore[union-attr]
    languages = dict.fromkeys([POLISH, spoken if spoken in LANGUAGE_NAMES else POLISH])
    sheets = [{"language": each, "html": _sheet(certificate, each, host)} for each in languages]
    with translation.override(POLISH):
        context = {"sheets": sheets, "language": POLISH, "marks": certificate.enrolment.activity.grant_project.marks}
        return pdf_of(render_to_string("services/certificate_pdf.html", context))


def _sheet(certificate: Certificate, language: str, host: str) -> str:
    with translation.override(language):
        content = _content(certificate, host)
        if language == POLISH:
            content["own_name"] = ""
        return render_to_string("services/certificate_sheet.html", content)


def _content(certificate: Certificate, host: str) -> dict[str, Any]:
    """Return what a sheet says; ``own_name`` is the name in the person's own script, where it is another one."""
    place = certificate.enrolment
    group, edition = place.activity, place.activity.edition
    person = place.participation.person if place.participation else None
    return {
        "certificate": certificate,
        "group": group,
        "course": edition.course if edition else group,
        "days": _days(certificate, edition),
        "name": person.full_name if person else "",
        "own_name": person.original_name if person and person.original_name != person.full_name else "",
        "project": group.grant_project,
        "organisation": group.organisation,
        "address": f"{host}{reverse('document', args=[CHECK])}",
    }


def _days(certificate: Certificate, edition: CourseEdition | None) -> str:
    """Return from when to when classes were held; of a certificate without these days those of the edition."""
    days = (certificate.first_on, certificate.last_on)
    first, last = days if all(days) else (edition.starts_on, edition.ends_on) if edition else (None, None)
    return f"{short_date(first)}–{short_date(last)}" if first and last else ""
