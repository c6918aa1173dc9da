"""The number under which the grant agreement knows the project: asked for in one field (R39)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.programmes.numbering import NumberRefused, write_project_number
from portal.submissions.once import already_answered, once
from reporting.smefs.forms import ProjectNumberForm
from reporting.smefs.views.projects import frame_of
from reporting.tables.periods import PROJECT

KEEP = "keep_project_number"


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def project_number(request: HttpRequest) -> HttpResponse:
    """Show the number and take down another one; what was frozen or sent keeps the number it had."""
    project = project_asked(request, KEEP)
    known = {"number": project.agreement_number, "seen": project.agreement_number}
    form = ProjectNumberForm(request.POST or None, initial=known)
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _write(request, project, form))
            except NumberRefused:
                form.add_error("number", _("Somebody wrote another number meanwhile: look at it first."))
                form.known_now = project.agreement_number
    context = {**frame_of(request, project), "form": form}
    return render(request, "smefs/number.html", context)


def _write(request: HttpRequest, project: GrantProject, form: ProjectNumberForm) -> str:
    typed = form.cleaned_data
    write_project_number(project, typed["number"], seen=typed["seen"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The number is kept. Reports and files made from now on carry it."))
    return f"{reverse('smefs_home')}?{PROJECT}={project.code}"
