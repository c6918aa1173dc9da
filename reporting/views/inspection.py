"""An auditor's desk: frozen reports first, numbers before names, a name only for a purpose (R73, S66)."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.enums import Sex
from beneficiaries.models import Participation
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import Refused, get_visible_or_404, project_asked, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import current_language
from portal.ui.parts import Link
from reporting.domain.inspection import open_name
from reporting.exporters.presented import Presented, few_in_words, presented
from reporting.forms.inspection import OpenNameForm
from reporting.models import ReportEdition
from reporting.queries.behind import few_for, people_behind
from reporting.queries.editions import editions_of
from reporting.queries.inspection import VIEW, evidence_rows, opening_of, people_of, record_in, samples_of
from reporting.queries.inspection_evidence import evidence_of_people
from reporting.queries.snapshot import is_untouched
from reporting.rules import Period
from reporting.tables.detail import beside_in_words, out_of_reach
from reporting.tables.inspected_figures import GROUP, IN_PERIOD, PART, SEX, FigureRow, figure_rows
from reporting.tables.inspection import checklist, frozen_facts, indicator_names, is_own
from reporting.tables.periods import PROJECT, name_of, period_in_words

NAME = "open_inspected_name"
AFTER, BEFORE = "po", "przed"


@requires(VIEW)
@require_safe
def inspection_desk(request: HttpRequest) -> HttpResponse:
    """Show the frozen reports that can be inspected, and the samples drawn so far."""
    project = project_asked(request, VIEW)
    offered = access_of(request.user).projects(VIEW)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    note_read(request, Action.LIST, detail={"page": "inspection"}, grant_project=project)
    context = {
        "project": project,
        "projects": links if len(links) > 1 else [],
        "editions": [(each, name_of(Period(each.starts_on, each.ends_on))) for each in editions_of(project)],
        "samples": samples_of(project),
    }
    return render(request, "reporting/inspection/desk.html", context)


@requires(VIEW)
@require_safe
def inspected_edition(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Show the figures of a frozen report; each leads to the numbers of the people behind it."""
    found = edition_for(request, VIEW, edition)
    note_read(request, Action.VIEW, obj=found, detail={"page": "inspection"}, grant_project=found.grant_project)
    report = presented(found, few=_few(request, found))
    context = {
        **edition_context(found),
        "report": report,
        "tables": _tables(found, report),
        "is_untouched": is_untouched(found),
        "samples": samples_of(found.grant_project).filter(edition=found),
    }
    return render(request, "reporting/inspection/edition.html", context)


@requires(VIEW)
@require_safe
def inspected_people(request: HttpRequest, edition: uuid.UUID, indicator: str) -> HttpResponse:
    """Show who stands behind a figure of a frozen report: numbers, frozen facts and evidence."""
    found = edition_for(request, VIEW, edition)
    names = indicator_names(found, current_language())
    if indicator not in names:
        raise Refused(VIEW, "indicator", indicator[:40])
    asked = _narrowed(request, found)
    people = people_of(found, indicator, {name: value for name, value, _words in asked.values()})
    after, before = (request.GET.get(name, "")[:20] for name in (AFTER, BEFORE))
    page = people_behind(request.user, people, after, before)  # type: ignore[arg-type]
    note_read(
        request, Action.LIST, subjects=[each.person_id for each in page.rows], obj=found,
        detail={"page": "inspection", "indicator": indicator}, grant_project=found.grant_project,
    )  # fmt: skip
    few = _few(request, found) if is_own(found, indicator) else 0
    kept = {name: request.GET[name] for name in asked}
    rows = evidence_rows(found, [each.number for each in page.rows], indicator)
    evidence = evidence_of_people(found, page.rows)
    lines = [
        (each, frozen_facts(found, rows[each.number][0], current_language()),
         checklist(found.grant_project, evidence[each.pk]))
        for each in page.rows
    ]  # fmt: skip
    context = {
        **edition_context(found),
        "indicator": indicator,
        "name": names[indicator],
        "lines": lines,
        "total": None if few else page.reached.total,
        "few": few_in_words(few) if few else "",
        "narrowed_to": [words for _name, _value, words in asked.values()],
        "out_of_reach": beside_in_words(page.reached) if few else out_of_reach(page.reached),
        "newer": f"?{urlencode({**kept, BEFORE: page.before})}" if page.before else "",
        "older": f"?{urlencode({**kept, AFTER: page.after})}" if page.after else "",
    }
    return render(request, "reporting/inspection/people.html", context)


@requires(VIEW)
@require_safe
def inspected_record(request: HttpRequest, edition: uuid.UUID, number: str) -> HttpResponse:
    """Show one record by its number: where it counts in the report, and the evidence of each condition."""
    found = edition_for(request, VIEW, edition)
    participation = get_visible_or_404(record_in(found), request.user, VIEW, number=number)  # type: ignore[arg-type]
    return render(request, "reporting/inspection/record.html", record_context(request, found, participation))


@requires(NAME, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def inspected_name(request: HttpRequest, edition: uuid.UUID, number: str) -> HttpResponse:
    """Ask what a name is needed for, and show it on the record for half an hour."""
    found = edition_for(request, NAME, edition)
    participation = get_visible_or_404(record_in(found), request.user, NAME, number=number)  # type: ignore[arg-type]
    form = OpenNameForm(request.POST or None)
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    if request.method == "POST" and form.is_valid():
        return once(request, form.token, lambda: _open(request, found, participation, form))
    context = {**edition_context(found), "participation": participation, "form": form}
    return render(request, "reporting/inspection/name.html", context)


def edition_for(request: HttpRequest, action: str, key: uuid.UUID) -> ReportEdition:
    """Return an edition of a project that the account may inspect as a whole."""
    found = ReportEdition.objects.select_related("grant_project", "frozen_by").filter(pk=key).first()
    if found is None or found.grant_project_id not in access_of(request.user).scope(action).whole_project_ids:
        raise Refused(action, "reportedition", str(key))
    return found


def edition_context(edition: ReportEdition) -> dict[str, Any]:
    """Return what the head of every page about an edition says."""
    return {
        "edition": edition,
        "desk_url": f"{reverse('inspection_desk')}?{PROJECT}={edition.grant_project.code}",
        "edition_url": reverse("inspected_edition", args=[edition.pk]),
        "period_words": period_in_words(Period(edition.starts_on, edition.ends_on)),
    }


def record_context(request: HttpRequest, edition: ReportEdition, participation: Participation) -> dict[str, Any]:
    """Return what a page about one record says, and note that it was read."""
    opening = opening_of(edition.grant_project, participation.number, request.user)  # type: ignore[arg-type]
    language = current_language()
    names = indicator_names(edition, language)
    rows = evidence_rows(edition, [participation.number])[participation.number]
    note_read(
        request, Action.VIEW, subjects=[participation.person_id], obj=participation,
        detail={"page": "inspection-name" if opening else "inspection"}, grant_project=edition.grant_project,
    )  # fmt: skip
    return {
        **edition_context(edition),
        "participation": participation,
        "facts": frozen_facts(edition, rows[0], language),
        "counted": [(row, names.get(row.indicator, row.indicator)) for row in rows],
        "checks": checklist(edition.grant_project, evidence_of_people(edition, [participation])[participation.pk]),
        "opening": opening,
        "may_open": access_of(request.user).may(NAME, edition.grant_project),
    }


def _open(request: HttpRequest, edition: ReportEdition, participation: Participation, form: OpenNameForm) -> str:
    open_name(edition, participation, purpose=form.cleaned_data["purpose"].strip(), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The name is open for half an hour. The person can read that, and what for."))
    return reverse("inspected_record", args=[edition.pk, participation.number])


def _few(request: HttpRequest, edition: ReportEdition) -> int:
    """Return below how many people the auditor reads no count of an own indicator of the edition; 0 without any."""
    has_own = any(line.get("own") for line in edition.content["indicators"])
    return few_for(request.user, edition.grant_project) if has_own else 0  # type: ignore[arg-type]


def _tables(edition: ReportEdition, report: Presented) -> list[tuple[str, list[FigureRow]]]:
    """Return the tables of the figures; the own one stands there when the project has any."""
    opened = indicator_names(edition, current_language())
    tables = [(_("Indicators of the project"), report.headline), (_("Common indicators of the fund"), report.common)]
    tables += [(_("Own indicators of the project"), report.own)] if report.own else []
    return [(caption, figure_rows(edition, lines, opened)) for caption, lines in tables]


def _narrowed(request: HttpRequest, edition: ReportEdition) -> dict[str, tuple[str, Any, str]]:
    """Return by the parameter's name: the field of the evidence, its value, and the words; nonsense is left out."""
    groups = {group["code"]: group["name"][current_language()] for group in edition.content["groups"]}
    sex, group = request.GET.get(SEX, ""), request.GET.get(GROUP, "")
    asked: dict[str, tuple[str, Any, str]] = {}
    if sex in Sex.values:
        asked[SEX] = ("sex", sex, str(Sex(sex).label))
    if group in groups:
        asked[GROUP] = ("target_group", group, groups[group])
    if request.GET.get(PART) == IN_PERIOD:
        asked[PART] = ("in_period", True, period_in_words(Period(edition.starts_on, edition.ends_on)))
    return asked
