"""What waits after an import: rows that a person must decide, and people whose data are not complete."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.forms.rows import RowsForm
from beneficiaries.importers.comparing import changes_of, current_versions
from beneficiaries.importers.deciding import read_row
from beneficiaries.importers.holding import proposals
from beneficiaries.importers.waiting import cells_behind
from beneficiaries.importers.writing import PeopleWriter
from beneficiaries.models import ParticipationVersion
from beneficiaries.queries.listed import incomplete_people
from beneficiaries.tables.rows import RowLine, changes_in_words, proposed_in_words, views_of, where
from beneficiaries.tables.words import missing_in_words
from beneficiaries.views.taking_over import take_over
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.imports.enums import RowState
from portal.imports.models import ImportedRow
from portal.imports.querysets import DECIDE
from portal.imports.run import ImportRun
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.keyset import keyset_page
from portal.ui.parts import Link

PAGE_SIZE = 25
PROJECT, VIEW = "projekt", "widok"
VIEWS = {"": (RowState.HELD, RowState.CHANGED), "held": (RowState.HELD,), "changed": (RowState.CHANGED,)}


@requires(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def held_rows(request: HttpRequest) -> HttpResponse:
    """Show the rows that wait, oldest first, with the reason; take over several changed ones at once."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    project, view = project_asked(request, DECIDE), request.GET.get(VIEW, "")
    view = view if view in VIEWS else ""
    rows = ImportedRow.objects.visible_to(request.user).filter(grant_project=project).waiting()  # type: ignore[arg-type]
    counts = _counts(rows)
    rows = rows.filter(state__in=VIEWS[view]).select_related("batch__data_key")
    page = keyset_page(request, rows, "pk", size=PAGE_SIZE, keep={PROJECT: project.code, VIEW: view})
    versions = current_versions(row.subject for row in page.items if row.subject)
    people = {version.participation.person_id for version in versions.values()}
    lines = _lines(project, page.items, versions)
    keys = [line.key for line in lines if line.key]
    form = RowsForm(request.POST, keys=keys) if request.method == "POST" else RowsForm(keys=keys)
    if form.is_bound and form.is_valid():
        return once(request, form.token, lambda: take_over(request, page.items, form))
    note_read(request, Action.LIST, subjects=people, detail={"page": "held-rows"}, grant_project=project)
    context = {
        **_frame(request, project),
        "lines": lines,
        "form": form,
        "page": page,
        "views": views_of(request.path, view, project.code, counts),
        "view": view,
        "total": counts[view],
    }
    return render(request, "beneficiaries/held_rows.html", context)


@requires(DECIDE)
@require_safe
def incomplete_list(request: HttpRequest) -> HttpResponse:
    """Show people who lack required data and are therefore not counted, each with the way to complete them (R32)."""
    project = project_asked(request, DECIDE)
    people = incomplete_people(project, request.user)  # type: ignore[arg-type]
    shown = people.select_related("person", "in_force").defer("person__search_key", "person__sort_key")
    page = keyset_page(request, shown, "number", size=PAGE_SIZE, keep={PROJECT: project.code})
    subjects = [each.person_id for each in page.items]
    note_read(request, Action.LIST, subjects=subjects, detail={"page": "incomplete"}, grant_project=project)
    context = {
        **_frame(request, project),
        "lines": [(each, missing_in_words(each.in_force.missing), fixing_url(each.number)) for each in page.items],
        "page": page,
        "total": people.count(),
    }
    return render(request, "beneficiaries/incomplete_people.html", context)


def fixing_url(number: str) -> str:
    """Return where a person's data are completed: the form, or the record where there is none."""
    try:
        return reverse("person_edit", args=[number])
    except NoReverseMatch:
        return reverse("person_record", args=[number])


def _frame(request: HttpRequest, project: GrantProject) -> dict[str, Any]:
    offered = access_of(request.user).projects(DECIDE)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    return {"project": project, "projects": links if len(links) > 1 else []}


def _counts(rows: Any) -> dict[str, int]:
    by_state = Counter({each["state"]: each["rows"] for each in rows.values("state").annotate(rows=Count("pk"))})
    return {view: sum(by_state[state] for state in states) for view, states in VIEWS.items()}


def _lines(
    project: GrantProject, rows: Sequence[ImportedRow], versions: Mapping[uuid.UUID, ParticipationVersion]
) -> list[RowLine]:
    writer = PeopleWriter(ImportRun(project, rows[0].batch, None)) if rows else None
    return [_line(project, row, versions.get(row.subject), writer) for row in rows]  # type: ignore[arg-type]


def _line(
    project: GrantProject, row: ImportedRow, current: ParticipationVersion | None, writer: PeopleWriter | None
) -> RowLine:
    parsed = read_row(row, project)
    name = " ".join(part for part in (parsed.values["surname"], parsed.values["given_names"]) if part)
    if current is not None and writer is not None:
        found = changes_of(row, current, parsed, writer)
        notes = changes_in_words([(each.field, each.known, each.written) for each in found])
    else:
        notes = [*cells_behind(row, parsed), *proposed_in_words(proposals(parsed))]
    return RowLine(
        url=reverse("held_row", args=[row.pk]),
        name=name or parsed.values["original_name"],
        original=parsed.values["original_name"],
        where=where(row),
        reason=row.get_reason_display() if row.reason else row.get_state_display(),
        tone="warn" if row.reason else "info",
        notes=notes,
        number=current.participation.number if current else "",
        key=f"{row.pk}:{current.pk}" if current else "",
    )
