"""Steering: plan, actual and forecast, what would close the gap, who does how much."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.queries.caseload import Load, loads_of, people_held
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.handing import ASSIGN
from beneficiaries.tables.caseload import heavy_for, short
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.quality import quality_checks
from portal.submissions.once import already_answered, once
from reporting.domain.plan import PlanRefused, write_plan
from reporting.forms.reports import PlanForm
from reporting.indicators.catalogue import INDICATORS, headline_indicators
from reporting.queries.behind import PEOPLE
from reporting.queries.costs import costs_of
from reporting.queries.double_counts import double_counts
from reporting.queries.plan import Plan, path_of, plans_of, versions_of
from reporting.queries.steering import nearest, partners
from reporting.queries.support import bodies_of
from reporting.queries.table import shared_rules
from reporting.tables.gate import RULE_OF_CHECK
from reporting.tables.periods import PROJECT, Chosen, whole_period
from reporting.tables.steering_lists import (
    PartnerRow,
    cost_lines,
    double_lines,
    near_lines,
    partner_rows,
    window_lines,
)
from reporting.views.choices import chosen_for, other_projects
from reporting.views.goals import goals_of

VIEW, STEER = "view_indicator", "steer_project"
REFUSALS = {
    "falls": gettext_lazy("The plan falls from one month to the next; the numbers are cumulative."),
    "short": gettext_lazy("In the last month the plan must reach the target."),
}


@requires(VIEW)
@require_safe
def steering(request: HttpRequest) -> HttpResponse:
    """Show where the project stands, where it goes and what would bring it to its targets."""
    chosen, access, day = chosen_for(request, VIEW), access_of(request.user), today()
    project = chosen.project
    chosen = Chosen(project, whole_period(project, day), chosen.form, is_whole=True)
    opens, headline, few = access.may(PEOPLE, project), headline_indicators(project), _few(request, project)
    checks = {check.code: str(check.title) for check in quality_checks()}
    doubles = double_counts(project, INDICATORS[0], chosen.period, request.user)  # type: ignore[arg-type]
    costs = costs_of(project, chosen.period, headline, RULE_OF_CHECK)
    near = nearest(project, day, request.user)  # type: ignore[arg-type]
    return render(
        request,
        "reporting/steering.html",
        {
            "chosen": chosen,
            "day": day,
            "projects": other_projects(request, VIEW, chosen),
            **goals_of(chosen, day, opens=opens, steers=access.may(STEER, project), few=few),
            "near": near_lines(near, chosen, access, opens=opens, few=few),
            "costs": cost_lines(costs, headline, checks, chosen, opens=opens, few=few),
            "windows": window_lines(near, project.result_window_days, few),
            "radar_url": reverse("result_radar") if access.may("record_finding", project) else "",
            "doubles": double_lines(doubles, few),
            "avoided": doubles.avoided if doubles.avoided >= few or not doubles.avoided else None,
            "partners": _partners(request, chosen, few),
            "loads": [(load, short(load.organisation), heavy_for(load)) for load in _loads(request, project, day)],
        },
    )


def _few(request: HttpRequest, project: GrantProject) -> int:
    """Return below how many people a count is not said: 0 for who may open everybody behind it."""
    opens_all = project.pk in access_of(request.user).scope(PEOPLE).whole_project_ids
    return 0 if opens_all else project.small_cell_threshold


def _partners(request: HttpRequest, chosen: Chosen, few: int) -> list[PartnerRow]:
    project, headline = chosen.project, headline_indicators(chosen.project)
    bodies, base = bodies_of(project), shared_rules(INDICATORS)
    lines = partners(project, chosen.period, bodies, base, headline, request.user)  # type: ignore[arg-type]
    return partner_rows(lines, few)


def _loads(request: HttpRequest, project: GrantProject, day: datetime.date) -> list[Load]:
    """Return what each colleague carries; for whom it is not to decide, nothing is asked of the database."""
    access = access_of(request.user)
    if not access.may(ASSIGN, project):
        return []
    bodies = bodies_within(access.scope(ASSIGN), project)
    held = people_held(request.user, ASSIGN, project, bodies, day)  # type: ignore[arg-type]
    return loads_of(held, colleagues_of(project, bodies, day), bodies, day)


@requires(STEER)
@require_http_methods(["GET", "HEAD", "POST"])
def steering_plan(request: HttpRequest, indicator: str) -> HttpResponse:
    """Write the plan of a target by month; earlier plans stay below."""
    project = project_asked(request, STEER)
    asked = next((each for each in headline_indicators(project) if each.code == indicator), None)
    plan = plans_of(project, [asked])[indicator] if asked and _has_target(project, indicator) else None
    if asked is None or plan is None:
        raise Refused(STEER, "indicator", indicator[:20])
    based_on = str(plan.written.pk) if plan.written else ""
    form = PlanForm(request.POST or None, months=plan.path, initial={"based_on": based_on})
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        if form.is_valid() and (done := _write(request, project, plan, form)) is not None:
            return done
    written = [(row, list(path_of(row).items())) for row in versions_of(project, [indicator])]
    context = {
        "project": project, "indicator": asked, "form": form, "written": written, "plan": plan,
        "target": project.targets.get(indicator, {}).get("total"), "steering_url": _address(project),
    }  # fmt: skip
    return render(request, "reporting/steering_plan.html", context)


def _has_target(project: GrantProject, code: str) -> bool:
    return bool(project.targets.get(code, {}).get("total"))


def _write(request: HttpRequest, project: GrantProject, plan: Plan, form: PlanForm) -> HttpResponse | None:
    if form.cleaned_data["based_on"] != (str(plan.written.pk) if plan.written else ""):
        form.add_error(None, _("Somebody wrote another plan meanwhile. Look at it below before you write yours."))
        return None

    def act() -> str:
        write_plan(project, plan.indicator, form.path, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, _("The plan is kept. Earlier plans stay."))
        return _address(project)

    try:
        return once(request, form.token, act)
    except PlanRefused as refused:
        form.add_error(None, str(REFUSALS[str(refused)]))
        return None


def _address(project: GrantProject) -> str:
    return f"{reverse('steering')}?{PROJECT}={project.code}"
