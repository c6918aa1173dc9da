"""The calendar of interpreters and childcare: a week of each, as lists that read on a phone."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import project_asked, requires
from services.queries.appointments import VIEW
from services.queries.resources import at_resources, resources_of
from services.rules.appointments import monday_of, span_of_days
from services.rules.slots import days_from
from services.tables.resource_calendar import cards_of
from services.views.calendar import DAY, DAYS_OF_WEEK, day_of
from services.views.courses import PROJECT, projects_to_choose


@requires(VIEW)
@require_safe
def resource_calendar(request: HttpRequest) -> HttpResponse:
    """Show a week of every interpreter and childcare; of hidden people only that the time is taken."""
    account: User = request.user  # type: ignore[assignment]
    project, first = project_asked(request, VIEW), monday_of(day_of(request))
    resources = resources_of(project)
    begins, ends = span_of_days(first, DAYS_OF_WEEK, timezone.get_default_timezone())
    found = at_resources(account, resources, begins, ends)
    shown = [entry.meeting for _booking, entry in found if entry.meeting and entry.meeting.is_whole]
    seen = [place.participation.person_id for each in shown for place in each.people]  # type: ignore[attr-defined]
    if seen:
        note_read(request, Action.LIST, subjects=seen, detail={"page": "resource-calendar"}, grant_project=project)
    step = datetime.timedelta(days=DAYS_OF_WEEK)
    here = reverse("resource_calendar")
    link = lambda day: f"{here}?{urlencode({DAY: day.isoformat(), PROJECT: project.code})}"  # noqa: E731
    page = {
        "first": first, "cards": cards_of(account, resources, found, days_from(first, DAYS_OF_WEEK)),
        "earlier": link(first - step), "later": link(first + step), "now": link(today()),
        "is_now": first == monday_of(today()), "projects": projects_to_choose(request, VIEW, here, project),
    }  # fmt: skip
    return render(request, "services/resource_calendar.html", page)
