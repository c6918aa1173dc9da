"""The dashboard: the figures of a project at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from reporting.indicators.catalogue import INDICATORS, headline_indicators
from reporting.indicators.own import reported_indicators
from reporting.queries.behind import PEOPLE
from reporting.queries.editions import editions_of
from reporting.queries.growth import counted_by_day
from reporting.queries.quality import quality_found
from reporting.queries.support import bodies_of, deliveries_by_organisation
from reporting.queries.table import indicator_table, shared_rules
from reporting.tables.dashboard import Figures, growth_chart, headline, organisations_in
from reporting.tables.periods import Chosen, period_in_words
from reporting.tables.quality import GapLine, gap_lines
from reporting.views.choices import chosen_for, other_projects

VIEW = "view_indicator"


@requires(VIEW)
@require_safe
def indicator_dashboard(request: HttpRequest) -> HttpResponse:
    """Show what is reached, who stands behind it, what is missing."""
    chosen, day, access = chosen_for(request, VIEW), today(), access_of(request.user)
    project, period = chosen.project, chosen.period
    opens_people = access.may(PEOPLE, project)
    table = indicator_table(project, period, reported_indicators(project))
    figures = Figures(chosen, opens_people=opens_people)
    grown = counted_by_day(project, period, headline_indicators(project))
    split = deliveries_by_organisation(project, period, shared_rules(INDICATORS))
    columns = organisations_in(split, bodies_of(project))
    codes = [code for code, _name in columns]
    rows = headline(table, figures)
    return render(
        request,
        "reporting/dashboard.html",
        {
            "chosen": chosen,
            "key": render_to_string("reporting/bullet_key.html"),
            "period_words": period_in_words(period),
            "chips": chosen.chips(request.path, day),
            "projects": other_projects(request, VIEW, chosen),
            "headline": rows,
            "groups": [figures.group(line, INDICATORS[0].code) for line in table.groups],
            "lines": [figures.indicator(line) for line in table.indicators],
            "support": [figures.support(line, codes, split.get(line.code, {})) for line in table.support],
            "columns": [name for _code, name in columns],
            "rules_url": chosen.address(reverse("indicator_rules")),
            "charts": [
                (row, growth_chart(chosen, grown[row.code], row.target, chosen.known_day(day)))
                for row in rows
                if row.code in grown
            ],
            "gaps": [] if period.known_on else _gaps(chosen, opens=opens_people),
            "editions": list(editions_of(project)[:3]),
            "may_freeze": access.may("freeze_report", project),
        },
    )


def _gaps(chosen: Chosen, *, opens: bool) -> list[GapLine]:
    """Return what the checks find now: of a past moment they know nothing."""
    return gap_lines(quality_found(chosen.project, INDICATORS[0], chosen.period), chosen, opens=opens)
