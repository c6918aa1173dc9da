"""Into a family: from the record of a person, or from the page of the family; people are found by the usual search."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.households import ELSEWHERE, HouseholdRefused, found_household
from beneficiaries.domain.households import join_household as record_joining
from beneficiaries.forms.households import LONGEST_SEARCH, JoinForm
from beneficiaries.models import Household, Participation
from beneficiaries.queries.choosing import people_by_number, people_found
from beneficiaries.queries.households import EDIT, current_household, relatives_of
from beneficiaries.rules.families import proposed_role
from beneficiaries.tables.choosing import choice_of
from beneficiaries.views.households import METHODS, opened_household
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal, search_mark
from portal.clock import today
from portal.policy.gate import requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once

FIND, MOST_FOUND = "find", 8


@dataclass
class Joining:
    """Who comes into which family: ``person`` from the record, or ``family`` and somebody to be chosen."""

    request: HttpRequest
    project: GrantProject
    person: Participation | None = None
    family: Household | None = None
    known: Sequence[Participation] = ()
    found: list[Participation] = field(default_factory=list)

    @property
    def account(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]


@requires(EDIT)
@require_http_methods(METHODS)
def join_household(request: HttpRequest, number: str) -> HttpResponse:
    """Add the person whose record is open to the family of somebody, or begin a new one."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    person = opened_record(request, EDIT, number, "family")
    own = relatives_of(request.user, person.person)  # type: ignore[arg-type]
    if own:
        return redirect("household", household_id=own[0].household)  # type: ignore[attr-defined]
    joining = Joining(request, person.grant_project, person=person, known=[person])
    done, form = _answer(joining)
    head = record_head(person, "family")
    return done or render(request, "beneficiaries/household_join.html", {**head, "form": form, **_searched(joining)})


@requires(EDIT)
@require_http_methods(METHODS)
def add_member(request: HttpRequest, household_id: uuid.UUID) -> HttpResponse:
    """Add somebody to the family whose page is open."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    family, members = opened_household(request, EDIT, household_id)
    joining = Joining(request, members[0].grant_project, family=family, known=members)
    done, form = _answer(joining)
    page = {"form": form, "household_id": family.pk, **_searched(joining)}
    return done or render(request, "beneficiaries/household_add.html", page)


def _answer(joining: Joining) -> tuple[HttpResponse | None, JoinForm]:
    request = joining.request
    if request.method != "POST":
        return None, _form(joining)
    if request.POST.get("do") == FIND:
        _find(joining)
        form = _form(joining)
        typed = {name: request.POST.get(name, "").replace("\0", "") for name in ("who", "since", "role", "submission")}
        form.initial |= {name: value for name, value in typed.items() if value}
        return None, form
    number = request.POST.get("chosen", "")[:LONGEST_SEARCH].replace("\0", "")
    if number:
        joining.found = _others(joining, people_by_number(joining.account, EDIT, joining.project, [number]))
    if number and not joining.found:
        note_refusal(request, EDIT, "participation", number)
    form = _form(joining, request.POST)
    return (_saved(joining, form) if form.is_valid() else None), form


def _form(joining: Joining, data: object = None) -> JoinForm:
    day, person = today(), joining.person
    people = [(each.number, _label(each, day)) for each in joining.found]
    role = proposed_role(person.person, day) if person else ""
    initial = {"since": day, "role": role, "chosen": ""}
    return JoinForm(data, people=people, may_be_alone=person is not None, initial=initial)


def _label(participation: Participation, day: object) -> str:
    choice = choice_of(participation, day)  # type: ignore[arg-type]
    return " · ".join(part for part in (choice.name, choice.original, choice.number, choice.age) if part)


def _find(joining: Joining) -> None:
    words = joining.request.POST.get("who", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    if not words:
        return
    found = people_found(joining.account, EDIT, joining.project, words, MOST_FOUND + len(joining.known) + 1)
    joining.found = _others(joining, found)[: MOST_FOUND + 1]
    note_read(
        joining.request, Action.SEARCH, subjects=[each.person_id for each in joining.found],  # type: ignore[attr-defined]
        detail={"search": search_mark(words)}, grant_project=joining.project,
    )  # fmt: skip


def _others(joining: Joining, people: Sequence[Participation]) -> list[Participation]:
    known = {each.person_id for each in joining.known}  # type: ignore[attr-defined]
    return [each for each in people if each.person_id not in known]  # type: ignore[attr-defined]


def _searched(joining: Joining) -> dict[str, object]:
    words = joining.request.POST.get("who", "").strip() if joining.request.POST.get("do") == FIND else ""
    return {"searched": bool(words), "found": len(joining.found[:MOST_FOUND]), "more": len(joining.found) > MOST_FOUND}


def _saved(joining: Joining, form: JoinForm) -> HttpResponse | None:
    try:
        return once(joining.request, form.token, lambda: _save(joining, form))
    except HouseholdRefused as refused:
        words = {ELSEWHERE: _("This person lives in another family on that day. End that first.")}
        form.add_error("since", words.get(str(refused), _("This day has not come yet.")))
    return None


def _save(joining: Joining, form: JoinForm) -> str:
    """Let the person join; who is chosen on a record and lives in no family yet begins a new one."""
    given, by = form.cleaned_data, joining.account
    chosen = joining.found[0] if joining.found else None
    family = joining.family
    if family is not None:
        assert chosen is not None  # noqa: S101 - the form asks for somebody
        record_joining(family, chosen, role=given["role"], since=given["since"], by=by)
    else:
        family = _family_from_record(joining, chosen, form)
    messages.success(joining.request, _("The family is saved."))
    return reverse("household", args=[family.pk])


def _family_from_record(joining: Joining, chosen: Participation | None, form: JoinForm) -> Household:
    given, by, person = form.cleaned_data, joining.account, joining.person
    assert person is not None  # noqa: S101 - one of the two is there
    if chosen is None:
        return found_household(person, role=given["role"], since=given["since"], by=by)
    family = current_household(chosen.person)
    if family is None:
        role = proposed_role(chosen.person, today())
        family = found_household(chosen, role=role, since=given["since"], by=by)
    record_joining(family, person, role=given["role"], since=given["since"], by=by)
    return family
