"""The list of people and the search."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.forms import lists as forms
from beneficiaries.models import Participation
from beneficiaries.queries.people import LIST, SEARCH, PeoplePage, Wanted, choices_for, people_page
from beneficiaries.tables import list_links
from beneficiaries.tables.people import rows_of, total_in_words
from beneficiaries.tables.people_body import body_of
from portal.audit.enums import Action
from portal.audit.trail import note_read, search_mark
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.quality import find_check
from portal.records import list_marks
from portal.ui.parts import Link
from portal.ui.searches import keep_search, kept_search

EMERGENCY = "ask_emergency_access"
PARAMETER_OF = {
    "search": forms.SEARCH, "organisation": forms.ORGANISATION, "group": forms.GROUP, "view": forms.VIEW,
}  # fmt: skip


@requires(LIST)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Show one page of the people of a grant project."""
    project, day = project_asked(request, LIST), today()
    choices = choices_for(project)
    searched = request.GET.get(forms.SEARCH, "")
    may_search = access_of(request.user).may(SEARCH, project)
    search = kept_search(request.session, request.user, searched) if may_search else ""  # type: ignore[arg-type]
    wanted = forms.wanted_from(request.GET, choices, list_links.view_names(), search)
    position = forms.position_from(request.GET)
    page = people_page(request.user, project, wanted, position, day)  # type: ignore[arg-type]
    parameters = forms.parameters_of(wanted, searched, request.GET.get(forms.PROJECT, ""))
    if position.number and not page.rows:
        return redirect(list_links.list_address(parameters))
    _note(request, project, wanted, page)
    newer, older = list_links.neighbours(page, parameters, forms.BEFORE, forms.AFTER)
    rows = rows_of(page, choices.groups, day, _fixes(request, wanted, page))
    has_fixes = any(mark.code == wanted.view and mark.check for mark in list_marks())
    return render(
        request,
        "beneficiaries/person_list.html",
        {
            "project": project,
            "rows": rows,
            "body": body_of(rows, has_fixes=has_fixes),
            "has_fixes": has_fixes,
            "add_url": _add_url(request, project),
            "emergency_url": reverse("emergency_access") if access_of(request.user).may(EMERGENCY) else "",
            "families_url": reverse("household_list") if access_of(request.user).may("view_household") else "",
            "total": total_in_words(page.total),
            "wanted": wanted,
            "chips": list_links.view_chips(parameters, forms.VIEW, wanted.view),
            "search_form": forms.SearchForm(initial={"q": wanted.search}) if may_search else None,
            "filters": forms.FilterForm(choices, wanted),
            "kept": {
                name: value for name, value in parameters.items() if name not in (forms.GROUP, forms.ORGANISATION)
            },
            "ways_out": list_links.ways_out(wanted, choices, parameters, PARAMETER_OF),
            "projects": _other_projects(request, project),
            "whole_project": project.pk in access_of(request.user).scope(LIST).whole_project_ids,
            "newer": newer,
            "older": older,
        },
    )


@requires(SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def person_search(request: HttpRequest) -> HttpResponse:
    """Take what is searched for out of the request's body and lead to the list, so that no address holds it."""
    form = forms.SearchForm(request.POST)
    parameters = {forms.PROJECT: request.POST.get(forms.PROJECT, "")}
    if request.method == "POST" and form.is_valid() and form.cleaned_data["q"]:
        parameters[forms.SEARCH] = keep_search(request.session, request.user, form.cleaned_data["q"])  # type: ignore[arg-type]
    return redirect(list_links.list_address(parameters))


def _fixes(request: HttpRequest, wanted: Wanted, page: PeoplePage) -> dict[str, Link]:
    """Return for each number of the page the form that mends the gap by which the list is narrowed."""
    mark = next((mark for mark in list_marks() if mark.code == wanted.view and mark.check), None)
    check = find_check(mark.check) if mark else None
    if check is None:
        return {}
    numbers = [row["number"] for row in page.rows]
    within = Participation.objects.visible_to(request.user, check.fix_action).filter(number__in=numbers)  # type: ignore[arg-type]
    found = within.values_list("number", flat=True)
    return {number: Link(str(check.fix_label), check.fix_url(number)) for number in found}


def _add_url(request: HttpRequest, project: GrantProject) -> str:
    may_add = access_of(request.user).may("add_person", project)
    return f"{reverse('new_person')}?{urlencode({forms.PROJECT: project.code})}" if may_add else ""


def _other_projects(request: HttpRequest, project: GrantProject) -> list[list_links.Link]:
    offered = access_of(request.user).projects(LIST)
    links = [
        list_links.Link(str(each), list_links.list_address({forms.PROJECT: each.code}), each == project)
        for each in offered
    ]
    return links if len(links) > 1 else []


def _note(request: HttpRequest, project: GrantProject, wanted: Wanted, page: PeoplePage) -> None:
    narrowed = {"view": wanted.view, "group": wanted.group, "organisation": wanted.organisation}
    detail = {name: value for name, value in narrowed.items() if value}
    if wanted.search:
        detail["search"] = search_mark(wanted.search)
    action = Action.SEARCH if wanted.search else Action.LIST
    note_read(request, action, subjects=[row["person_id"] for row in page.rows], detail=detail, grant_project=project)
