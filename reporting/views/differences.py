"""Two states of a report side by side: who counts otherwise, and what each change comes from."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.policy.gate import requires
from portal.ui.formatting import moment
from portal.ui.parts import Link
from reporting.exporters.differences import carried_in_words, changes_in_words, support_in_words
from reporting.exporters.presented import presented
from reporting.indicators.own import reported_indicators
from reporting.models import ReportEdition
from reporting.queries.differences import Side, carried, differences, in_one_alone, side_of
from reporting.queries.editions import editions_beside
from reporting.queries.evidence import evidence_behind
from reporting.queries.support_differences import support_differences
from reporting.rules import Period
from reporting.tables.periods import PROJECT
from reporting.views.frozen import VIEW, edition_for
from reporting.views.reaching import within_reach

WITH, OFFERED = "z", 5


@requires(VIEW)
@require_safe
def report_differences(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Show who counts otherwise than in an edition: in another one, or as known now."""
    found = edition_for(request, edition)
    beside = editions_beside(found, OFFERED)
    other = next((each for each in beside if str(each.pk) == request.GET.get(WITH)), None)
    before, after = _sides(found, other)
    project, indicators = found.grant_project, reported_indicators(found.grant_project)
    changed = [each.as_json() for each in differences(project, before, after, indicators)]
    report = presented(found)
    said = changes_in_words(changed, {line.code: line.name for line in report.headline if line.is_group})
    support = support_differences(project, before.period, after.period, indicators)
    shown, hidden = within_reach(request, found, said)
    supported, hidden_support = within_reach(request, found, support_in_words(support, report.kinds))
    return render(
        request,
        "reporting/report_differences.html",
        {
            "edition": found,
            "before_words": _side_in_words(before),
            "after_words": _side_in_words(after),
            "others": _others(request, beside, other),
            "carried": carried_in_words(carried(before, after, indicators), report.names),
            "changes": shown,
            "not_compared": in_one_alone(before, after, indicators),
            "support_changes": supported,
            "hidden_support": hidden_support,
            "out_of_reach": hidden,
            "list_url": f"{reverse('report_list')}?{PROJECT}={project.code}",
        },
    )


def _sides(edition: ReportEdition, other: ReportEdition | None) -> tuple[Side, Side]:
    """Return both sides, the one that was known earlier first; without another edition the second is now."""
    own = side_of(edition)
    if other is None:
        now = Period(edition.starts_on, edition.ends_on, timezone.now())
        project = edition.grant_project
        return own, Side(now, evidence_behind(project, now, reported_indicators(project)))
    pair = (own, side_of(other))
    return pair if edition.known_on <= other.known_on else (pair[1], pair[0])


def _side_in_words(side: Side) -> str:
    if side.edition is None:
        return _("as known now")
    return f"{side.edition.label} ({moment(side.known_on)})"


def _others(request: HttpRequest, beside: Sequence[ReportEdition], other: ReportEdition | None) -> list[Link]:
    links = [Link(_("As known now"), request.path, other is None)]
    return links + [Link(each.label, f"{request.path}?{WITH}={each.pk}", each == other) for each in beside]
