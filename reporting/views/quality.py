"""Data quality: what blocks a report, what can be explained, what passed – and the people whom each gap concerns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.quality import QualityCheck, find_check
from portal.submissions.once import OnceForm
from reporting.indicators.catalogue import INDICATORS, indicators_of
from reporting.queries.behind import PEOPLE, numbers_within, people_behind
from reporting.queries.costs import costs_of
from reporting.queries.explanations import explanations_of
from reporting.queries.figure_checks import figure_checks
from reporting.queries.quality import Found, found_by_owner, of_owner, people_found
from reporting.queries.table import indicator_table
from reporting.tables.detail import out_of_reach, person_line
from reporting.tables.figure_checks import FigureLine, figure_lines
from reporting.tables.gate import OWNER, RULE_OF_CHECK, STEER, Gate, GateLine, owner_asked, owner_key
from reporting.tables.periods import Chosen, period_in_words
from reporting.tables.quality import passed
from reporting.views.choices import as_known_now, chosen_for, other_projects

VIEW = "view_indicator"
AFTER, BEFORE = "po", "przed"


@requires(VIEW)
@require_safe
def data_quality(request: HttpRequest) -> HttpResponse:
    """Show every check in three bands: what blocks, what can be explained, what passed."""
    chosen, access = as_known_now(chosen_for(request, VIEW)), access_of(request.user)
    project, indicators = chosen.project, indicators_of(chosen.project)
    steers = access.may(STEER, project)
    owner = owner_asked(request.GET.get(OWNER, "")) if steers else ""
    found = found_by_owner(project, INDICATORS[0], chosen.period, request.user)  # type: ignore[arg-type]
    gate = Gate(
        chosen, indicators, costs_of(project, chosen.period, indicators, RULE_OF_CHECK),
        explanations_of(project, chosen.period), names_of(found) if steers else {},
        access=access,
    )  # fmt: skip
    lines = gate.lines(found, owner)
    quiet = [] if owner else passed(found, chosen)
    table = indicator_table(project, chosen.period, indicators)
    figures = figure_lines(figure_checks(project, chosen.period, indicators, table), project, access)
    return render(
        request,
        "reporting/quality.html",
        {
            "chosen": chosen,
            "only_now": True,
            "period_words": period_in_words(chosen.period),
            "chips": chosen.chips(request.path, today()),
            "projects": other_projects(request, VIEW, chosen),
            "passed": quiet,
            **_bands(lines, [] if owner else figures, len(quiet)),
            "owners": gate.owners(found, owner, request.path) if steers else [],
            "owner": owner,
            "everybody_url": chosen.address(request.path),
            "form": OnceForm() if steers else None,
        },
    )


def _bands(lines: list[GateLine], figures: list[FigureLine], quiet: int) -> dict[str, Any]:
    """Return the three bands with how much stands in each."""
    blocking = [line for line in lines if line.is_blocking]
    notes = [line for line in lines if not line.is_blocking]
    wrong = [line for line in figures if line.found]
    right = [line for line in figures if not line.found]
    return {
        "blocking": blocking, "blocking_people": sum(line.people for line in blocking),
        "notes": notes, "figures_wrong": wrong,
        "notes_people": sum(line.people for line in notes) + sum(line.found for line in wrong),
        "figures_right": right, "passed_checks": quiet + len(right),
    }  # fmt: skip


def names_of(found: list[Found]) -> dict[int, str]:
    """Return the names of those in charge of people with gaps (one query)."""
    keys = {key for each in found for key in each.owners if key is not None}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


def check_or_404(code: str, action: str) -> QualityCheck:
    """Return the check with this code; raises ``Refused`` when there is none."""
    asked = find_check(code)
    if asked is None:
        raise Refused(action, "qualitycheck", code[:40])
    return asked


@requires(PEOPLE)
@require_safe
def quality_people(request: HttpRequest, check: str) -> HttpResponse:
    """Show the people whom a check found, each with the way to mend it."""
    chosen, asked = as_known_now(chosen_for(request, PEOPLE)), check_or_404(check, PEOPLE)
    people = people_found(chosen.project, INDICATORS[0], chosen.period, asked)
    owner = owner_asked(request.GET.get(OWNER, "")) if access_of(request.user).may(STEER, chosen.project) else ""
    if owner:
        people = of_owner(people, chosen.project, owner_key(owner), request.user)  # type: ignore[arg-type]
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
            "many_url": asked.fix_many_url(chosen.project) if len(mended_by_me) > 1 else "",
            "has_names": any(line.name for line in lines),
            "out_of_reach": out_of_reach(page.reached),
            **_neighbours(chosen, request.path, owner, page.before, page.after),
        },
    )


def _neighbours(chosen: Chosen, path: str, owner: str, before: str, after: str) -> dict[str, str]:
    kept = {OWNER: owner}
    return {
        "newer": chosen.address(path, **{**kept, BEFORE: before}) if before else "",
        "older": chosen.address(path, **{**kept, AFTER: after}) if after else "",
        "quality_url": chosen.address(reverse("data_quality"), **kept),
    }
