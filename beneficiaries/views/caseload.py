"""How loaded each colleague is, who has nobody in charge, who stands in for whom."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.handing import give_back
from beneficiaries.forms.handing import GiveBackForm
from beneficiaries.models import HandOver
from beneficiaries.queries.caseload import (
    Held,
    Load,
    finding_mark,
    keys_of,
    loads_of,
    mark_away,
    people_held,
    without_anybody,
)
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.handing import ASSIGN, handed_of, substitutions
from beneficiaries.queries.walls import walls_of
from beneficiaries.tables.caseload import (
    PROJECT,
    hand_over_url,
    heavy_for,
    points_in_words,
    short,
    standing_in,
    waiting,
)
from portal.accounts.models import Organisation
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link

MOST_SHOWN = 50


@dataclass(frozen=True)
class Team:
    """The project that is looked at, the organisations within reach, their people, colleagues, substitutions."""

    project: GrantProject
    bodies: list[Organisation]
    held: list[Held]
    loads: list[Load]
    substitutions: list[HandOver]


@requires(ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def caseload_page(request: HttpRequest) -> HttpResponse:
    """Show the team with its load; let people go back who others stood in for."""
    team = team_of(request, request.GET.get(PROJECT, ""))
    shown = standing_in(team.substitutions, handed_of(team.substitutions), team.held, today())
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        form = GiveBackForm(request.POST)
        acts = {each.hand_over.pk: each.hand_over for each in shown}
        if form.is_valid() and (act := acts.get(form.cleaned_data["hand_over"])):
            return once(request, form.token, lambda: _give_back(request, team.project, act))
        messages.warning(request, _("This substitution has ended already."))
    return render(request, "beneficiaries/caseload.html", {**_page(request, team), "substitutions": _forms(shown)})


def team_of(request: HttpRequest, code: str) -> Team:
    """Return the team of a project (without a code: the first), as far as the one who asks decides about it."""
    access, day = access_of(request.user), today()
    project = project_asked(request, ASSIGN, code)
    bodies = bodies_within(access.scope(ASSIGN), project)
    held = people_held(request.user, ASSIGN, project, bodies, day)  # type: ignore[arg-type]
    loads = loads_of(held, colleagues_of(project, bodies, day), bodies, day)
    acts = substitutions(project, bodies)
    mark_away(loads, acts, day)
    return Team(project, bodies, held, loads, acts)


def page_address(project: GrantProject) -> str:
    """Return the address of the page for a project."""
    return f"{reverse('caseload')}?{PROJECT}={project.code}"


def _page(request: HttpRequest, team: Team) -> dict[str, Any]:
    day, project = today(), team.project
    alone = without_anybody(team.held, day)
    first = alone[:MOST_SHOWN]
    note_read(request, Action.LIST, subjects=keys_of(first), detail={"page": "caseload"}, grant_project=project)
    mark = finding_mark()
    return {
        "project": project,
        "projects": [
            Link(str(each), page_address(each), each == project) for each in access_of(request.user).projects(ASSIGN)
        ],
        "waiting": waiting(first, team.loads, walls_of(keys_of(first)), team.bodies, day),
        "alone": len(alone),
        "hidden": len(alone) - len(first),
        "piles": [
            (short(body), hand_over_url(project, body, None))
            for body in team.bodies
            if sum(each.organisation == body.pk for each in alone) > 1
        ],
        "team": [
            (load, short(load.organisation), heavy_for(load), hand_over_url(project, load.organisation, load.account))
            for load in team.loads
        ],
        "finding_label": mark.label if mark else "",
        "points": points_in_words(),
    }  # fmt: skip


def _forms(shown: list[Any]) -> list[tuple[Any, GiveBackForm]]:
    return [(each, GiveBackForm(initial={"hand_over": each.hand_over.pk})) for each in shown]


def _give_back(request: HttpRequest, project: GrantProject, act: HandOver) -> str:
    give_back(act, by=request.user)  # type: ignore[arg-type]
    words = _("The substitution has ended. Whoever got somebody else in charge meanwhile stays there.")
    messages.success(request, words)
    return page_address(project)
