"""Where a person lives, where letters go, and where somebody lived before: hidden until asked for (S25)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain import addresses as domain
from beneficiaries.forms.addresses import HomeForm, LettersForm, said
from beneficiaries.models import Participation
from beneficiaries.queries.addresses import former_addresses, has_former, letters_address
from beneficiaries.queries.record import last_change_of
from beneficiaries.tables.addresses import address_facts, former_rows
from beneficiaries.tables.contact import safety_facts
from beneficiaries.views.record import opened_record, record_head
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

EDIT, CONTACT = "edit_person", "view_person_contact"
HOME, LETTERS = "home", "letters"
FORMER, FORGET = "former", "forget"


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_addresses(request: HttpRequest, number: str) -> HttpResponse:
    """Show the addresses of today in forms; the former ones come with a press of their own, which leaves a mark."""
    asked = request.POST if request.method == "POST" else {}
    shows_former = FORMER in asked
    participation = opened_record(request, EDIT, number, "addresses-former" if shows_former else "addresses")
    if not may(participation, CONTACT):
        raise Refused(CONTACT, "participation", number)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if FORGET in asked:
        return _forgotten(request, participation, asked[FORGET])
    forms = {HOME: _home(participation), LETTERS: _letters(participation)}
    told: dict[str, Any] = {}
    chosen = next((name for name in (HOME, LETTERS) if name in asked), "")
    if chosen:
        form: Any = HomeForm(request.POST, prefix=HOME) if chosen == HOME else LettersForm(request.POST, prefix=LETTERS)
        forms[chosen] = form
        if form.is_valid():
            try:
                return once(request, form.token, _act(request, participation, form))
            except FactChanged:
                told = _conflict(participation, form)
    person = participation.person
    page = {
        **record_head(participation, "addresses"),
        **forms,
        **told,
        "now": address_facts(person),
        "safety": safety_facts(person) if person.is_cautious else [],
        "former": former_rows(former_addresses(person)) if shows_former else [],
        "shows_former": shows_former,
        "has_former": shows_former or has_former(person),
    }
    return render(request, "beneficiaries/addresses.html", page)


def _conflict(participation: Participation, form: HomeForm | LettersForm) -> dict[str, Any]:
    """Put both texts on the page; the form carries the version in force, so that saving again decides (L5)."""
    participation.person.refresh_from_db()
    in_force = (_home if isinstance(form, HomeForm) else _letters)(participation).initial
    typed: Any = form.data.copy()  # type: ignore[attr-defined]
    typed[form.add_prefix("person_version")] = in_force["person_version"]
    form.data = typed
    who, when = last_change_of(participation)
    return {"differences": differences(form, in_force), "changed_by": who, "changed_at": when}


def _home(participation: Participation) -> HomeForm:
    person = participation.person
    return HomeForm(
        prefix=HOME,
        initial={
            "address": person.address, "since": person.address_since, "is_safe": said(person.address_is_safe),
            "person_version": person.version,
        },
    )  # fmt: skip


def _letters(participation: Participation) -> LettersForm:
    person, letters = participation.person, letters_address(participation.person)
    initial: dict[str, Any] = {"person_version": person.version}
    if letters is not None:
        initial |= {"address": letters.address, "since": letters.valid_from, "is_safe": said(letters.is_safe)}
    return LettersForm(prefix=LETTERS, initial=initial)


def _act(request: HttpRequest, participation: Participation, form: HomeForm | LettersForm) -> Callable[[], str]:
    def act() -> str:
        if isinstance(form, HomeForm):
            correction = form.cleaned_data["is_correction"]
            domain.move(participation, **form.values(), is_correction=correction, by=request.user)  # type: ignore[arg-type]
        else:
            domain.send_letters_to(participation, **form.values(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The address is saved."))
        return reverse("person_addresses", args=[participation.number])

    return act


def _forgotten(request: HttpRequest, participation: Participation, key: str) -> HttpResponse:
    wanted = [each for each in former_addresses(participation.person) if each.pk.hex == _hex(key)]
    if wanted:
        domain.forget_former(participation, wanted[0], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The address is removed."))
    return redirect("person_addresses", number=participation.number)


def _hex(key: str) -> str:
    try:
        return uuid.UUID(key).hex
    except ValueError:
        return ""
