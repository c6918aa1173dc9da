"""The own space: one’s plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.tables.own import plan_of_own
from portal.own.gate import own_space
from portal.own.registry import Own


@own_space("plan")
@require_safe
def own_plan(request: HttpRequest, own: Own) -> HttpResponse:
    """Show the goals and steps of the open plan."""
    return render(request, "cases/own/plan.html", {"own": own, "plan": plan_of_own(own)})
