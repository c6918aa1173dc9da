"""The situation after leaving for several people at once: the list of whom lack it, one answer for the ticked (R21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.ending import fill_situation
from beneficiaries.forms.exits import ExitsForm
from beneficiaries.models import Participation
from beneficiaries.queries.documents import has_people_in_charge
from beneficiaries.queries.exits import RIGHT, version_of, without_situation
from beneficiaries.tables.exits import exit_line, filled_in_words
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.dictionaries import EXIT
from portal.programmes.entries import entries_on
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.paging import Page, page_of
from portal.ui.parts import Link
from portal.versions.actions import FactChanged

PAGE_SIZE = 50
PROJECT, WHOSE, EVERYBODY, MINE = "projekt", "czyje", "wszystkie", "moje"
DO, TICK_ALL = "do", "tick"
TYPED = ("exit_situation", "path_completed", "why")


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def exit_situations(request: HttpRequest) -> HttpResponse:
    """List who ended without the situation after leaving; write one answer down for those who are ticked."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    project, mine = project_asked(request, RIGHT), _is_mine(request)
    people = without_situation(request.user, mine=mine).filter(grant_project=project)  # type: ignore[arg-type]
    kept = {PROJECT: project.code, WHOSE: MINE if mine else EVERYBODY}
    page = page_of(request, PAGE_SIZE, lambda first, most: list(people[first : first + most]), keep=kept)
    situations = entries_on(EXIT, today())
    form = _form(request, people=page.items, situations=situations, day=today())
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _fill(request, form))
        except FactChanged:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    _note(request, page, project)
    lines = [exit_line(each, today()) for each in page.items]
    shown = {
        "form": form, "is_typed": request.method == "POST", "page": page, "total": people.count(),
        "lines": [(line, line.key in form.ticked, form.refused.get(line.key, "")) for line in lines],
    }  # fmt: skip
    return render(request, "beneficiaries/exit_situations.html", {**_frame(request, project, mine=mine), **shown})


def _is_mine(request: HttpRequest) -> bool:
    """Tell whether only one's own people are meant; whoever has nobody in charge begins with all."""
    asked = request.GET.get(WHOSE, "")
    return asked == MINE or (asked != EVERYBODY and has_people_in_charge(request.user))  # type: ignore[arg-type]


def _form(request: HttpRequest, **given: Any) -> ExitsForm:
    """Return the form; the button that ticks everybody shows it again with what is typed, unjudged."""
    if request.method != "POST":
        return ExitsForm(**given)
    if request.POST.get(DO) != TICK_ALL:
        return ExitsForm(request.POST, **given)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    return ExitsForm(initial={**typed, "people": [str(version_of(each).pk) for each in given["people"]]}, **given)


def _fill(request: HttpRequest, form: ExitsForm) -> str:
    values = form.values()
    filled = [fill_situation(each, version_of(each), **values, by=request.user) for each in form.chosen]  # type: ignore[arg-type]
    messages.success(request, filled_in_words(sum(filled)))
    return request.get_full_path()


def _note(request: HttpRequest, page: Page[Participation], project: GrantProject) -> None:
    subjects = [each.person_id for each in page.items]  # type: ignore[attr-defined]
    if subjects:
        note_read(request, Action.LIST, subjects=subjects, detail={"page": "exit-situations"}, grant_project=project)


def _frame(request: HttpRequest, project: GrantProject, *, mine: bool) -> dict[str, Any]:
    offered = access_of(request.user).projects(RIGHT)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    here = f"{request.path}?{PROJECT}={project.code}&{WHOSE}"
    choices = [
        Link(_("In my charge"), f"{here}={MINE}", mine),
        Link(_("All whom I see"), f"{here}={EVERYBODY}", not mine),
    ]
    return {
        "project": project, "projects": links if len(links) > 1 else [], "choices": choices, "mine": mine,
        "all_url": choices[1].url,
    }  # fmt: skip
