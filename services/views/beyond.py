"""What a project reaches beyond its participants: institutions, staff who were trained, products (C15–C17)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from portal.audit.enums import Action
from portal.audit.trail import note_read, search_mark
from portal.policy.access import access_of
from portal.policy.gate import PROJECT, project_asked, requires
from portal.programmes.models import GrantProject
from portal.ui.paging import Page, page_of
from portal.ui.searches import keep_search, kept_search
from services.queries.beyond import (
    RECORD,
    SEE,
    institution_names,
    institutions_in,
    institutions_named,
    products_in,
    trainings_in,
    trainings_named,
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

ONLY, SEARCH, WORDS, LONGEST_SEARCH = "tylko", "szukaj", "q", 100
FEW, MANY = 10, 50
READS: dict[str, Callable[[GrantProject], Any]] = {
    INSTITUTIONS: institutions_in, TRAINED: trainings_in, PRODUCTS: products_in,
}  # fmt: skip
FOUND: dict[str, Callable[[GrantProject, str], Any]] = {INSTITUTIONS: institutions_named, TRAINED: trainings_named}
"""Lists that grow long enough to be searched."""


@dataclass(frozen=True)
class Section:
    """One kind of facts on the page; ``all_url`` leads to all of them where they do not fit.

    ``search_url`` takes words to search for, blank where there is no search; ``words_asked`` are those of this page.
    """

    kind: str
    words: KindWords
    table: BeyondTable
    page: Page
    add_url: str = ""
    all_url: str = ""
    search_url: str = ""
    words_asked: str = ""


@requires(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def beyond_list(request: HttpRequest) -> HttpResponse:
    """Show institutions, trained staff and products: the latest of each, or one kind page by page.

    Words to search for come in the body and stay in the session, so that no address holds a name.
    """
    project = project_asked(request, SEE)
    only = request.GET.get(ONLY, "")
    if request.method == "POST":
        return _searched(request, project, only)
    kinds = [only] if only in READS else list(READS)
    sections = [_section(request, project, kind, is_whole=only in READS) for kind in kinds]
    if _is_named(request, project):
        _note_names(request, project, next((each for each in sections if each.kind == TRAINED), None))
    here = reverse("beyond_list")
    page = {
        "sections": sections, "project": project, "home": f"{here}?{PROJECT}={project.code}" if only in READS else "",
        "projects": projects_to_choose(request, SEE, here, project),
    }  # fmt: skip
    return render(request, "services/beyond.html", page)


def _note_names(request: HttpRequest, project: GrantProject, trained: Section | None) -> None:
    """Note that names were shown or searched for; also a search that finds nobody tells something (S35)."""
    detail = {"page": "beyond-participants"}
    if trained and trained.words_asked:
        detail["search"] = search_mark(trained.words_asked)
        note_read(request, Action.SEARCH, detail=detail, grant_project=project)
    elif trained and trained.table.rows:
        note_read(request, Action.LIST, detail=detail, grant_project=project)


def _searched(request: HttpRequest, project: GrantProject, only: str) -> HttpResponse:
    words = " ".join(request.POST.get(WORDS, "").replace("\0", " ")[:LONGEST_SEARCH].split())
    kept = keep_search(request.session, request.user, words) if words and only in FOUND else ""  # type: ignore[arg-type]
    return redirect(_address({PROJECT: project.code, ONLY: only if only in READS else "", SEARCH: kept}))


def _section(request: HttpRequest, project: GrantProject, kind: str, *, is_whole: bool) -> Section:
    may_search = is_whole and kind in FOUND and (kind != TRAINED or _is_named(request, project))
    kept = request.GET.get(SEARCH, "") if may_search else ""
    words = kept_search(request.session, request.user, kept)  # type: ignore[arg-type]
    rows = FOUND[kind](project, words) if words else READS[kind](project)
    keep = {PROJECT: project.code, ONLY: kind}
    neighbours = {**keep, SEARCH: kept if words else ""}
    page = page_of(request, MANY if is_whole else FEW, lambda first, most: rows[first : first + most], keep=neighbours)
    opens = access_of(request.user).may(RECORD, project)
    return Section(
        kind, words_of_kind(kind), _table(request, project, kind, list(page.items), opens=opens), page,
        f"{reverse('new_beyond', args=[kind])}?{urlencode({PROJECT: project.code})}" if opens else "",
        _address(keep) if words or (page.older and not is_whole) else "",
        _address(keep) if may_search and (page.items or words) else "", words,
    )  # fmt: skip


def _address(parameters: dict[str, str]) -> str:
    named = {name: value for name, value in parameters.items() if value}
    return f"{reverse('beyond_list')}?{urlencode(named)}"


def _table(request: HttpRequest, project: GrantProject, kind: str, found: list[Any], *, opens: bool) -> BeyondTable:
    if kind == INSTITUTIONS:
        return institution_table(found, opens=opens)
    if kind == PRODUCTS:
        return product_table(found, opens=opens)
    institutions = institution_names(each.person.institution for each in found)
    return training_table(found, institutions, named=_is_named(request, project), opens=opens)


def _is_named(request: HttpRequest, project: GrantProject) -> bool:
    return bool(access_of(request.user).scope(SEE, project).named)
