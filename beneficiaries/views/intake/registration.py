"""One application: what was said, how to reach the person safely, who may be known, what was decided."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beneficiaries.domain.intake.holding import AlreadyDecided
from beneficiaries.enums import RegistrationState
from beneficiaries.forms.intake.answering import PressForm
from beneficiaries.models import Registration
from beneficiaries.queries.eligibility import EDIT as EDIT_PERSON
from beneficiaries.queries.intake import (
    DECIDE,
    SEE,
    count_waiting,
    maybe_known,
    places_of,
    records_in,
    registration_of,
)
from beneficiaries.rules.intake import OPEN, is_alone_and_minor
from beneficiaries.tables.intake.registration import (
    answers_of,
    contact_of,
    exchanges_of,
    members_of,
    safety_of,
)
from beneficiaries.tables.intake.words import (
    doubts_in_words,
    name_of,
    needs_in_words,
    refusal_in_words,
    state_mark,
    waiting_tile,
    warnings,
)
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.navigation import note_waiting


@requires(SEE)
@require_safe
def registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Show one application."""
    found = opened(request, SEE, registration_id, "registration")
    said, day = found.application, today()
    account: User = request.user  # type: ignore[assignment]
    places = places_of(found)
    records = records_in(account, found, [each.person_id for each in places.values() if each.person_id])  # type: ignore[attr-defined]
    is_open = found.state in OPEN
    alike = maybe_known(account, found) if is_open else {}
    subjects = {each.participation.person_id for people in alike.values() for each in people}  # type: ignore[attr-defined]
    note_read(request, Action.VIEW, subjects=subjects | set(records))
    note_waiting(request.session, "registration_list", count_waiting(account))
    reason, words = refusal_in_words(found)
    page: dict[str, Any] = {
        **head(found),
        "members": members_of(found, said, places, records, alike, day),
        "needs": needs_in_words(said),
        "needs_words": said.needs_words,
        "answers": answers_of(found, said),
        "safety": safety_of(said),
        "ways": contact_of(said),
        "is_cautious": bool(said.contact_safety),
        "exchanges": exchanges_of(found),
        "doubts": doubts_in_words(found),
        "is_alone_and_minor": is_alone_and_minor(said, day),
        "is_open": is_open,
        "is_refused": found.state == RegistrationState.REFUSED,
        "refusal": reason,
        "refusal_words": words,
        "may_decide": is_open and access_of(account).may(DECIDE, found.grant_project),
        "may_note": access_of(account).may(EDIT_PERSON, found.grant_project),
        "is_mine": found.handled_by_id == account.pk,  # type: ignore[attr-defined]
        "press": PressForm(),
    }
    return render(request, "beneficiaries/intake/registration.html", page)


def opened(request: HttpRequest, action: str, key: uuid.UUID, page: str) -> Registration:
    """Find the application for the one who asks, and note that it was opened (S31)."""
    found = registration_of(request.user, action, key)  # type: ignore[arg-type]
    note_read(request, Action.VIEW, obj=found, detail={"page": page}, grant_project=found.grant_project)
    return found


def head(found: Registration) -> dict[str, Any]:
    """Return what the head of every page of an application shows."""
    said, day = found.application, today()
    return {
        "registration": found,
        "name": name_of(said.registrant),
        "original": said.registrant.original_name,
        "preferred": said.registrant.preferred_name,
        "state": state_mark(found),
        "warnings": warnings(found, said, day),
        "is_careful": bool(said.contact_safety),
        "left": waiting_tile(found) if found.state in OPEN else None,
        "here": reverse("intake_registration", args=[found.pk]),
    }


def refused_page(request: HttpRequest, decided: AlreadyDecided) -> HttpResponse:
    """Say that a colleague decided first, and what; nothing that was typed was written."""
    page = {**head(decided.registration), "decided_by": decided.registration.decided_by}
    return render(request, "beneficiaries/intake/decided.html", page, status=409)
