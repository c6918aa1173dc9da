"""The dashboard: the figures of a project at a glance."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.charts import Bar, CumulativeLine
from portal.ui.formatting import number
from reporting.exporters.presented import few_in_words
from reporting.indicators.catalogue import INDICATORS, headline_indicators
from reporting.indicators.own import reported_indicators
from reporting.queries.behind import PEOPLE, few_for
from reporting.queries.editions import editions_of
from reporting.queries.growth import counted_by_day
from reporting.queries.quality import quality_found
from reporting.queries.support import beside_support, bodies_of, deliveries_by_organisation
from reporting.queries.table import indicator_table, shared_rules
from reporting.tables.dashboard import Figures, Row, growth_chart, headline, organisations_in
from reporting.tables.periods import PROJECT, Chosen, period_in_words, whole_period
from reporting.tables.quality import gap_lines
from reporting.tables.steering import Goal
from reporting.views.choices import chosen_for, other_projects
from reporting.views.goals import goals_of
from services.enums import ResourceKind

VIEW, BESIDE = "view_indicator", "beside_support_hours"


@requires(VIEW)
@require_safe
def indicator_dashboard(request: HttpRequest) -> HttpResponse:
    """Show what is reached, who stands behind it, what is missing."""
    chosen, day, access = chosen_for(request, VIEW), today(), access_of(request.user)
    project, period = chosen.project, chosen.period
    opens_people = access.may(PEOPLE, project)
    table = indicator_table(project, period, reported_indicators(project))
    few = few_for(request.user, project) if any(line.is_own for line in table.indicators) else 0  # type: ignore[arg-type]
    figures = Figures(chosen, opens_people=opens_people, few=few, whole=table.indicators[0])
    lines = [figures.indicator(line) for line in table.indicators]
    is_now = period.known_on is None and period.ends_on >= day
    grown = {} if is_now else counted_by_day(project, period, headline_indicators(project))
    split = deliveries_by_organisation(project, period, shared_rules(INDICATORS))
    columns = organisations_in(split, bodies_of(project))
    codes = [code for code, _name in columns]
    rows = headline(table, figures)
    goals = _goals(chosen, day) if is_now else {}
    return render(
        request,
        "reporting/dashboard.html",
        {
            "chosen": chosen,
            "key": render_to_string("components/bullet_key.html" if goals else "reporting/bullet_key.html"),
            "period_words": period_in_words(period),
            "chips": chosen.chips(request.path, day),
            "projects": other_projects(request, VIEW, chosen),
            "headline": [(row, goals.get(row.code)) for row in rows],
            "groups": _with_plans([figures.group(line, INDICATORS[0].code) for line in table.groups], goals),
            "lines": lines,
            "few": few_in_words(few) if any(line.has_few for line in lines) else "",
            "support": [figures.support(line, codes, split.get(line.code, {})) for line in table.support],
            "beside": [] if period.known_on else _beside(chosen),
            "columns": [name for _code, name in columns],
            "rules_url": chosen.address(reverse("indicator_rules")),
            "charts": [(row, _chart(row, goals, grown, chosen, day)) for row in rows if row.code in {**goals, **grown}],
            "steering_url": f"{reverse('steering')}?{PROJECT}={project.code}",
            "by_month": bool(goals),
            "has_forecast": any(goal.forecast for goal in goals.values()),
            **({} if period.known_on else _gaps(chosen, opens=opens_people)),
            "editions": list(editions_of(project)[:3]),
            "may_freeze": access.may("freeze_report", project),
        },
    )


def _gaps(chosen: Chosen, *, opens: bool) -> dict[str, Any]:
    """Return what the checks find now, what blocks a report first: of a past moment they know nothing."""
    lines = gap_lines(quality_found(chosen.project, INDICATORS[0], chosen.period), chosen, opens=opens)
    blocking, notes = ([each for each in lines if each.is_blocking is blocks] for blocks in (True, False))
    return {
        "blocking": blocking,
        "blocking_people": sum(each.people for each in blocking),
        "notes": notes,
        "quality_url": chosen.address(reverse("data_quality")),
    }


def _beside(chosen: Chosen) -> list[tuple[ResourceKind, int, Decimal, str]]:
    """Return hours of interpreting and childcare, each line with the address of what stands behind it."""
    return [
        (kind, times, hours, chosen.address(reverse(BESIDE, args=[kind])))
        for kind, times, hours in beside_support(chosen.project, chosen.period)
    ]


def _goals(chosen: Chosen, day: datetime.date) -> dict[str, Goal]:
    """Return the targets with plan and forecast as of today, the same as on the page of steering, by their codes."""
    until_now = Chosen(chosen.project, whole_period(chosen.project, day), chosen.form, is_whole=True)
    return {goal.code: goal for goal in goals_of(until_now, day, opens=False, steers=False)["goals"]}


def _with_plans(groups: list[Row], goals: Mapping[str, Goal]) -> list[tuple[Row, Bar | None]]:
    """Return each group with the bar that knows its plan; groups stand in the same order in both."""
    bars = goals[INDICATORS[0].code].groups.bars if INDICATORS[0].code in goals else [None] * len(groups)
    return list(zip(groups, bars, strict=True))


def _chart(
    row: Row, goals: Mapping[str, Goal], grown: Mapping[str, Mapping[datetime.date, int]], chosen: Chosen,
    day: datetime.date,
) -> tuple[CumulativeLine, str]:  # fmt: skip
    """Return the cumulative line and what it says: by month with plan and forecast, of the past by quarter."""
    if row.code in goals:
        return goals[row.code].chart, goals[row.code].chart_words
    words = _("Cumulative number by quarter; at the end of the period %(value)s.")
    line = growth_chart(chosen, grown[row.code], row.target, chosen.known_day(day))
    return line, words % {"value": number(row.total.value)}
