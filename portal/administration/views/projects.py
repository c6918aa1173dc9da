"""A grant project as its configuration says it: frame, money, organisations, editions, complementary projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.administration.project_tables import VIEW, complement_rows, edition_rows, frame_facts, money_facts
from portal.policy.access import access_of
from portal.policy.gate import PROJECT, project_asked, requires
from portal.programmes.editions import complements_of, editions_of
from portal.ui.parts import Link


@requires(VIEW)
@require_safe
def project_page(request: HttpRequest) -> HttpResponse:
    """Show one project; the others of the account are chosen above."""
    project, access = project_asked(request, VIEW, undated=True), access_of(request.user)
    known = access.projects(VIEW, undated=True)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in known]
    shown = {
        "project": project,
        "projects": links if len(links) > 1 else [],
        "facts": frame_facts(project),
        "money": money_facts(project, list(project.funding_sources.all())),  # type: ignore[attr-defined]
        "partners": project.partners.select_related("organisation").order_by("kind", "organisation__name"),  # type: ignore[attr-defined]
        "editions": edition_rows(editions_of(project), project, access),
        "complements": complement_rows(complements_of(project), project, access),
    }
    return render(request, "administration/project.html", shown)
