"""Every figure of a project's table, one by one, for whoever asks how they stand (the kernel's ``portal.effects``)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.effects import ReportedFigure
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import headline_indicators
from reporting.indicators.own import reported_indicators
from reporting.queries.table import indicator_table
from reporting.rules import Line, Period

HEADLINES = frozenset(indicator.code for indicator in headline_indicators())


def reported_figures(project: GrantProject) -> Sequence[ReportedFigure]:
    """Return indicators, groups and support of the whole project so far (three queries)."""
    table = indicator_table(project, Period.whole(), reported_indicators(project))
    people = [_figure(line) for line in (*table.indicators, *table.groups) if line.unit == "persons"]
    support = [
        ReportedFigure(f"support-{line.code}", _("%(kind)s: people") % {"kind": line.name}, line.persons)
        for line in table.support
    ]
    hours = sum(line.hours for line in table.support)
    deliveries = sum(line.deliveries for line in table.support)
    return [
        *people,
        *support,
        ReportedFigure("deliveries", _("Deliveries of support"), deliveries),
        ReportedFigure("hours", _("Hours of support"), hours),
    ]


def _figure(line: Line) -> ReportedFigure:
    figure = line.cumulative
    return ReportedFigure(line.code, line.name, figure.total, figure.women, figure.men, line.code in HEADLINES)
