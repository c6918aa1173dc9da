"""A person of one grant project joins another by hand: the same person, another start (R30, R47)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.entry import AlreadyEnrolled, enrol_known
from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.enrolling import EnrolForm, said_before
from beneficiaries.models import Participation
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.duplicates import record_in_project
from beneficiaries.queries.walls import walls_of
from beneficiaries.tables.entry import enrol_address, not_enrolled
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.audit.trail import note_refusal
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link

ADD, PROJECT = "add_person", "projekt"


@requires(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_person(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was said in this project, to be confirmed for the other one, and enrol."""
    known = opened_record(request, ADD, number, "enrol")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    project = _project(request, known)
    if project is None:
        return _page(request, known, {})
    account: User = request.user  # type: ignore[assignment]
    there = record_in_project(account, known.person_id, project)  # type: ignore[attr-defined]
    if there is not None:
        return _page(request, known, {"project": project, "there": there})
    form = _form(request, known, project)
    if form.is_bound and form.is_valid() and form.is_answered(form.unlikely()):
        try:
            return once(request, form.token, lambda: _enrol(request, known, project, form))
        except AlreadyEnrolled:
            note_refusal(request, ADD, "person", str(known.person_id))  # type: ignore[attr-defined]
            form.add_error(None, not_enrolled())
    return _page(request, known, {"project": project, "form": form, "countries": suggestions()})


def _project(request: HttpRequest, known: Participation) -> GrantProject | None:
    """Return the project to join: the one that the address names, else the first; ``None`` when there is no other."""
    code, offered = request.GET.get(PROJECT, ""), known.other_projects  # type: ignore[attr-defined]
    project = next((each for each in offered if code in ("", each.code)), None)
    if project is None and code:
        raise Refused(ADD, "grantproject", code[:40])
    return project


def _form(request: HttpRequest, known: Participation, project: GrantProject) -> EnrolForm:
    account: User = request.user  # type: ignore[assignment]
    access, day, key = access_of(account), today(), known.person_id  # type: ignore[attr-defined]
    bodies = bodies_within(access.scope(ADD), project)
    walls = walls_of([key])
    colleagues = [each for each in colleagues_of(project, bodies, day) if walls.let_through(each.user_id, key)]  # type: ignore[attr-defined]
    home = next((body for body in access.organisations if body in bodies), None)
    own = home and any((each.user_id, each.organisation) == (account.pk, home) for each in colleagues)  # type: ignore[attr-defined]
    initial = {
        **said_before(known), "organisation": str(home.pk) if home else "",
        "caseworker": str(account.pk) if own else "", "seen_by": account.name, "seen_on": day,
    }  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    return EnrolForm(
        sent, project=project, groups=list(project.target_groups.all()), day=day, known=known, bodies=bodies,
        colleagues=colleagues, initial=initial,
    )  # fmt: skip


def _page(request: HttpRequest, known: Participation, context: dict[str, Any]) -> HttpResponse:
    chosen = context.get("project")
    offered = known.other_projects  # type: ignore[attr-defined]
    projects = [Link(str(each), enrol_address(known, each), each == chosen) for each in offered]
    page = {**record_head(known, "enrol"), "projects": projects, **context}
    return render(request, "beneficiaries/enrol.html", page)


def _enrol(request: HttpRequest, known: Participation, project: GrantProject, form: EnrolForm) -> str:
    added = enrol_known(
        known.person, form.participation_values(), grant_project=project, organisation=form.body,
        caseworker=form.in_charge, by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    words = _(
        "The person is enrolled under the number %(number)s and counts in this project from its first support on."
    )
    messages.success(request, words % {"number": added.number})
    return reverse("person_record", args=[added.number])
