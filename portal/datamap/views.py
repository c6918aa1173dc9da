"""The data map for the data protection officer, and the record of processing to print (S64)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from portal.clock import today
from portal.datamap.activities import activities
from portal.datamap.coverage import mistakes
from portal.datamap.record import Record, record_of, usual_role
from portal.datamap.vocabulary import vocabulary
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.printing.pdf import pdf_of
from portal.programmes.models import ProjectOrganisation
from portal.ui.parts import Link

VIEW, ROLE = "view_data_map", "rola"


@requires(VIEW)
@require_safe
def data_map(request: HttpRequest) -> HttpResponse:
    """Show what is kept for which purpose, model by model, and what the map leaves out."""
    page = {
        "activities": activities(personal=False),
        "levels": vocabulary()["level"],
        "words": vocabulary(),
        "mistakes": mistakes(),
        "organisations": _reached(request),
    }
    return render(request, "datamap/data_map.html", page)


@requires(VIEW)
@require_safe
def processing_record(request: HttpRequest, project: str, organisation: str) -> HttpResponse:
    """Show the record of an organisation as it will be printed."""
    record = _record(request, project, organisation)
    here = reverse("processing_record", args=[project, organisation])
    roles = [
        Link(name, f"{here}?{ROLE}={code}", code == record.capacity) for code, name in vocabulary()["role"].items()
    ]
    context = {"record": record, "sheet": _sheet(record), "roles": roles}
    return render(request, "datamap/processing_record.html", context)


@requires(VIEW)
@require_safe
def processing_record_file(request: HttpRequest, project: str, organisation: str) -> HttpResponse:
    """Give the same record as a PDF."""
    record = _record(request, project, organisation)
    with translation.override("pl"):
        page = render_to_string("datamap/record_pdf.html", {"record": record, "sheet": _sheet(record)})
    answer = HttpResponse(pdf_of(page), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="rejestr-{record.organisation.code}.pdf"'
    return answer


def _sheet(record: Record) -> str:
    with translation.override("pl"):
        return render_to_string("datamap/record_sheet.html", {"record": record})


def _reached(request: HttpRequest) -> list[ProjectOrganisation]:
    projects = access_of(request.user).scope(VIEW).project_ids
    rows = ProjectOrganisation.objects.filter(grant_project__in=sorted(projects))
    return list(rows.select_related("organisation", "grant_project").order_by("grant_project", "kind", "pk"))


def _record(request: HttpRequest, project: str, organisation: str) -> Record:
    found = next(
        (part for part in _reached(request)
         if (part.grant_project.code, part.organisation.code) == (project, organisation)), None,
    )  # fmt: skip
    if found is None:
        raise Refused(VIEW, "organisation", organisation)
    role = request.GET.get(ROLE, "")
    return record_of(found, role if role in vocabulary()["role"] else usual_role(found), today())
