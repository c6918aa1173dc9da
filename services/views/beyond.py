"""What a project reaches beyond its participants: institutions, staff who were trained, products (C15–C17)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import PROJECT, project_asked, requires
from portal.programmes.models import GrantProject
from portal.ui.paging import Page, page_of
from services.queries.beyond import (
    RECORD,
    SEE,
    institution_names,
    institutions_in,
    products_in,
    trainings_in,
)
from services.tables.beyond import (
    INSTITUTIONS,
    PRODUCTS,
    TRAINED,
    BeyondTable,
    KindWords,
    institution_table,
    product_table,
    training_table,
    words_of_kind,
)
from services.views.courses import projects_to_choose

ONLY = "tylko"
FEW, MANY = 10, 50
READS: dict[str, Callable[[GrantProject], Any]] = {
    INSTITUTIONS: institutions_in, TRAINED: trainings_in, PRODUCTS: products_in,
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One kind of facts on the page; ``all_url`` leads to all of them where they do not fit."""

    kind: str
    words: KindWords
    table: BeyondTable
    page: Page
    add_url: str = ""
    all_url: str = ""


@requires(SEE)
@require_safe
def beyond_list(request: HttpRequest) -> HttpResponse:
    """Show institutions, trained staff and products: the latest of each, or one kind page by page."""
    project = project_asked(request, SEE)
    only = request.GET.get(ONLY, "")
    kinds = [only] if only in READS else list(READS)
    sections = [_section(request, project, kind, is_whole=only in READS) for kind in kinds]
    if _is_named(request, project) and any(each.kind == TRAINED and each.table.rows for each in sections):
        note_read(request, Action.LIST, detail={"page": "beyond-participants"}, grant_project=project)
    here = reverse("beyond_list")
    page = {
        "sections": sections, "project": project, "home": f"{here}?{PROJECT}={project.code}" if only in READS else "",
        "projects": projects_to_choose(request, SEE, here, project),
    }  # fmt: skip
    return render(request, "services/beyond.html", page)


def _section(request: HttpRequest, project: GrantProject, kind: str, *, is_whole: bool) -> Section:
    rows = READS[kind](project)
    keep = {PROJECT: project.code, ONLY: kind}
    page = page_of(request, MANY if is_whole else FEW, lambda first, most: rows[first : first + most], keep=keep)
    opens = access_of(request.user).may(RECORD, project)
    asked = urlencode({PROJECT: project.code})
    return Section(
        kind, words_of_kind(kind), _table(request, project, kind, list(page.items), opens=opens), page,
        f"{reverse('new_beyond', args=[kind])}?{asked}" if opens else "",
        f"{reverse('beyond_list')}?{urlencode(keep)}" if page.older and not is_whole else "",
    )  # fmt: skip


def _table(request: HttpRequest, project: GrantProject, kind: str, found: list[Any], *, opens: bool) -> BeyondTable:
    if kind == INSTITUTIONS:
        return institution_table(found, opens=opens)
    if kind == PRODUCTS:
        return product_table(found, opens=opens)
    institutions = institution_names(each.person.institution for each in found)
    return training_table(found, institutions, named=_is_named(request, project), opens=opens)


def _is_named(request: HttpRequest, project: GrantProject) -> bool:
    return bool(access_of(request.user).scope(SEE, project).named)
