"""Join somebody of an application to a known person, in sight of both (S68)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beneficiaries.domain.intake.holding import AlreadyDecided
from beneficiaries.domain.intake.linking import JoinedAlready, PlaceTaken, link, unlink
from beneficiaries.forms.intake.answering import PressForm
from beneficiaries.forms.intake.linking import LinkForm, NumberForm
from beneficiaries.models import Participation, Registration
from beneficiaries.queries.intake import DECIDE, mark_of, maybe_known
from beneficiaries.rules.intake import OPEN
from beneficiaries.tables.intake.comparing import differing, lines_of, said_values
from beneficiaries.tables.intake.registration import about, known_lines
from beneficiaries.tables.intake.words import name_of
from beneficiaries.views.intake.answering import changed_meanwhile
from beneficiaries.views.intake.registration import head, opened, refused_page
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

PERSON, CONTACT = "osoba", "view_person_contact"


@requires(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def link_registered(request: HttpRequest, registration_id: uuid.UUID, position: int) -> HttpResponse:
    """Choose a known person; show what differs; join."""
    found = opened(request, DECIDE, registration_id, "registration-link")
    if position >= len(found.application.people):
        raise Refused(DECIDE, "registeredperson", str(position))
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if found.state not in OPEN:
        return refused_page(request, AlreadyDecided(found))
    sent = request.POST if request.method == "POST" else request.GET
    wanted = NumberForm({PERSON: sent.get("number") or sent.get(PERSON, "")})
    number = wanted.cleaned_data[PERSON].upper() if wanted.is_valid() else ""
    known = _known(request, found, number) if number else None
    if known is None:
        return _choose(request, found, position, number)
    return _compare(request, found, position, known)


@requires(DECIDE)
@require_POST
def unlink_registered(request: HttpRequest, registration_id: uuid.UUID, position: int) -> HttpResponse:
    """Say that somebody of an application is another person after all."""
    found = opened(request, DECIDE, registration_id, "registration-unlink")
    if position >= len(found.application.people):
        raise Refused(DECIDE, "registeredperson", str(position))
    if (answer := already_answered(request)) is not None:
        return answer
    form = PressForm(request.POST)
    if not form.is_valid():
        return redirect("intake_registration", found.pk)

    def act() -> str:
        unlink(found, position, by=_account(request))
        return reverse("intake_registration", args=[found.pk])

    try:
        return once(request, form.token, act)
    except AlreadyDecided as decided:
        return refused_page(request, decided)


def _known(request: HttpRequest, found: Registration, number: str) -> Participation | None:
    """Return the person with this number whom the account may see in full, in any project it reaches."""
    rows = Participation.objects.visible_to(_account(request), CONTACT).filter(number=number.replace("\0", ""))
    return rows.select_related("person__data_key", "grant_project").first()


def _choose(request: HttpRequest, found: Registration, position: int, number: str) -> HttpResponse:
    said = found.application
    alike = maybe_known(_account(request), found)[position]
    note_read(request, Action.SEARCH, subjects=[each.participation.person_id for each in alike])  # type: ignore[attr-defined]
    page = {
        **head(found), "member": name_of(said.people[position]), "about": about(said.people[position], today()),
        "alike": known_lines(alike), "numbers": NumberForm(), "not_found": number, "position": position,
    }  # fmt: skip
    return render(request, "beneficiaries/intake/choose.html", page)


def _compare(request: HttpRequest, found: Registration, position: int, known: Participation) -> HttpResponse:
    person, said = known.person, said_values(found.application, position)
    note_read(request, Action.VIEW, subjects=[person.pk])
    initial = {"version": mark_of(found), "person_version": person.version, "number": known.number}
    typed = request.POST if request.method == "POST" else None
    form = LinkForm(typed, differing=differing(person, said), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _link(request, found, position, known, form, said))
        except AlreadyDecided as decided:
            return refused_page(request, decided)
        except PlaceTaken:
            form.add_error(None, _("A colleague joined this person to somebody else meanwhile."))
        except JoinedAlready:
            form.add_error(None, _("This person is joined to somebody else of this application already."))
        except FactChanged:
            form = LinkForm(differing=differing(person, said), initial=initial)
            messages.warning(request, changed_meanwhile())
    chosen = {name: form.is_taken(name) for name in form.differing}
    page = {
        **head(found), "form": form, "known": known, "lines": lines_of(person, said, chosen), "position": position,
        "member": name_of(found.application.people[position]),
        "is_here": known.grant_project_id == found.grant_project_id,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "beneficiaries/intake/link.html", page)


def _link(
    request: HttpRequest, found: Registration, position: int, known: Participation, form: LinkForm, said: dict[str, Any]
) -> str:
    take = {name: said[name] for name in form.chosen()}
    if "contact_safety" in take:
        take["is_cautious"] = True
    typed = form.cleaned_data
    link(
        found, position, known.person, take=take, version=typed["person_version"], by=_account(request),
        seen=typed["version"],
    )  # fmt: skip
    words = _("Joined to %(number)s. Accept the application to finish.") % {"number": known.number}
    messages.success(request, words)
    return reverse("intake_registration", args=[found.pk])


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
