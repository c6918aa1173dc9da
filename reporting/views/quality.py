"""Data quality: what may be wrong behind the figures, and the people whom it concerns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.quality import find_check
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.behind import PEOPLE, numbers_within, people_behind
from reporting.queries.quality import people_found, quality_found
from reporting.tables.detail import out_of_reach, person_line
from reporting.tables.periods import period_in_words
from reporting.tables.quality import gap_lines, passed
from reporting.views.choices import as_known_now, chosen_for, other_projects

VIEW = "view_indicator"
AFTER, BEFORE = "po", "przed"


@requires(VIEW)
@require_safe
def data_quality(request: HttpRequest) -> HttpResponse:
    """Show every check with how many people it found."""
    chosen = as_known_now(chosen_for(request, VIEW))
    opens = access_of(request.user).may(PEOPLE, chosen.project)
    found = quality_found(chosen.project, INDICATORS[0], chosen.period)
    lines = gap_lines(found, chosen, opens=opens)
    return render(
        request,
        "reporting/quality.html",
        {
            "chosen": chosen,
            "only_now": True,
            "period_words": period_in_words(chosen.period),
            "chips": chosen.chips(request.path, today()),
            "projects": other_projects(request, VIEW, chosen),
            "blocking": [line for line in lines if line.is_blocking],
            "notes": [line for line in lines if not line.is_blocking],
            "passed": passed(found, chosen),
        },
    )


@requires(PEOPLE)
@require_safe
def quality_people(request: HttpRequest, check: str) -> HttpResponse:
    """Show the people whom a check found, each with the way to mend it."""
    chosen, asked = as_known_now(chosen_for(request, PEOPLE)), find_check(check)
    if asked is None:
        raise Refused(PEOPLE, "qualitycheck", check[:40])
    people = people_found(chosen.project, INDICATORS[0], chosen.period, asked)
    after, before = (request.GET.get(name, "")[:20] for name in (AFTER, BEFORE))
    page = people_behind(request.user, people, after, before)  # type: ignore[arg-type]
    subjects = [each.person_id for each in page.rows]
    note_read(request, Action.LIST, subjects=subjects, detail={"check": asked.code}, grant_project=chosen.project)
    opens_record = access_of(request.user).may("view_person", chosen.project)
    lines = [person_line(each, chosen, "", opens_record=opens_record) for each in page.rows]
    mended_by_me = numbers_within(request.user, asked.fix_action, page.rows)  # type: ignore[arg-type]
    return render(
        request,
        "reporting/quality_people.html",
        {
            "chosen": chosen,
            "period_words": period_in_words(chosen.period),
            "check": asked,
            "page": page,
            "people": [(line, asked.fix_url(line.number) if line.number in mended_by_me else "") for line in lines],
            "has_fixes": bool(mended_by_me),
            "has_names": any(line.name for line in lines),
            "out_of_reach": out_of_reach(page.reached),
            "newer": chosen.address(request.path, **{BEFORE: page.before}) if page.before else "",
            "older": chosen.address(request.path, **{AFTER: page.after}) if page.after else "",
            "quality_url": chosen.address(reverse("data_quality")),
        },
    )
