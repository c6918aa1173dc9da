"""Write a person down, and correct what is known of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.entry import Entry, add_person
from beneficiaries.domain.pesel_places import PeselTaken
from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.entry import NewPersonForm
from beneficiaries.forms.languages import suggestions as languages
from beneficiaries.forms.person import PersonForm
from beneficiaries.models import Participation, Person
from beneficiaries.queries.caseload import loads_in_sum, mark_away
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.duplicates import people_alike, record_in_project, record_of_person
from beneficiaries.queries.handing import substitutions
from beneficiaries.tables.caseload import least_loaded
from beneficiaries.tables.entry import enrol_link, known_already, link_to, not_here, same_person_question
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.drafts import draft_content, draft_initial, drop_draft
from portal.submissions.once import already_answered, once

ADD, DRAFT = "add_person", "person"
METHODS = ["GET", "HEAD", "POST"]
PROJECT = "projekt"


@requires(ADD)
@require_http_methods(METHODS)
def new_person(request: HttpRequest) -> HttpResponse:
    """Write down a person who is not known yet; ask back about people who may be the same."""
    project = project_asked(request, ADD)
    if request.method == "POST" and "start_over" in request.POST:
        drop_draft(_account(request), DRAFT, project.code)
        return redirect(request.get_full_path())
    if request.method != "POST":
        return _page(request, project, *_fresh(request, project))
    if (answer := already_answered(request)) is not None:
        return answer
    form = _form(request, project, request.POST)
    if form.is_valid() and _is_answered(request, form):
        try:
            return once(request, form.token, lambda: _add(request, project, form))
        except PeselTaken as taken:
            refuse_pesel(request, form, taken.person, ADD)
    return _page(request, project, form)


def _is_answered(request: HttpRequest, form: PersonForm) -> bool:
    """Tell whether nothing is left to ask; where somebody may be the same, the button says that it is another."""
    same = alike(request, form)
    form.act = _("It is another person: add") if same else ""
    return form.is_answered([*form.unlikely(), *same])


def alike(request: HttpRequest, form: PersonForm, but: Person | None = None) -> list[Any]:
    """Return a question for everybody within reach who may be the same person; showing them is noted."""
    typed = form.cleaned_data
    contact = {kind: typed.get(kind, "") for kind in ("pesel", "phone", "email")}
    found = people_alike(
        _account(request), form.names, typed["birth_date"], surname=typed["surname"], contact=contact, but=but
    )
    if found:
        subjects = [record.person_id for record, _candidate in found]  # type: ignore[attr-defined]
        note_read(request, Action.SEARCH, subjects=subjects, detail={"page": "alike"}, grant_project=form.project)
    return [same_person_question(record, form.project, candidate.reasons) for record, candidate in found]


def refuse_pesel(request: HttpRequest, form: PersonForm, person: Person, action: str) -> None:
    """Say that the PESEL cannot be saved: with the way to the record within reach, else the same words for everybody.

    Somebody of whom the writer may not know is never refused (``place_for``). The attempt is noted like every refusal,
    the number itself only as a keyed hash.
    """
    account = _account(request)
    known = record_in_project(account, person.pk, form.project) or record_of_person(account, person)
    if known is not None:
        note_read(request, Action.SEARCH, subjects=[known.person_id], grant_project=form.project)  # type: ignore[attr-defined]
        form.known = known
        form.add_error("pesel", known_already())
    else:
        note_refusal(request, action, "person", form.cleaned_data["pesel"])
        form.add_error("pesel", not_here())


def page_of_form(form: PersonForm) -> dict[str, Any]:
    """Return what the template of the form needs beside it."""
    return {
        "form": form,
        "countries": suggestions(),
        "languages": languages(),
        "known": _way_to(form) if form.known else "",
    }


def _way_to(form: PersonForm) -> Any:
    """Return the way to a person who is known; a new person of another project can be enrolled in this one."""
    known: Any = form.known
    if isinstance(form, NewPersonForm) and known.grant_project_id != form.project.pk:
        return enrol_link(known, form.project)
    return link_to(known)


def _fresh(request: HttpRequest, project: GrantProject) -> tuple[NewPersonForm, Any]:
    kept = draft_content(_account(request), DRAFT, project.code)
    form = _form(request, project)
    if kept is None:
        return form, None
    form.initial.update(draft_initial(form, kept[0]))
    return form, kept[1]


def _form(request: HttpRequest, project: GrantProject, typed: Any = None) -> NewPersonForm:
    account, day = _account(request), today()
    bodies = bodies_within(access_of(account).scope(ADD, project), project)
    colleagues = colleagues_of(project, bodies, day)
    own = next((each for each in colleagues if each.user_id == account.pk), None)  # type: ignore[attr-defined]
    home = (
        own.organisation if own else next((body for body in access_of(account).organisations if body in bodies), None)
    )
    initial = {
        "organisation": str(home.pk) if home else "",
        "caseworker": str(account.pk) if own else "",
        "seen_by": account.name,
        "seen_on": day,
    }
    groups = list(project.target_groups.all())
    loads = loads_in_sum(account, ADD, project, colleagues, day)
    mark_away(loads, substitutions(project, bodies), day)
    return NewPersonForm(
        typed, project=project, groups=groups, day=day, bodies=bodies, colleagues=colleagues, initial=initial,
        hint=least_loaded(loads),
    )  # fmt: skip


def _page(request: HttpRequest, project: GrantProject, form: NewPersonForm, kept_at: Any = None) -> HttpResponse:
    context = {**page_of_form(form), "project": project, "kept_at": kept_at, "subject": project.code}
    return render(request, "beneficiaries/person_new.html", context)


def _add(request: HttpRequest, project: GrantProject, form: NewPersonForm) -> str:
    account = _account(request)
    added: Participation = add_person(
        Entry(form.own_values(), form.participation_values()),
        grant_project=project,
        organisation=form.body,
        caseworker=form.in_charge,
        by=account,
    )
    drop_draft(account, DRAFT, project.code)
    words = _("The person is added under the number %(number)s and counts from the first support on.")
    messages.success(request, words % {"number": added.number})
    return reverse("person_record", args=[added.number])


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
