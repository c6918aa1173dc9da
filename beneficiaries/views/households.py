"""Families: the list, the page of one, its name and address, leaving it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain.households import BEFORE, HouseholdRefused, describe_household
from beneficiaries.domain.households import leave_household as record_leaving
from beneficiaries.forms.households import DescribeForm, LeaveForm
from beneficiaries.models import Household, HouseholdMember, Participation
from beneficiaries.queries.households import (
    EDIT,
    VIEW,
    household_of,
    households_listed,
    in_charge_of,
    members_by_household,
    members_of,
    place_of,
)
from beneficiaries.tables.choosing import choice_of
from beneficiaries.tables.households import Shared, cards_of, shared_of, title_of
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.ui.paging import page_of
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 25


@requires(VIEW)
@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """Show the families in which somebody lives whom the account sees, with those alone."""
    account: User = request.user  # type: ignore[assignment]
    households = households_listed(account)
    page = page_of(request, PAGE_SIZE, lambda first, most: list(households[first : first + most]))
    members = members_by_household(account, page.items)
    day = today()
    rows = [
        (each, title_of("", members[each.pk]), [choice_of(one, day) for one in members[each.pk]])
        for each in page.items
        if members[each.pk]
    ]
    if rows:
        shown = {one.person_id for people in members.values() for one in people}  # type: ignore[attr-defined]
        note_read(request, Action.LIST, subjects=shown, detail={"page": "households"})
    return render(request, "beneficiaries/household_list.html", {"rows": rows, "page": page})


@requires(VIEW)
@require_safe
def household(request: HttpRequest, household_id: uuid.UUID) -> HttpResponse:
    """Show a family as a unit: who lives together, how each stands, what was written about all of them."""
    account: User = request.user  # type: ignore[assignment]
    family, members = opened_household(request, VIEW, household_id)
    shared, day = shared_of(family, members, account), today()
    may_change = any(each.may_change for each in members)  # type: ignore[attr-defined]
    return render(
        request,
        "beneficiaries/household.html",
        {
            "title": title_of(shared.name, members),
            "shared": shared,
            "cards": cards_of(account, family, members, in_charge_of(members), day),
            "log_url": _log_url(family, members),
            "add_url": reverse("add_member", args=[family.pk]) if may_change else "",
            "describe_url": reverse("describe_household", args=[family.pk]) if may_change else "",
        },
    )


@requires(EDIT)
@require_http_methods(METHODS)
def describe(request: HttpRequest, household_id: uuid.UUID) -> HttpResponse:
    """Write name and shared address."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    family, members = opened_household(request, EDIT, household_id)
    shared = shared_of(family, members, request.user)  # type: ignore[arg-type]
    initial = {"name": shared.name, "address": shared.address, "version": family.version}
    form = DescribeForm(request.POST or None, initial=initial, has_address=shared.is_kept)
    done, more = _described(request, family, members, form, shared) if form.is_bound and form.is_valid() else (None, {})
    page = {"form": form, "title": title_of(shared.name, members), "shared": shared, "household_id": family.pk}
    return done or render(request, "beneficiaries/household_describe.html", page | more)


@requires(EDIT)
@require_http_methods(METHODS)
def leave(request: HttpRequest, household_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Let somebody live with the family no longer."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    family, members = opened_household(request, EDIT, household_id)
    member = place_of(request.user, family, member_id)  # type: ignore[arg-type]
    if member is None:
        raise Refused(EDIT, "householdmember", str(member_id))
    form = LeaveForm(request.POST or None, initial={"until": today()})
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _leave(request, member, member_id, form))
        except HouseholdRefused as refused:
            words = {BEFORE: _("The person came later than that.")}
            form.add_error("until", words.get(str(refused), _("This day has not come yet.")))
        except FactChanged:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    page = {"form": form, "who": choice_of(member, today()), "household_id": family.pk}
    return render(request, "beneficiaries/household_leave.html", page)


def opened_household(request: HttpRequest, action: str, key: uuid.UUID) -> tuple[Household, list[Participation]]:
    """Find a family and those of it whom the account may ``action``, and note that they were shown (S31)."""
    account: User = request.user  # type: ignore[assignment]
    family = household_of(account, action, key)
    members = members_of(account, family.pk, action)
    if not members:
        raise Refused(action, "household", str(key))
    note_read(
        request, Action.VIEW, subjects=[each.person_id for each in members], obj=family,  # type: ignore[attr-defined]
        detail={"page": "household"}, grant_project=members[0].grant_project,
    )  # fmt: skip
    return family, members


def _log_url(family: Household, members: list[Participation]) -> str:
    """Return where one visit is written down for everybody who can get support; blank when nobody can."""
    day = today()
    able = [each for each in members if each.may_support and not _has_ended(each, day)]  # type: ignore[attr-defined]
    project = able[0].grant_project.code if able else ""
    return f"{reverse('quick_log')}?rodzina={family.pk}&projekt={project}" if able else ""


def _has_ended(member: Participation, day: Any) -> bool:
    end = member.in_force.end_on if member.in_force else None  # type: ignore[attr-defined]
    return end is not None and end <= day


def _described(
    request: HttpRequest, family: Household, members: list[Participation], form: DescribeForm, shared: Shared
) -> tuple[HttpResponse | None, dict[str, Any]]:
    if form.cleaned_data["version"] != family.version:
        form.renew(family.version)
        theirs = {"name": shared.name, "address": shared.address}
        who = family.changed_by.name if family.changed_by else ""
        found = differences(form, theirs)
        return None, {"differences": found, "changed_by": who, "changed_at": family.changed_at}
    try:
        return once(request, form.token, lambda: _describe(request, family, members[0], form, shared)), {}
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {}


def _describe(
    request: HttpRequest, family: Household, member: Participation, form: DescribeForm, shared: Shared
) -> str:
    describe_household(
        family, member, name=form.words("name", shared.reads_name),
        address=form.words("address", shared.reads_address), by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("The family is saved."))
    return reverse("household", args=[family.pk])


def _leave(request: HttpRequest, member: Participation, key: uuid.UUID, form: LeaveForm) -> str:
    given = form.cleaned_data
    place = HouseholdMember(pk=key, person=member.person)
    record_leaving(place, member, until=given["until"], why=given["why"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The person does not live with this family any more. The record keeps it."))
    return reverse("person_record", args=[member.number])
