"""Who stands for a child: written down on its record, changed, ended (S30, R86)."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain import guardians as domain
from beneficiaries.forms.guardians import GuardianChange, GuardianEnd, GuardianForm
from beneficiaries.models import Guardianship, Participation, Person
from beneficiaries.queries.choosing import people_by_number
from beneficiaries.queries.guardians import EDIT, guardianship_of
from beneficiaries.queries.households import relatives_of
from beneficiaries.rules.families import is_child
from beneficiaries.tables.choosing import choice_of
from beneficiaries.views.record import opened_record, record_head
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal
from portal.clock import today
from portal.policy.gate import requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.submissions.taking_back import PREFIX
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]


@requires(EDIT)
@require_http_methods(METHODS)
def new_guardian(request: HttpRequest, number: str) -> HttpResponse:
    """Write down who stands for the child whose record is open."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    child = opened_record(request, EDIT, number, "guardian")
    relatives = _adults(request, child)
    form = GuardianForm(request.POST or None, relatives=relatives, initial={"valid_from": today()})
    if form.is_bound and form.is_valid():
        guardian = _guardian(request, child, form)
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _add(request, child, guardian, form))
            except domain.GuardianRefused as refused:
                _say_why_not(form, refused)
    page = {"form": form, "is_child": is_child(child.person, today())}
    return render(request, "beneficiaries/guardian_new.html", {**record_head(child, "guardian"), **page})


@requires(EDIT)
@require_http_methods(METHODS)
def change_guardian(request: HttpRequest, number: str, guardianship_id: uuid.UUID) -> HttpResponse:
    """Change what is known of a guardian, or end it."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    child = opened_record(request, EDIT, number, "guardian")
    link = guardianship_of(request.user, child, guardianship_id)  # type: ignore[arg-type]
    if link.guardian_id:  # type: ignore[attr-defined]
        note_read(request, Action.VIEW, subjects=[link.guardian_id], obj=link, grant_project=child.grant_project)  # type: ignore[attr-defined]
    offered: dict[str, Any] = {"is_outside": link.guardian_id is None, "initial": _initial(link)}  # type: ignore[attr-defined]
    form = GuardianChange(**offered)
    ending = GuardianEnd(initial={"version": link.version, "until": today()}, prefix=PREFIX)
    done, more = None, {}
    if request.method == "POST" and "take_back" in request.POST:
        ending = GuardianEnd(request.POST, prefix=PREFIX)
        done = _ended(request, child, link, ending) if ending.is_valid() else None
    elif request.method == "POST":
        form = GuardianChange(request.POST, **offered)
        done, more = _changed(request, child, link, form) if form.is_valid() else (None, {})
    name = link.guardian.full_name if link.guardian else link.outside_name
    page = {"form": form, "withdrawal": ending, "guardian_name": name, **more}
    return done or render(request, "beneficiaries/guardian_change.html", {**record_head(child, "guardian"), **page})


def _adults(request: HttpRequest, child: Participation) -> list[tuple[str, str]]:
    """Return the adults of the family whom the account sees, by number."""
    day = today()
    people = relatives_of(request.user, child.person)  # type: ignore[arg-type]
    adults = [choice_of(each, day) for each in people if not is_child(each.person, day)]
    return [(each.number, f"{each.name} · {each.number}") for each in adults]


def _guardian(request: HttpRequest, child: Participation, form: GuardianForm) -> Person | None:
    """Return the person who stands for the child; one out of reach is refused like one who is not there (S6)."""
    number = form.asked_number
    if not number:
        return None
    found = people_by_number(request.user, EDIT, child.grant_project, [number])  # type: ignore[arg-type]
    if not found:
        note_refusal(request, EDIT, "participation", number)
        form.add_error("number", _("You see no person with this number. Check it on the record."))
        return None
    return found[0].person


def _add(request: HttpRequest, child: Participation, guardian: Person | None, form: GuardianForm) -> str:
    domain.add_guardian(child, guardian, by=request.user, **form.values())  # type: ignore[arg-type]
    messages.success(request, _("The guardian is saved."))
    return reverse("person_record", args=[child.number])


def _initial(link: Guardianship) -> dict[str, Any]:
    return {name: getattr(link, name) for name in (*domain.CHANGEABLE, "version")}


def _changed(
    request: HttpRequest, child: Participation, link: Guardianship, form: GuardianChange
) -> tuple[HttpResponse | None, dict[str, Any]]:
    if form.cleaned_data["version"] != link.version:
        form.renew(link.version)
        who, found = link.changed_by.name if link.changed_by else "", differences(form, _initial(link))
        return None, {"differences": found, "changed_by": who, "changed_at": link.changed_at}
    try:
        return once(request, form.token, lambda: _change(request, child, link, form)), {}
    except domain.GuardianRefused as refused:
        _say_why_not(form, refused)
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {}


def _change(request: HttpRequest, child: Participation, link: Guardianship, form: GuardianChange) -> str:
    domain.change_guardian(link, child, by=request.user, **form.values())  # type: ignore[arg-type]
    messages.success(request, _("The guardian is saved."))
    return reverse("person_record", args=[child.number])


def _ended(request: HttpRequest, child: Participation, link: Guardianship, form: GuardianEnd) -> HttpResponse | None:
    try:
        if form.cleaned_data["version"] != link.version:
            raise FactChanged(str(link.pk))
        return once(request, form.token, lambda: _end(request, child, link, form))
    except domain.GuardianRefused as refused:
        _say_why_not(form, refused)
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None


def _end(request: HttpRequest, child: Participation, link: Guardianship, form: GuardianEnd) -> str:
    given = form.cleaned_data
    domain.end_guardian(link, child, until=given["until"], why=given["why"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The guardian does not stand for the child any more. The record keeps it."))
    return reverse("person_record", args=[child.number])


def _say_why_not(form: Form, refused: domain.GuardianRefused) -> None:
    """Say why something cannot be, beside the field where there is one."""
    words: dict[str, tuple[str, str]] = {
        domain.NO_CHILD: ("", _("The person is of age: nobody stands for them any more.")),
        domain.TWICE: ("guardian", _("This person stands for the child already.")),
        domain.ONESELF: ("guardian", _("Nobody stands for themselves.")),
        domain.NOBODY: ("outside_name", _("Write the name of the guardian.")),
        domain.BEFORE: ("valid_until", _("The last day is before the first.")),
        domain.TO_COME: ("valid_until", _("This day has not come yet.")),
    }
    field, said = words[str(refused)]
    if isinstance(form, GuardianEnd):
        field = "until"
    form.add_error(field if field in form.fields else None, said)
