"""A colleague's own hours of consultation and days away: what available times are made from."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.clock import now, today
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from services.domain.consulting import add_days_away, add_hours, remove_own
from services.forms.hours import AwayForm, HoursForm
from services.models import ConsultationHours, DaysAway
from services.queries.appointments import MAKE
from services.queries.slots import slots_of

HOURS, AWAY, REMOVE = "hours", "away", "remove"
MOST_SHOWN = 8


@requires(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_hours(request: HttpRequest) -> HttpResponse:
    """Show one's own hours of a project with the times that are free; add and remove spans and days away."""
    account: User = request.user  # type: ignore[assignment]
    project = project_asked(request, MAKE)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    act = request.POST.get("do", "")
    hours = HoursForm(request.POST if act == HOURS else None, project=project, initial={"valid_from": today()})
    away = AwayForm(request.POST if act == AWAY else None)
    if act == REMOVE:
        return _remove(request, account, project)
    for form, add in ((hours, add_hours), (away, add_days_away)):
        if form.is_bound and form.is_valid():
            return _add(request, project, form, add)
    return _page(request, account, project, hours, away)


def _add(
    request: HttpRequest, project: GrantProject, form: HoursForm | AwayForm, add: Callable[..., None]
) -> HttpResponseRedirect:
    said = {name: value for name, value in form.cleaned_data.items() if name != "submission"}

    def act() -> str:
        add(request.user, said, grant_project=project)
        messages.success(request, _("Saved."))
        return _back(request)

    return once(request, form.token, act)


def _remove(request: HttpRequest, account: User, project: GrantProject) -> HttpResponseRedirect:
    """Remove a row of one's own; what is none of it was removed already, or never was."""
    try:
        key = uuid.UUID(request.POST.get("row", ""))
    except ValueError:
        return HttpResponseRedirect(_back(request))
    if remove_own(account, key, grant_project=project):
        messages.success(request, _("Removed. Appointments that are made stay."))
    return HttpResponseRedirect(_back(request))


def _page(request: HttpRequest, account: User, project: GrantProject, hours: HoursForm, away: AwayForm) -> HttpResponse:
    rows = ConsultationHours.objects.filter(account=account, grant_project=project).select_related("venue")
    page = {
        "rows": rows,
        "away_rows": DaysAway.objects.filter(account=account, last_on__gte=today()),
        "hours": hours,
        "away": away,
        "free": slots_of(account, project, today(), after=now())[:MOST_SHOWN],
        "project": project,
    }
    return render(request, "services/consultation_hours.html", page)


def _back(request: HttpRequest) -> str:
    code = request.GET.get("projekt", "")
    return reverse("consultation_hours") + (f"?projekt={code}" if code else "")
