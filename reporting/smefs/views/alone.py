"""For the data protection officer: what one person did alone where two should have (S38)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beneficiaries.queries.releases import confirmed_alone
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.oversight.alone import OVERSEES
from portal.policy.access import access_of
from portal.policy.gate import requires
from reporting.queries.approvals import approved_alone
from reporting.smefs.queries.releases import released_alone
from reporting.smefs.tables.alone import alone_lines

MOST = 200


@requires(OVERSEES)
@require_safe
def done_alone(request: HttpRequest) -> HttpResponse:
    """Show approvals of reports, releases of files and removals behind which no second person stands, with reasons."""
    projects = sorted(access_of(request.user).scope(OVERSEES).whole_project_ids)
    removals = confirmed_alone(projects)[:MOST]
    lines = alone_lines(approved_alone(projects)[:MOST], released_alone(projects)[:MOST], removals)
    note_read(request, Action.LIST, detail={"page": "done-alone"})
    return render(request, "smefs/alone.html", {"lines": lines[:MOST]})
