"""Check a listing and compare it with the claim and the portal; the claim table to copy from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.models import Participation
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.workbooks import CONTENT_TYPE
from reporting.indicators.catalogue import indicators_of
from reporting.queries.table import indicator_table
from reporting.rules import Period
from reporting.smefs.exporters.claim import claim_as_xlsx
from reporting.smefs.forms import CompareForm
from reporting.smefs.importers.claims import read_claim
from reporting.smefs.importers.listings import read_listing
from reporting.smefs.importers.sheets import UnreadableFile
from reporting.smefs.queries.comparing import (
    compared,
    differences,
    figures_of_listing,
    figures_of_portal,
    listed_in,
    names_of,
)
from reporting.smefs.queries.layouts import layout_on, words_on
from reporting.smefs.queries.people import CONTACT
from reporting.smefs.rules.checks import Frame, found_in
from reporting.smefs.rules.claims import Claim
from reporting.smefs.tables.comparing import compared_lines, difference_lines, finding_lines, uncounted_lines
from reporting.smefs.tables.prepare import protected_words
from reporting.smefs.views.projects import RIGHT, frame_of, sent_bytes
from reporting.tables.periods import FIRST, LAST
from reporting.views.choices import chosen_for

MOST = 100


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def smefs_compare(request: HttpRequest) -> HttpResponse:
    """Check and compare the files that are sent; nothing of them is kept."""
    project = project_asked(request, RIGHT)
    context: dict[str, Any] = frame_of(request, project)
    form = CompareForm(initial={FIRST: project.starts_on, LAST: project.ends_on})
    if request.method == "POST":
        form = CompareForm(request.POST, request.FILES, sent_bytes=sent_bytes(request))
        if form.is_valid():
            context |= _answer(request, project, form)
    return render(request, "smefs/compare.html", {**context, "form": form})


@requires("view_indicator")
@require_safe
def smefs_claim(request: HttpRequest) -> HttpResponse:
    """Hand out the claim table of a period: the figures of the indicator table."""
    chosen = chosen_for(request, "view_indicator")
    table = indicator_table(chosen.project, chosen.period, indicators_of(chosen.project))
    note_read(request, Action.DOWNLOAD, detail={"page": "claim-table"}, grant_project=chosen.project)
    answer = HttpResponse(claim_as_xlsx(table, chosen.period), content_type=CONTENT_TYPE)
    name = f"wniosek-{chosen.project.number_prefix}-{chosen.period.ends_on:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _answer(request: HttpRequest, project: GrantProject, form: CompareForm) -> dict[str, Any]:
    """Return what the page shows; an unreadable file becomes an error of its field."""
    period = Period(form.cleaned_data[FIRST], form.cleaned_data[LAST])
    ours = figures_of_portal(project, period)
    sent, field = form.content("listing"), "claim"
    try:
        claim = read_claim(content, names_of(project)) if (content := form.content("claim")) else Claim(ours)
        field = "listing"
        if sent is None:
            return {"lines": compared_lines(compared(project, claim, ours)), "of_portal": True}
        return _with_listing(request, project, period, claim, sent)
    except UnreadableFile as unreadable:
        form.add_error(field, str(unreadable))
        return {}


def _with_listing(
    request: HttpRequest, project: GrantProject, period: Period, claim: Claim, sent: bytes
) -> dict[str, Any]:
    frame = Frame(layout_on(today(), project), words_on(today()), project.starts_on, project.ends_on)
    listing = read_listing(sent, frame.layout)
    listed = listed_in(project, period, listing.lines, frame)
    found = differences(project, period, listed.people)
    seen = Participation.objects.visible_to(request.user, CONTACT).filter(  # type: ignore[arg-type]
        grant_project=project, number__in=[each.number for each in found]
    )
    within = dict(seen.values_list("number", "person"))
    note_read(request, Action.LIST, subjects=within.values(), detail={"page": "smefs-compare"}, grant_project=project)
    lines, hidden = difference_lines(found, within)
    findings = finding_lines(found_in(listing.lines, frame))
    return {
        "lines": compared_lines(compared(project, claim, figures_of_listing(listed.people))),
        "differences": lines[:MOST],
        "more_differences": max(0, len(lines) - MOST),
        "protected": protected_words(hidden) if hidden else "",
        "findings": findings[:MOST],
        "more_findings": max(0, len(findings) - MOST),
        "was_checked": True,
        "people": len(listed.people),
        "uncounted": uncounted_lines(listed),
    }
